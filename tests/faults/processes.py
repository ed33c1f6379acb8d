"""Processes that a test starts, kills, pauses and slows; none outlives it."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
_NANOSECONDS = 1e9
_COUNTS_NANOSECONDS = Path("/proc/self/schedstat").exists()


class Process:
    """A program with its children in a process group of its own; what it says goes to a file."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        self.log = log
        with log.open("wb") as output:
            self.popen = subprocess.Popen(
                command, env=dict(environment), cwd=ROOT, stdout=output, stderr=output, start_new_session=True
            )

    @property
    def pid(self) -> int:
        return self.popen.pid

    @property
    def runs(self) -> bool:
        return self.popen.poll() is None

    @property
    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def wait(self, seconds: float = 120.0) -> int:
        """Its exit code."""
        return self.popen.wait(seconds)

    def kill(self) -> None:
        """SIGKILL to all of the group, as a machine that goes down would; nothing when it has ended."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.popen.wait(60)

    def terminate(self) -> int:
        self.popen.terminate()
        return self.wait()

    def children(self) -> list[int]:
        return [int(pid) for pid in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]

    @property
    def has_database(self) -> bool:
        """Whether it holds a connection to a server, or a file of SQLite."""
        try:
            open_files = [os.readlink(path) for path in Path(f"/proc/{self.pid}/fd").iterdir()]
        except (FileNotFoundError, ProcessLookupError):  # it has ended, or has just closed one
            return False
        return any(name.startswith("socket:") or name.endswith(".sqlite3") for name in open_files)

    def cpu(self) -> float:
        """Seconds it has computed so far, as fine as the kernel counts; those of the last look once it ended."""
        with suppress(FileNotFoundError, ProcessLookupError):
            if _COUNTS_NANOSECONDS:
                now = int(Path(f"/proc/{self.pid}/schedstat").read_text().split()[0]) / _NANOSECONDS
            else:
                words = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
                now = sum(map(int, words[11:13])) / os.sysconf("SC_CLK_TCK")
            self._cpu = now or self._cpu
        return self._cpu

    _cpu = 0.0


@contextmanager
def slowed(process: Process, runs: float = 0.005, rests: float = 0.045) -> Iterator[None]:
    """As on a machine ten times slower, or one that others use: stopped most of the time, from outside."""
    over = threading.Event()

    def stop_and_go() -> None:
        while not over.wait(runs) and process.runs:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGSTOP)
                over.wait(rests)
                os.killpg(process.pid, signal.SIGCONT)

    thread = threading.Thread(target=stop_and_go, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def wait_until(true: Callable[[], bool], seconds: float, what: str, every: float = 0.02) -> None:
    """Look again and again; AssertionError, saying what was waited for, when it does not come true in time."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, f"waited {seconds:g} s in vain until {what}"
        time.sleep(every)


def children(process: int) -> list[int]:
    return sorted(map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split()))


def lives(process: int) -> bool:
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False
