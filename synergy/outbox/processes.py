"""Who is at a piece of work: a name for this process by which another one on the same machine can tell that it died."""

import os
import socket
from functools import cache
from pathlib import Path


@cache
def _machine() -> str:
    """Where a process number means something: this start of this machine (names are cloned), and this process space."""
    try:
        start = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        space = os.readlink("/proc/self/ns/pid").strip("pid:[]")
    except OSError:
        return f"{socket.gethostname()[:60]}/"
    return f"{start}/{space}/"


def this_process() -> str:
    """Machine, process number and the moment it began, in the machine's own count: a number alone is used again."""
    return f"{_machine()}{os.getpid()}/{_began(os.getpid()) or ''}"


def has_died(process: str) -> bool:
    """Whether that process of this machine is gone; False where nobody can tell from here."""
    if not process.startswith(_machine()):
        return False
    number, _slash, began = process.removeprefix(_machine()).partition("/")
    return bool(began) and number.isdigit() and (not _runs(int(number)) or _began(int(number)) not in (began, None))


def _runs(number: int) -> bool:
    """Also of a process this account may not look at."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return _began(number) is not None


def _began(number: int) -> str | None:
    """The start time in /proc, in clock ticks since the machine started; None when there is no such process."""
    try:
        words = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if words[0] in ("Z", "X") else words[19]
