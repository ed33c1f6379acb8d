"""`/health/` answers quickly, needs no login, and says what is wrong; two more addresses say what to do about it."""

import json
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from synergy.accounts.models import User
from synergy.ops.examinations import CheckResult, examine, probes, register
from synergy.outbox import queues
from synergy.outbox.models import Heartbeat, Message, State
from synergy.outbox.ticks import note_heartbeat
from tests.concurrency import together
from tests.synergy.programs import PRODUCTION, run

pytestmark = pytest.mark.django_db(transaction=True)


def health(part: str = "") -> tuple[int, dict[str, Any]]:
    response = Client().get(f"/health/{part}")
    assert response["Cache-Control"] == "no-store"
    return response.status_code, response.json()


def waiting_mail(minutes: int) -> None:
    at = timezone.now() - timedelta(minutes=minutes)
    queues.queue(kind="letter", key="waiting", recipient="a@example.org", at=at)


def test_a_fresh_installation_is_well_before_its_first_tick() -> None:
    status, body = health()
    assert (status, body["status"], body["reasons"]) == (200, "ok", [])
    assert body["tick"] == "not started"
    assert body["database"] == connection.vendor
    assert body["migrations_unapplied"] == 0


def test_a_tick_that_never_ran_matters_once_mail_waits(letters: None) -> None:
    waiting_mail(minutes=1)
    assert health()[0] == 200
    Message.objects.all().delete()
    waiting_mail(minutes=6)
    status, body = health()
    assert status == 503
    assert "tick has never run" in body["reasons"][0]


@pytest.mark.parametrize("minutes, status", [(0, 200), (9, 200), (11, 503)])
def test_an_old_heartbeat_is_reported(minutes: int, status: int) -> None:
    note_heartbeat(timezone.now() - timedelta(minutes=minutes))
    assert health()[0] == status


def test_mail_that_does_not_leave_is_reported(letters: None) -> None:
    note_heartbeat(timezone.now())
    waiting_mail(minutes=29)
    assert health()[0] == 200
    Message.objects.update(due_at=timezone.now() - timedelta(minutes=31))
    status, body = health()
    assert status == 503
    assert "Mail has waited" in body["reasons"][0]
    Message.objects.update(state=State.SENT)
    assert health()[0] == 200


def test_mail_for_later_is_no_trouble(letters: None) -> None:
    later = timezone.now() + timedelta(days=2)
    queues.queue(kind="letter", key="later", recipient="a@example.org", at=timezone.now(), due_at=later)
    assert health()[0] == 200


def test_a_migration_that_is_not_applied_is_reported() -> None:
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("outbox", "0001_initial")
    try:
        status, body = health()
    finally:
        recorder.record_applied("outbox", "0001_initial")
    assert status == 503
    assert body["migrations_unapplied"] == 1


def test_a_database_that_is_gone_is_reported_not_raised(database_gone: None) -> None:
    status, body = health()
    assert status == 503
    assert body["reasons"] == ["database: OperationalError"]
    assert (body["disk"], body["static"]) == ("ok", "from the sources"), "the rest is told all the same"


@pytest.fixture
def hanging_database() -> Iterator[None]:
    """A server that takes connections and never says a word; only PostgreSQL can hang in that way."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no server that could hang")
    kept = {name: connection.settings_dict[name] for name in ("HOST", "PORT")}
    connection.close()
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        connection.settings_dict.update(HOST="127.0.0.1", PORT=str(silent.getsockname()[1]))
        yield
    connection.settings_dict.update(kept)


def test_a_database_that_hangs_does_not_hang_the_probe(hanging_database: None) -> None:
    for _turn in range(3):
        began = time.monotonic()
        assert health()[0] == 503
        assert time.monotonic() - began < 10  # a fraction of a second on an idle machine; hanging lasts minutes


def test_several_probes_at_once_all_get_an_answer() -> None:
    answers = together(*[lambda: examine(list(probes), timezone.now(), 5)] * 4)
    assert [answer.troubles for answer in answers] == [[]] * 4


@pytest.mark.parametrize("part", ["", "live/", "ready/"])
def test_health_answers_to_reading_only(part: str) -> None:
    assert Client().post(f"/health/{part}").status_code == 405
    assert Client().head(f"/health/{part}").status_code == 200


def test_mail_and_a_tick_that_stand_still_send_nobody_away_and_restart_nothing(letters: None) -> None:
    note_heartbeat(timezone.now() - timedelta(minutes=20))
    waiting_mail(minutes=40)
    assert health()[0] == 503
    assert (health("ready/")[0], health("live/")[0]) == (200, 200)


def test_a_database_that_is_away_sends_people_elsewhere_and_restarts_nothing(request: Any) -> None:
    request.getfixturevalue("database_gone" if connection.vendor == "sqlite" else "hanging_database")
    assert (health()[0], health("ready/")[0], health("live/")[0]) == (503, 503, 200)


@pytest.mark.parametrize("part", ["", "live/", "ready/"])
def test_health_does_not_look_up_who_is_signed_in(part: str, ada: User, django_assert_num_queries: Any) -> None:
    browser = Client()
    browser.force_login(ada)
    browser.get("/health/")  # the known migrations are read once
    with django_assert_num_queries(0):  # those of the checks run in a thread of their own
        assert browser.get(f"/health/{part}").status_code == 200


@pytest.mark.parametrize("part", ["", "live/", "ready/"])
def test_probes_inside_the_house_speak_plain_http(part: str, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    status, body = health(part)
    assert status == 200, body
    assert Client().get("/accounts/login/").status_code == 301


@pytest.fixture
def full_disk(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """A file system of 128 KiB without a byte left."""
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(tmp_path)], capture_output=True)
    if done.returncode:
        pytest.skip("this user cannot mount a small file system")
    try:
        settings.DATA_DIR = tmp_path
        with pytest.raises(OSError, match="No space left"):
            (tmp_path / "filling").write_bytes(b"x" * 2**20)
        yield tmp_path
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


def test_a_full_disk_is_reported_until_there_is_room(full_disk: Path) -> None:
    for part in ("", "ready/"):
        status, body = health(part)
        assert (status, body["disk"]) == (503, "error")
        assert body["reasons"] == ["Nothing can be written to the disk: No space left on device"]
    assert health("live/")[0] == 200
    (full_disk / "filling").unlink()
    assert health()[0] == 200
    assert list(full_disk.iterdir()) == [], "nothing is left of the trial"


def test_a_disk_that_takes_no_more_is_reported_whoever_runs_it(tmp_path: Path) -> None:
    ask = (
        "import django, resource; django.setup(); from synergy.ops import checks\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024)); print(checks.check_disk(None).trouble)"
    )
    done = run(tmp_path, "-c", ask)
    assert done.stdout == "Nothing can be written to the disk: File too large\n", done.stderr


@pytest.fixture
def collected(tmp_path: Path, settings: Any) -> Path:
    """Static files as in production; what `collectstatic` writes is for the test to put there."""
    settings.STATIC_ROOT = tmp_path
    hashed = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": hashed}
    return tmp_path


def collect(folder: Path) -> None:
    manifest = {"paths": {"css/base.css": "css/base.0123456789ab.css"}, "version": "1.1", "hash": ""}
    (folder / "staticfiles.json").write_text(json.dumps(manifest))


def test_static_files_that_were_not_collected_are_reported(collected: Path) -> None:
    for part in ("", "ready/"):
        status, body = health(part)
        assert (status, body["static"]) == (503, "not collected")
        assert "run manage.py collectstatic" in body["reasons"][0]
    assert health("live/")[0] == 200


def test_a_hashed_file_that_went_missing_is_reported(collected: Path) -> None:
    collect(collected)
    assert health()[1]["static"] == "not collected"
    (collected / "css").mkdir()
    (collected / "css" / "base.0123456789ab.css").write_text("")
    status, body = health()
    assert (status, body["static"]) == (200, "ok")


def test_the_web_server_says_from_its_first_moment_that_static_files_are_missing(tmp_path: Path) -> None:
    ask = (
        "from synergy.wsgi import application; from django.test import Client\n"
        "said = Client(HTTP_HOST='synergy.example.org').get('/health/ready/')\n"
        "print(said.status_code, said.json()['static'])"
    )
    done = run(tmp_path, "-c", ask, **PRODUCTION)
    assert done.stdout == "503 not collected\n", done.stderr


@pytest.fixture
def further_check() -> Iterator[None]:
    def breaks(at: Any) -> CheckResult:
        raise LookupError("amina@example.org")

    register(
        "letters", lambda at: CheckResult({"letters": 1}, "amina@example.org waits for /r/secretsecret"), ticker=True
    )
    register("breaks", breaks)
    yield
    del probes["letters"], probes["breaks"]


def test_further_checks_are_scrubbed_and_one_that_breaks_stops_no_other(further_check: None) -> None:
    status, body = health()
    assert status == 503
    assert body["reasons"] == ["<address> waits for /r/-", "breaks: LookupError"]
    assert (body["letters"], body["breaks"]) == (1, "error")
    assert health("ready/")[0] == 200


def test_a_check_that_never_ends_is_named_in_time() -> None:
    gate = threading.Event()

    def hangs(at: Any) -> CheckResult:
        gate.wait()
        return CheckResult()

    register("archive", hangs, ready=True, needs_database=False)
    try:
        began = time.monotonic()
        for _turn in range(3):
            status, body = health("ready/")
            assert (status, body["archive"], body["reasons"]) == (503, "no answer", ["archive: no answer in time"])
        assert time.monotonic() - began < 10
        assert [one.name for one in threading.enumerate()].count("examination") == 1, "however many ask"
    finally:
        gate.set()
        del probes["archive"]


def test_check_tick_asks_what_concerns_the_ticker(letters: None, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError, match="The tick has never run"):
        call_command("check_tick")
    note_heartbeat(timezone.now())
    call_command("check_tick")
    said = capsys.readouterr().out
    assert said.startswith("The tick ran ")
    assert said.count("\n") == 1
    waiting_mail(minutes=40)
    with pytest.raises(CommandError, match=r"^Mail has waited for more than 30 minutes\.$"):
        call_command("check_tick")
    Message.objects.all().delete()
    Heartbeat.objects.update(last_at=timezone.now() - timedelta(minutes=11))
    with pytest.raises(CommandError, match="has not run for 10 minutes"):
        call_command("check_tick")


def test_the_check_of_the_ticker_ends_with_one_sentence_and_a_code(tmp_path: Path) -> None:
    done = run(tmp_path, "manage.py", "check_tick", DATABASE_URL=f"sqlite:///{tmp_path}/none/db.sqlite3")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "CommandError: database: OperationalError.\n"


def test_containers_ask_addresses_and_commands_that_exist(settings: Any) -> None:
    assert "127.0.0.1:8000/health/live/'" in (settings.BASE_DIR / "Dockerfile").read_text()
    assert '"manage.py", "check_tick"]' in (settings.BASE_DIR / "compose.yaml").read_text()
