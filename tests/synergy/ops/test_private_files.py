"""Nobody else on the machine reads the database or the secrets, however an installation was set up before."""

import os
import sqlite3
import stat
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from synergy.ops.private_files import exposures, keep_private
from tests.synergy.programs import run
from tests.synergy.servers import gunicorn

as_root = pytest.mark.skipif("os.geteuid() != 0", reason="takes the place of another account, which only root can")

NOBODY = 65534


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def usual_umask() -> Iterator[None]:
    """As a login shell or systemd sets it: new files are readable by everybody."""
    kept = os.umask(0o022)
    yield
    os.umask(kept)


@pytest.fixture
def wide(usual_umask: None) -> Iterator[Path]:
    """An installation as earlier versions left it, in a folder that others can enter (the suite's own they cannot)."""
    with tempfile.TemporaryDirectory(prefix="synergy-") as parent:
        Path(parent).chmod(0o755)
        yield installation_left_open(Path(parent) / "data")


def installation_left_open(folder: Path) -> Path:
    folder.mkdir()
    for name in ("db.sqlite3", "db.sqlite3-wal", "db.sqlite3-shm", "pepper", "secret_key"):
        (folder / name).touch()
    for name in ("imports", "mail", "static"):
        (folder / name).mkdir()
    (folder / "mail" / "1.log").touch()
    assert {mode(path) for path in (folder, folder / "mail")} == {0o755}
    assert mode(folder / "db.sqlite3") == 0o644
    return folder


def manage(folder: Path, *arguments: str, **environment: str) -> None:
    """Run a command that has to succeed and to complain of nothing."""
    done = run(folder, "manage.py", *arguments, **environment)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_new_database_its_folder_and_its_secrets_are_for_its_own_account(tmp_path: Path, usual_umask: None) -> None:
    folder = tmp_path / "data"
    manage(folder, "migrate", "-v0")
    assert mode(folder) == 0o700
    assert mode(folder / "db.sqlite3") == 0o600
    assert mode(folder / "secret_key") == 0o600


def test_what_an_earlier_version_left_open_is_closed_at_the_next_start(wide: Path) -> None:
    manage(wide, "check")
    assert mode(wide) == 0o700
    assert {mode(wide / name) for name in ("imports", "mail")} == {0o700}
    assert {mode(path) for path in wide.iterdir() if path.is_file()} == {0o600}
    assert mode(wide / "static") == 0o755, "what every visitor gets is no secret"
    assert exposures(wide, str(wide / "db.sqlite3")) == []


def test_the_files_beside_a_database_in_use_are_closed_to_other_accounts(wide: Path) -> None:
    file = wide / "db.sqlite3"
    with sqlite3.connect(file) as busy:
        busy.execute("PRAGMA journal_mode=WAL")
        busy.execute("CREATE TABLE t (a)")
        keep_private(wide, str(file))
        busy.execute("INSERT INTO t VALUES (1)")
        busy.commit()
        assert mode(wide / "db.sqlite3-wal") == mode(wide / "db.sqlite3-shm") == 0o600
    busy.close()
    with sqlite3.connect(file) as again:
        again.execute("INSERT INTO t VALUES (2)")
        again.commit()
        assert mode(wide / "db.sqlite3-wal") == 0o600, "made anew, they take after the database"
    again.close()


def test_a_database_in_a_folder_of_other_things_is_closed_and_the_folder_left_as_it_is(
    tmp_path: Path, wide: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o755)
    file = elsewhere / "synergy.sqlite3"
    manage(wide, "migrate", "-v0", DATABASE_URL=f"sqlite:///{file}")
    file.chmod(0o644)
    manage(wide, "check", DATABASE_URL=f"sqlite:///{file}")
    assert mode(file) == 0o600
    assert mode(elsewhere) == 0o755
    elsewhere.chmod(0o777)
    said = run(wide, "manage.py", "check", DATABASE_URL=f"sqlite:///{file}").stderr
    assert f"can replace the database in {elsewhere}" in said


def test_mails_kept_in_files_are_for_the_account_of_the_server(tmp_path: Path, usual_umask: None) -> None:
    send = "from django.core.mail import send_mail; send_mail('s', 'b', 'a@example.org', ['b@example.org'])"
    manage(tmp_path, "shell", "-v0", "-c", send)
    [mail] = (tmp_path / "mail").iterdir()
    assert (mode(tmp_path / "mail"), mode(mail)) == (0o700, 0o600)


def test_files_for_every_visitor_stay_readable(tmp_path: Path, usual_umask: None) -> None:
    """A deployment may collect them as another account than the one that serves them."""
    manage(tmp_path, "collectstatic", "--noinput", "-v0")
    folders = {mode(path) for path in (tmp_path / "static").rglob("*") if path.is_dir()}
    files = {mode(path) for path in (tmp_path / "static").rglob("*") if path.is_file()}
    assert (folders, files) == ({0o755}, {0o644})


@pytest.mark.django_db(transaction=True)
def test_what_the_server_makes_is_for_its_own_account(tmp_path: Path, usual_umask: None) -> None:
    with gunicorn(tmp_path) as (_port, server):
        status = Path(f"/proc/{server.pid}/status").read_text()
    assert "Umask:\t0077" in status


def test_a_folder_that_everybody_uses_is_left_open_and_named(tmp_path: Path, usual_umask: None) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    for start in (["manage.py", "check"], ["-c", "import synergy.wsgi"], ["-c", "import synergy.asgi"]):
        done = run(shared, *start)
        assert done.returncode == 0
        assert mode(shared) == 0o1777
        assert f"DATA_DIR ({shared}) is left open, others may need it: give Synergy a folder of its own." in done.stderr
    assert mode(shared / "secret_key") == 0o600
    shared.chmod(0o1700)
    assert exposures(shared) == [], "closed by hand, it is nobody else’s"


def test_a_link_that_somebody_put_there_is_not_followed(wide: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.touch(mode=0o644)
    (wide / "note").symlink_to(target)
    keep_private(wide)
    assert mode(target) == 0o644
    assert [sentence for sentence in exposures(wide) if "note" in sentence], "and it is told of"


def test_a_data_folder_reached_by_a_link_is_closed_to_other_accounts(wide: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(wide)
    keep_private(tmp_path / "link", str(tmp_path / "link" / "db.sqlite3"))
    assert mode(wide) == 0o700
    assert mode(wide / "db.sqlite3") == 0o600


def test_a_passphrase_others_read_and_backups_others_replace_are_named(tmp_path: Path, usual_umask: None) -> None:
    passphrase, backups = tmp_path / "elsewhere" / "passphrase", tmp_path / "backups of all"
    passphrase.parent.mkdir()
    passphrase.touch(mode=0o640)
    backups.mkdir()
    backups.chmod(0o775)
    environment = {"BACKUP_PASSPHRASE_FILE": str(passphrase), "BACKUP_DIR": str(backups)}
    said = run(tmp_path / "data", "manage.py", "check", **environment).stderr
    assert f"can read BACKUP_PASSPHRASE_FILE (mode 640): chmod 600 {passphrase}" in said
    assert f"can replace the backups in {backups}: run chmod go-w {backups}" in said
    passphrase.chmod(0o600)
    backups.chmod(0o755)
    manage(tmp_path / "data", "check", **environment)


def as_another_account(work: Callable[[], list[str]]) -> list[str]:
    """What the work says in a process of the account `nobody`."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            os.write(writer, "\n".join(work()).encode())
            os._exit(0)
        except BaseException:
            os.write(writer, traceback.format_exc().encode())
        finally:  # whatever happens: the child must never go on as a second test runner
            os._exit(1)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        said = pipe.read().splitlines()
    assert os.waitpid(child, 0)[1] == 0, said
    return said


@as_root
def test_files_of_another_account_are_named_because_only_that_account_can_close_them(wide: Path) -> None:
    """The process may write into the folder as a member of its group, and own nothing of it."""
    wide.chmod(0o770)
    for path in (wide, *wide.iterdir()):
        os.chown(path, 0, NOBODY)

    def start() -> list[str]:
        keep_private(wide, str(wide / "db.sqlite3"))
        return exposures(wide, str(wide / "db.sqlite3"))

    said = as_another_account(start)
    assert f"Other accounts of this machine can read {wide / 'db.sqlite3'} (mode 644)" in said[1]
    assert f"can read {wide} (mode 770)" in said[0]
    assert mode(wide / "db.sqlite3") == 0o644
