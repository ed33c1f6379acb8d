"""The demonstration leaves nothing running behind, however it is ended."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from tests.synergy.programs import clean_environment
from tests.synergy.servers import database_url, free_port, wait_for

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc"),
]


def of_session(session: int) -> list[str]:
    """The commands of the processes of this session that have not ended."""
    running = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            state, _parent, _group, their = (entry / "stat").read_text().rpartition(")")[2].split()[:4]
            if int(their) == session and state != "Z":
                running.append((entry / "cmdline").read_text().replace("\0", " "))
        except OSError:  # it ended meanwhile
            continue
    return running


def as_in_a_terminal() -> None:
    """A suite that runs in the background ignores these, and what it starts would too."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


@contextmanager
def demo(folder: Path, *before: str) -> Iterator["subprocess.Popen[str]"]:
    """The demonstration in a session of its own, serving and with its tick at work; it has to leave nothing behind."""
    port = free_port()
    running = subprocess.Popen(
        [*before, sys.executable, "manage.py", "demo"],
        cwd=settings.BASE_DIR,
        env=clean_environment(folder) | {"DATABASE_URL": database_url(), "PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=as_in_a_terminal,
    )
    try:
        wait_for(port, running)
        commands = " ".join(of_session(running.pid))
        assert "gunicorn" in commands
        assert "tick --loop" in commands
        yield running
        assert of_session(running.pid) == []
    finally:
        left = of_session(running.pid)
        for _one in left:
            os.killpg(running.pid, signal.SIGKILL)
            break
        running.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_server_and_the_tick_of_the_demonstration(tmp_path: Path, number: signal.Signals) -> None:
    with demo(tmp_path) as running:
        running.send_signal(number)
        running.send_signal(number)  # impatient people, and supervisors that ask twice
        assert running.wait(60) == 0


def test_closing_the_terminal_ends_every_process_of_the_demonstration(tmp_path: Path) -> None:
    """The signal goes to every process of the group, and gunicorn alone takes it for “load again”."""
    with demo(tmp_path) as running:
        os.killpg(running.pid, signal.SIGHUP)
        assert running.wait(60) == 0


def test_a_demonstration_whose_server_ends_by_itself_ends_its_tick_and_says_so(tmp_path: Path) -> None:
    with demo(tmp_path) as running:
        children = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()
        [server] = [pid for pid in children if b"gunicorn" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        os.kill(int(server), signal.SIGTERM)
        _out, err = running.communicate(timeout=60)
        assert running.returncode == 1
        assert "The server ended by itself" in err


def test_the_demonstration_ignores_signals_that_its_caller_ignored(tmp_path: Path) -> None:
    with demo(tmp_path, "nohup") as running:
        running.send_signal(signal.SIGHUP)
        time.sleep(1)
        assert running.poll() is None
        running.terminate()
        assert running.wait(60) == 0
