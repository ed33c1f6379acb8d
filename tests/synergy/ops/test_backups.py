"""Backups: encrypted, known by their sums, kept as long as promised, watched; restores are in tests/faults."""

import io
import json
import sqlite3
import tarfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyrage
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from pyrage.x25519 import Identity

from partnerships.models import Partnership
from synergy.audit.models import Entry
from synergy.ops.backups import afterwards as rooms
from synergy.ops.backups import (
    back_up,
    backup_files,
    ciphers,
    containers,
    file_targets,
    keys,
    marks,
    register_after_restore,
)
from synergy.ops.backups.containers import Given, opened
from synergy.ops.backups.errors import BackupError, in_words
from synergy.ops.backups.exchange import rows_in_lines
from synergy.ops.backups.making import Made
from synergy.ops.backups.restoring import RestoreOutcome, RestoreRequest, rehearse
from synergy.ops.backups.stored_tables import StoredColumn, StoredTable
from synergy.ops.backups.streams import MEDIA, About, BackupReader
from synergy.ops.management.commands.restore import missing_beside
from synergy.outbox.holds import Restored
from synergy.outbox.models import Heartbeat, Work
from tests.synergy.programs import run

AT = datetime(2026, 11, 28, 4, 17, 32, tzinfo=UTC)
IDENTITY = Identity.generate()
PASSPHRASE = "seven ducks cross a quiet road"
MINE = Given(identities=f"# mine\n{IDENTITY}\n")
committed = pytest.mark.django_db(transaction=True)


@pytest.fixture
def for_me(settings: Any) -> None:
    settings.BACKUP_RECIPIENTS = [str(IDENTITY.to_public())]


def members(path: Path, given: Given = MINE) -> dict[str, bytes]:
    """The content of a backup, opened as docs/operations.md says, without the code that restores."""
    with tarfile.open(path) as outer:
        locked = outer.extractfile("content.age")
        assert locked is not None
        content = pyrage.decrypt(locked.read(), ciphers.identities_in(given.identities))
    with tarfile.open(fileobj=io.BytesIO(content)) as inner:
        return {member.name: inner.extractfile(member).read() for member in inner}  # type: ignore[union-attr]


def encrypt_anew(path: Path, content: dict[str, bytes]) -> None:
    """What anybody can do who has the public key."""
    lock = ciphers.lock_for([str(IDENTITY.to_public())])
    with (
        backup_files.new_file(path) as file,
        containers.written(file, lock) as stream,
        tarfile.open(fileobj=stream, mode="w|") as inner,
    ):
        for name, held in content.items():
            member = tarfile.TarInfo(name)
            member.size = len(held)
            inner.addfile(member, io.BytesIO(held))


def rehearsed(made: Made, given: Given = MINE) -> RestoreOutcome:
    return rehearse(RestoreRequest(made.path, given), at=timezone.now())


@committed
def test_a_backup_is_private_and_says_what_it_holds(for_me: None, alpha: Partnership, settings: Any) -> None:
    Path(settings.PEPPER_FILE).write_text("p" * 64)
    made = back_up(at=AT)
    assert made.path.name == "synergy-20261128T041732Z.tar"
    assert made.path.stat().st_mode & 0o777 == made.keys.stat().st_mode & 0o777 == 0o600
    assert made.path.parent.stat().st_mode & 0o777 == 0o700
    found = members(made.path)
    about = json.loads(found["about.json"])
    assert about["database"] == connection.vendor
    assert next(iter(found)) == "about.json"
    assert list(found)[-1] == "checksums.json"
    assert about["taken_at"] == "2026-11-28T04:17:32+00:00"
    assert Heartbeat.objects.get(name="backup").last_at == AT
    assert Entry.objects.get(action="backup.make").at == AT


@committed
def test_names_and_keys_cannot_be_read_in_a_backup(for_me: None, alpha: Partnership, settings: Any) -> None:
    Path(settings.PEPPER_FILE).write_text("p" * 64)
    made = back_up(at=AT)
    assert b"Alpha partnership" not in made.path.read_bytes()
    inside = b"".join(members(made.path).values())
    assert b"Alpha partnership" in inside
    assert b"p" * 64 not in inside
    assert settings.SECRET_KEY.encode() not in inside
    kept = keys.kept_keys(made.keys, MINE)
    assert kept == keys.Keys("p" * 64, settings.SECRET_KEY)


@committed
def test_a_rehearsal_finds_every_row_and_is_noted(for_me: None, alpha: Partnership) -> None:
    made = back_up(at=AT)
    about, _tables, rows = rehearsed(made)
    assert rows > 100
    assert about.taken_at == AT
    assert marks.last(marks.REHEARSAL) is not None
    assert Partnership.objects.get() == alpha
    assert not Heartbeat.objects.filter(name="mail held").exists()


@committed
def test_a_passphrase_opens_what_it_locked_and_no_other_does(alpha: Partnership, settings: Any, tmp_path: Path) -> None:
    path = tmp_path / "passphrase"
    path.write_text(f"{PASSPHRASE}\n")
    settings.BACKUP_PASSPHRASE_FILE = str(path)
    made = back_up(at=AT)
    _about, _tables, rows = rehearsed(made, Given(passphrase=PASSPHRASE))
    assert rows > 100
    for given in (Given(passphrase="eight ducks"), Given(), MINE):
        with pytest.raises(BackupError, match=r"passphrase"):
            rehearsed(made, given)
    assert keys.kept_keys(made.keys, Given(passphrase=PASSPHRASE)).secret_key == settings.SECRET_KEY


@committed
def test_another_key_does_not_open_a_backup(for_me: None, alpha: Partnership) -> None:
    made = back_up(at=AT)
    with pytest.raises(BackupError, match="does not open the file"):
        rehearsed(made, Given(identities=str(Identity.generate())))
    with pytest.raises(BackupError, match="give --identity"):
        rehearsed(made, Given(passphrase=PASSPHRASE))


@committed
def test_a_backup_holds_uploaded_files_and_no_imports(
    for_me: None, alpha: Partnership, settings: Any, tmp_path: Path
) -> None:
    (settings.MEDIA_ROOT / "logos").mkdir(parents=True)
    (settings.MEDIA_ROOT / "logos" / "alpha.svg").write_bytes(b"<svg/>" * 100_000)
    (tmp_path / "imports").mkdir()
    (tmp_path / "imports" / "answers.csv").write_text("ANSWERS IN CLEAR")
    made = back_up(at=AT)
    found = members(made.path)
    assert found[f"{MEDIA}logos/alpha.svg"] == b"<svg/>" * 100_000
    assert not any("ANSWERS" in content.decode(errors="replace") for content in found.values())
    rehearsed(made)


@committed
def test_a_backup_that_names_a_file_outside_its_folder_is_refused(
    for_me: None, alpha: Partnership, tmp_path: Path
) -> None:
    """Whoever has the public key can write a backup: what it names must stay in its folder."""
    made = back_up(at=AT)
    found = members(made.path)
    sums = found.pop("checksums.json")
    encrypt_anew(tmp_path / "evil.tar", found | {"media/../../evil": b"evil", "checksums.json": sums})
    with pytest.raises(BackupError, match="outside its own folder"):
        rehearse(RestoreRequest(tmp_path / "evil.tar", MINE), at=AT)
    assert not (tmp_path / "evil").exists()


@committed
def test_a_row_changed_in_a_backup_is_noticed_by_its_checksum(for_me: None, alpha: Partnership, tmp_path: Path) -> None:
    """Encrypted anew by somebody with the public key, with one letter changed and the old sums."""
    made = back_up(at=AT)
    found = members(made.path)
    name = next(name for name, content in found.items() if b"Alpha partnership" in content)
    found[name] = found[name].replace(b"Alpha partnership", b"Alphb partnership")
    encrypt_anew(tmp_path / "changed.tar", found)
    with pytest.raises(BackupError, match="damaged"):
        rehearse(RestoreRequest(tmp_path / "changed.tar", MINE), at=AT)


def broken_about(**changes: Any) -> bytes:
    whole = About(AT, "sqlite", {("ops", "0001_initial")}, "https://here", keys.Keys("p", "s").prints)
    return json.dumps(json.loads(whole.written()) | changes).encode()


@pytest.mark.parametrize(
    "about",
    [
        b"{}", b"[1]", b"no JSON", b"\xff\x00", broken_about(taken_at="2026-11-28T04:17:32"), broken_about(taken_at=7),
        broken_about(database="other"), broken_about(migrations=[["ops"]]), broken_about(fingerprints={}),
        broken_about(tables=[{}]),
    ],
)  # fmt: skip
def test_a_first_member_that_no_backup_writes_is_damage(about: bytes, tmp_path: Path) -> None:
    """Also a moment without its zone, which would be stumbled over when everything was there already."""
    encrypt_anew(tmp_path / "odd.tar", {"about.json": about, "checksums.json": b"{}"})
    with pytest.raises(BackupError, match="damaged"), opened(tmp_path / "odd.tar", MINE) as stream:
        BackupReader(stream)


def test_checksums_that_cannot_be_read_are_damage(tmp_path: Path) -> None:
    encrypt_anew(tmp_path / "odd.tar", {"about.json": broken_about(), "checksums.json": b"no JSON"})
    with pytest.raises(BackupError, match="damaged"), opened(tmp_path / "odd.tar", MINE) as stream:
        BackupReader(stream).finish()


def test_keys_and_passphrases_that_are_not_text_are_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(bytes(range(256)))
    with pytest.raises(CommandError, match="not the file of a secret key"):
        call_command("restore", "none.tar", "--identity", str(tmp_path / "binary"))
    with pytest.raises(CommandError, match="it is not text"):
        call_command("restore", "none.tar", "--passphrase-file", str(tmp_path / "binary"))


@committed
def test_where_keys_cannot_be_kept_no_backup_is_made(for_me: None, alpha: Partnership, settings: Any) -> None:
    settings.BACKUP_KEYS_DIR.parent.mkdir(exist_ok=True)
    settings.BACKUP_KEYS_DIR.write_text("a file where the folder should be")
    with pytest.raises(BackupError, match=f"The keys cannot be kept in {settings.BACKUP_KEYS_DIR}"):
        back_up(at=AT)
    assert not list(settings.BACKUP_DIR.glob("*"))


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_backup_and_restore_say_that_the_server_is_away(command: str, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{IDENTITY}\n")
    more = {"restore": ["none.tar", "--identity", str(tmp_path / "key")], "backup": []}[command]
    away = {"DATABASE_URL": "postgres://synergy@127.0.0.1:1/synergy", "BACKUP_RECIPIENT": str(IDENTITY.to_public())}
    done = run(tmp_path, "manage.py", command, *more, **away)
    assert done.returncode == 1
    assert done.stderr.strip().endswith("the database cannot be reached.")
    assert len(done.stderr.strip().splitlines()) == 1


@committed
def test_a_backup_that_cannot_be_written_leaves_nothing(for_me: None, alpha: Partnership, settings: Any) -> None:
    settings.BACKUP_DIR.parent.mkdir(exist_ok=True)
    settings.BACKUP_DIR.write_text("a file where the folder should be")
    with pytest.raises(BackupError, match="The backup cannot be made"):
        back_up(at=AT)
    assert marks.last(marks.BACKUP) is None


def test_a_backup_says_that_the_disk_is_full() -> None:
    lock = ciphers.lock_for([str(IDENTITY.to_public())])

    def fill() -> None:
        with open("/dev/full", "wb", buffering=0) as full, ciphers.encrypted(full, lock) as stream:
            for _turn in range(100):
                stream.write(bytes(100_000))

    with pytest.raises(OSError, match="No space left"):
        fill()


@committed
def test_one_backup_or_restore_works_at_a_time_and_clears_remains(
    for_me: None, alpha: Partnership, tmp_path: Path
) -> None:
    left = tmp_path / "backup-work" / "restored.sqlite3"
    with backup_files.workroom() as room:
        left.write_text("of an interrupted restore")
        with pytest.raises(BackupError, match="is at work here"), backup_files.workroom():
            pass
        assert room == left.parent
    left.write_text("of an interrupted restore")
    back_up(at=AT)
    assert not left.exists()


def test_old_backups_are_deleted_and_nothing_else(settings: Any) -> None:
    settings.BACKUP_KEEP_DAYS = 30
    folder = backup_files.private_folder(settings.BACKUP_DIR)
    old, young = AT - timedelta(days=30), AT - timedelta(days=29, hours=23)
    for name in (
        backup_files.name_of(old),
        backup_files.name_of(young),
        f".{backup_files.name_of(old)}.part",
        "mine.tar",
        "synergy-x.tar",
    ):
        (folder / name).write_text("")
    assert backup_files.drop_old(AT) == 2
    assert {path.name for path in folder.iterdir()} == {backup_files.name_of(young), "mine.tar", "synergy-x.tar"}
    assert backup_files.drop_old(AT) == 0


def test_keys_go_with_the_last_backup_that_needs_them(settings: Any) -> None:
    """A pepper that was destroyed has to be gone from here too, and not only after somebody remembered."""
    settings.BACKUP_KEEP_DAYS = 30
    lock = ciphers.lock_for([str(IDENTITY.to_public())])
    folder = settings.BACKUP_KEYS_DIR
    destroyed, without_pepper = keys.Keys("p" * 64, "s" * 60), keys.Keys("", "s" * 60)
    for made in (AT - timedelta(days=40), AT - timedelta(days=30)):
        gone = [keys.keep_keys(folder, one, lock, made) for one in (destroyed, without_pepper)]
    needed = keys.keep_keys(folder, keys.Keys("q" * 64, "s" * 60), lock, AT - timedelta(days=29, hours=23))
    (folder / "synergy-keys-mine.age").touch()
    assert backup_files.drop_old(AT - timedelta(minutes=1)) == 0
    assert backup_files.drop_old(AT) == len(gone)
    assert {path.name for path in folder.iterdir()} == {needed.name, "synergy-keys-mine.age"}


def test_what_a_kill_left_in_clear_goes_with_the_next_tick(tmp_path: Path) -> None:
    with backup_files.workroom() as room:
        (room / "copy.sqlite3").write_text("of a backup that is being made")
        backup_files.drop_old(AT)
        assert (room / "copy.sqlite3").exists(), "somebody is at work"
    (room / "copy.sqlite3").write_text("of a backup that was killed")
    backup_files.drop_old(AT)
    assert [path.name for path in room.iterdir()] == ["lock"]


def test_no_backup_is_made_without_a_key_or_passphrase_or_with_both(settings: Any) -> None:
    with pytest.raises(BackupError, match="Give either public keys"):
        ciphers.lock_for([])
    with pytest.raises(BackupError, match="Give either public keys"):
        ciphers.lock_for([str(IDENTITY.to_public())], PASSPHRASE)
    with pytest.raises(BackupError, match="age1"):
        ciphers.lock_for(["ssh-rsa nonsense"])


@pytest.mark.django_db
def test_health_knows_the_age_of_the_last_backup_and_minds_it_only_where_backups_are_configured(settings: Any) -> None:
    assert marks.check_backups(AT).facts == {"backup_age_seconds": None, "rehearsed_restore_age_seconds": None}
    assert not marks.check_backups(AT).trouble
    settings.BACKUP_RECIPIENTS = ["age1…"]
    marks.mark(marks.BACKUP, AT - timedelta(days=2))
    marks.mark(marks.REHEARSAL, AT - timedelta(days=9))
    found = marks.check_backups(AT)
    assert not found.trouble
    assert found.facts == {"backup_age_seconds": 172_800, "rehearsed_restore_age_seconds": 777_600}
    assert "for two days: run manage.py backup" in marks.check_backups(AT + timedelta(minutes=1)).trouble


@pytest.mark.django_db
def test_a_new_installation_has_two_days_for_its_first_backup(for_me: None) -> None:
    began = MigrationRecorder(connection).migration_qs.order_by("applied")[0].applied
    assert not marks.check_backups(began + timedelta(days=2)).trouble
    assert "for two days" in marks.check_backups(began + timedelta(days=2, minutes=1)).trouble


@pytest.mark.django_db
def test_health_tells_that_the_last_backup_is_gone_where_its_folder_can_be_read(for_me: None, settings: Any) -> None:
    marks.mark(marks.BACKUP, AT)
    assert not marks.check_backups(AT).trouble, "no folder, no judgement"
    backup_files.private_folder(settings.BACKUP_DIR)
    assert marks.check_backups(AT).trouble == "The last backup is not in BACKUP_DIR any more: run manage.py backup"
    (settings.BACKUP_DIR / backup_files.name_of(AT)).touch()
    assert not marks.check_backups(AT).trouble
    settings.BACKUP_RECIPIENTS = []
    (settings.BACKUP_DIR / backup_files.name_of(AT)).unlink()
    assert not marks.check_backups(AT).trouble, "backups are made in another way here"


def test_a_restore_fills_a_database_that_somebody_has_open(tmp_path: Path) -> None:
    """A shell that was forgotten, the page of health: they hold the file open and do nothing."""
    new, old = tmp_path / "new.sqlite3", tmp_path / "old.sqlite3"
    with closing(sqlite3.connect(new)) as made:
        made.executescript("CREATE TABLE held (word TEXT); INSERT INTO held VALUES ('restored')")
    with closing(sqlite3.connect(old)) as idle:
        idle.executescript("PRAGMA journal_mode = WAL; CREATE TABLE held (word TEXT)")
        idle.execute("SELECT * FROM held").fetchall()
        usual = connections["default"]
        with file_targets.pointed_at(old):
            file_targets.put_in_place(new)
        assert connections["default"] is usual, "whoever holds this connection closes the one that is used"
        assert idle.execute("SELECT word FROM held").fetchall() == [("restored",)]


@pytest.mark.django_db
def test_work_that_was_under_way_in_the_backup_waits_to_be_done() -> None:
    """Whoever was at it then is not at it here: the tick of the restore takes it up at once."""
    work = Work.objects.create(
        kind="test", key="test", state=Work.State.RUNNING, asked_at=AT, due_at=AT, seen_at=AT, claimed_by="elsewhere"
    )
    rooms.set_right(Restored(AT, AT + timedelta(seconds=1)))
    work.refresh_from_db()
    assert (work.state, work.claimed_by) == (Work.State.WAITING, "")
    assert list(Work.objects.due(AT)) == [work]


def forget_names(restored: Restored) -> None:
    Partnership.objects.update(name="Forgotten")


@pytest.mark.django_db
def test_a_room_sets_its_rows_right_inside_the_restore(alpha: Partnership) -> None:
    """The place for lists of erased people: what a restore brings back goes again before anybody sees it."""
    restored = Restored(AT - timedelta(hours=3), AT)
    register_after_restore("test", repair=forget_names, ask=lambda one: [f"Since {one.taken_at:%H}?"])
    try:
        rooms.set_right(restored)
        assert "Since 01?" in rooms.questions(restored)
    finally:
        del rooms._rooms["test"]
    assert Partnership.objects.get().name == "Forgotten"
    assert Entry.objects.get(action="backup.restore").at == AT


@pytest.mark.django_db
def test_an_error_of_the_database_is_named_by_its_kind_only() -> None:
    def fail() -> None:
        with in_words("It failed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO outbox_beat (name, last_at) VALUES ('ANSWER', NULL)")

    with pytest.raises(BackupError) as caught:
        fail()
    assert str(caught.value) == "It failed: the database says IntegrityError."
    assert caught.value.__suppress_context__


def test_lines_of_the_server_are_read_as_they_were_meant() -> None:
    """PostgreSQL writes backslashes, tabs and line ends as pairs, and nothing as \\N."""
    table = StoredTable(
        "t", (StoredColumn("a", "text"), StoredColumn("b", "boolean"), StoredColumn("c", "double precision")), ("a",)
    )
    lines = [rb"x\ty\\n\n" + b"\t1\t1e-07", b"\\N\t0\t3", rb"\\N" + b"\t\\N\t\\N"]
    assert list(rows_in_lines(lines, table)) == [[("x\ty\\n\n", 1, 1e-07), (None, 0, 3.0), ("\\N", None, None)]]


@committed
def test_every_column_is_of_a_type_that_backups_know(for_me: None) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite hands over its file: only PostgreSQL has types to know")
    names = {name.split("/")[1] for name in json.loads(members(back_up(at=AT).path)["checksums.json"])}
    with connection.cursor() as cursor:
        found = set(connection.introspection.table_names(cursor))
    assert names == found - {"django_session", "django_migrations", "ops_count"}


def test_a_restore_into_a_new_folder_says_that_static_files_are_missing(settings: Any) -> None:
    settings.STATIC_ROOT = settings.DATA_DIR / "static"
    settings.PRODUCTION = False
    assert not missing_beside(), "on this machine only they are found where they lie"
    settings.PRODUCTION = True
    assert "manage.py collectstatic --noinput" in missing_beside()
    settings.STATIC_ROOT.mkdir()
    (settings.STATIC_ROOT / "staticfiles.json").touch()
    assert not missing_beside()


@committed
def test_the_commands_backup_and_restore_say_what_they_did(for_me: None, alpha: Partnership, tmp_path: Path) -> None:
    told = io.StringIO()
    call_command("backup", stdout=told)
    assert "keep them in another place" in told.getvalue()
    assert f"Both lie in {tmp_path}, beside the database: take them to two different places." in told.getvalue()
    call_command("backup_key", str(tmp_path / "key"), stdout=told)
    assert "BACKUP_RECIPIENT=age1" in told.getvalue()
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("backup_key", str(tmp_path / "key"))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("restore", str(tmp_path / "none.tar"), "--rehearse", "--identity", str(tmp_path / "key"))
