"""A backup comes back: every table, on either database, after SIGKILL, and never in part."""

import json
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.faults.restorable import Installation, new_database, new_file

pytestmark = pytest.mark.faults
KINDS = ["sqlite", "postgresql"]
Build = Callable[[str], Installation]
_numbers = count(1)
# Not kept, or noted by the restore itself and looked at on their own.
NOT_COMPARED = {"django_session", "django_migrations", "outbox_beat", "audit_entry"}


def _builder(stack: ExitStack, folder: Path, request: pytest.FixtureRequest) -> Build:
    def build(kind: str) -> Installation:
        place = folder / f"{kind}-{next(_numbers)}"
        if kind == "sqlite":
            return new_file(place)
        return stack.enter_context(new_database(place, request.getfixturevalue("postmaster").url))

    return build


@pytest.fixture
def empty(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Build]:
    with ExitStack() as stack:
        yield _builder(stack, tmp_path, request)


class Demonstration:
    """A demonstration installation of each kind, seeded once, with a backup of it and what it held then."""

    def __init__(self, build: Build) -> None:
        self.build = build
        self.made: dict[str, tuple[Installation, dict[str, Any], str, str, str]] = {}

    def of(self, kind: str) -> tuple[Installation, dict[str, Any], str, str, str]:
        if kind not in self.made:
            one = self.build(kind)
            one.do("migrate", "--verbosity", "0")
            one.do("load_instruments")
            seeded = json.loads(one.do("seed_demo", "--partnerships", "2", "--rounds", "3", "--json"))
            held = contents(one)
            self.made[kind] = (one, held, seeded["survey_links"][0], *one.back_up())
        return self.made[kind]


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Demonstration]:
    with ExitStack() as stack:
        yield Demonstration(_builder(stack, tmp_path_factory.mktemp("demonstration"), request))


def contents(one: Installation) -> dict[str, list[list[Any]]]:
    """Every row of every table, columns and rows in order, in plain forms: no line of the tested code did it."""
    found = {}
    for table in one.tables():
        with one.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            places = sorted(range(len(names)), key=names.__getitem__)
            rows = [[_plain(row[place]) for place in places] for row in cursor.fetchall()]
        found[table] = sorted(rows, key=repr)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value[:1] in ("{", "["):
        with suppress(json.JSONDecodeError):  # a text that begins like JSON
            value = json.loads(value, parse_float=lambda digits: float(digits) + 0.0)  # PostgreSQL knows no -0.0 in it
    return json.dumps(value, sort_keys=True) if isinstance(value, dict | list) else value


@pytest.mark.parametrize("into", KINDS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_table_of_a_backup_comes_back_on_either_database(
    demonstration: Demonstration, empty: Build, kind: str, into: str
) -> None:
    _one, held, link, backup, keys = demonstration.of(kind)
    other = empty(into)
    output = other.do("restore", backup, "--identity", other.identity, "--keys", keys)
    assert "Mail is held" in output
    found = contents(other)
    assert sum(map(len, held.values())) > 2500
    require_same(found, held)
    added = [row for row in found["audit_entry"] if row not in held["audit_entry"]]
    assert len(found["audit_entry"]) == len(held["audit_entry"]) + 1
    assert "backup.restore" in added[0]
    assert found["django_session"] == []
    assert_links_open_and_numbers_go_on(other, link)


def require_same(found: dict[str, list[list[Any]]], held: dict[str, list[list[Any]]]) -> None:
    assert set(found) == set(held)
    for table in sorted(set(held) - NOT_COMPARED):
        assert found[table] == held[table], table
    # Migrations are made, not copied: the same ones, on another day.
    assert migrations(found) == migrations(held)


def migrations(tables: dict[str, list[list[Any]]]) -> list[tuple[str, str]]:
    return sorted((app, name) for app, _applied, _id, name in tables["django_migrations"])


def assert_links_open_and_numbers_go_on(one: Installation, link: str) -> None:
    """A link that was sent before opens, and a new row gets a number of its own."""
    path = "/" + link.split("/", 3)[3]
    told = one.do(
        "shell", "-v", "0", "-c",
        "from django.test import Client; from partnerships.models import Programme; "
        "Programme.objects.create(name='New', slug='new'); "
        f"print('status', Client(headers={{'host': '127.0.0.1'}}).get({path!r}).status_code)",
    )  # fmt: skip
    assert "status 200" in told


@pytest.mark.parametrize("kind", KINDS)
def test_a_rehearsal_compares_and_leaves_nothing(demonstration: Demonstration, kind: str) -> None:
    one, _held, _link, backup, _keys = demonstration.of(kind)
    output = one.do("restore", backup, "--rehearse", "--identity", one.identity)
    assert "read as they were written" in output
    assert [path.name for path in (one.folder / "backup-work").iterdir()] == ["lock"]
    assert one.rows("SELECT name FROM outbox_beat WHERE name = 'rehearsal'")


@pytest.mark.parametrize("kind", KINDS)
def test_a_restore_does_not_touch_an_installation_that_is_not_empty(demonstration: Demonstration, kind: str) -> None:
    one, _held, _link, backup, keys = demonstration.of(kind)
    before = contents(one)
    code, output = one.run("restore", backup, "--identity", one.identity, "--keys", keys)
    assert code != 0
    assert "is not empty" in output
    assert contents(one) == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_restore_with_the_wrong_pepper_is_refused_and_says_what_to_do(
    demonstration: Demonstration, empty: Build, kind: str
) -> None:
    _one, _held, _link, backup, keys = demonstration.of(kind)
    other = empty(kind)
    code, output = other.run("restore", backup, "--identity", other.identity)
    assert code != 0
    assert "The pepper of this backup is missing" in output
    (other.folder / "pepper").write_text("ab" * 32)
    code, output = other.run("restore", backup, "--identity", other.identity, "--keys", keys)
    assert code != 0
    assert "is not the pepper of this backup" in output
    assert "accounts_user" not in other.tables()


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_backup_is_noticed_before_anything_is_restored(
    demonstration: Demonstration, empty: Build, kind: str
) -> None:
    """Cut off at several places, and single bits turned over: refused each time, and nothing was restored."""
    _one, _held, _link, backup, keys = demonstration.of(kind)
    whole = Path(backup).read_bytes()
    other = empty(kind)
    chance = random.Random(8)
    places = [chance.randrange(3000, len(whole) - 2000) for _turn in range(3)]
    damaged = [whole[:place] for place in (100, places[0], len(whole) - 1500)]
    damaged += [whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :] for place in places]
    for number, content in enumerate(damaged):
        path = other.folder / f"damaged-{number}.tar"
        path.write_bytes(content)
        code, output = other.run("restore", str(path), "--identity", other.identity, "--keys", keys)
        assert code != 0, number
        assert "Traceback" not in output
        assert "CommandError" in output
    assert "accounts_user" not in other.tables()
    other.do("restore", backup, "--identity", other.identity, "--keys", keys)


@pytest.mark.parametrize("kind", KINDS)
def test_a_restore_killed_at_any_moment_is_done_again(demonstration: Demonstration, empty: Build, kind: str) -> None:
    _one, held, _link, backup, keys = demonstration.of(kind)
    timed = empty(kind)
    began = time.monotonic()
    timed.do("restore", backup, "--identity", timed.identity, "--keys", keys)
    lasted = time.monotonic() - began
    other = empty(kind)
    for share in (0.35, 0.5, 0.6, 0.7):
        process = other.start("restore", backup, "--identity", other.identity, "--keys", keys)
        time.sleep(lasted * share)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        there = "accounts_user" in other.tables() and other.rows("SELECT count(*) FROM accounts_user")[0][0]
        assert there in (0, False, len(held["accounts_user"]))
        if there:  # it was whole already, and mail is held
            break
    else:
        other.do("restore", backup, "--identity", other.identity, "--keys", keys)
    assert other.rows("SELECT name FROM outbox_beat WHERE name = 'mail held'")
    require_same(contents(other), held)


@pytest.mark.parametrize("kind", KINDS)
def test_a_backup_killed_at_any_moment_leaves_nothing_that_looks_whole(demonstration: Demonstration, kind: str) -> None:
    one = demonstration.of(kind)[0]
    began = time.monotonic()
    one.back_up()
    lasted = time.monotonic() - began
    for share in (0.4, 0.6, 0.8, 0.9):
        known = set(one.folder.glob("backups/synergy-*.tar"))
        process = one.start("backup")
        time.sleep(lasted * share)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        for path in set(one.folder.glob("backups/synergy-*.tar")) - known:
            one.do("restore", str(path), "--rehearse", "--identity", one.identity)
    one.back_up()
    assert [path.name for path in (one.folder / "backup-work").iterdir()] == ["lock"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_backup_of_an_older_version_is_brought_forward_and_of_a_newer_one_refused(empty: Build, kind: str) -> None:
    old = empty(kind)
    old.do("migrate", "assessments", "0008", "--verbosity", "0")
    old.do("migrate", "accounts", "--verbosity", "0")
    old.do("migrate", "outbox", "--verbosity", "0")
    old.do("migrate", "audit", "--verbosity", "0")
    backup, _keys = old.back_up()
    other = empty(kind)
    other.do("migrate", "--verbosity", "0")
    other.do("restore", backup, "--identity", other.identity, "--new-secret-key")
    assert "[ ]" not in other.do("showmigrations")
    with old.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('audit', '9999', '2030-01-01')")
    time.sleep(1.1)  # backups are named by the second
    backup, _keys = old.back_up()
    third = empty(kind)
    code, output = third.run("restore", backup, "--identity", third.identity, "--new-secret-key")
    assert code != 0
    assert "made by a newer version (audit.9999)" in output


def peak(one: Installation, *arguments: str) -> float:
    """MiB that the process held at most."""
    process = one.start(*arguments)
    assert process.stdout is not None
    output = process.stdout.read()
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, output
    return used.ru_maxrss / 1024


@pytest.mark.parametrize("kind", KINDS)
def test_a_backup_of_ten_times_the_rows_takes_no_more_memory(empty: Build, kind: str) -> None:
    """20,000 and 200,000 entries of about 400 bytes: 80 MB more pass through, and a fraction of that stays."""
    one = empty(kind)
    one.do("migrate", "--verbosity", "0")
    used = []
    for first, last in ((1, 20_000), (20_001, 200_000)):
        insert_entries(one, first, last)
        made = peak(one, "backup")
        path = str(max(one.folder.glob("backups/synergy-*.tar")))
        rehearsed = peak(one, "restore", path, "--rehearse", "--identity", one.identity)
        other = empty(kind)
        restored = peak(other, "restore", path, "--identity", other.identity, "--new-secret-key")
        used.append((made, rehearsed, restored))
    assert all(more - few < 24 for few, more in zip(*used, strict=True)), used


def insert_entries(one: Installation, first: int, last: int) -> None:
    moment = "'2026-01-01 00:00:00'" + ("" if one.is_sqlite() else "::timestamptz")
    words = f"'{'a' * 150}', 'round.open', '', '', '{'b' * 150}', '', '', '{{}}'"
    with one.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < {last}) "
            "INSERT INTO audit_entry (at, actor_label, action, object_type, object_id, object_label, scope, "
            f"request_id, details) SELECT {moment}, {words} FROM n"
        )
