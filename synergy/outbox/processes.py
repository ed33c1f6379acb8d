"""A process has a name by which another process of the same machine can tell that it died."""

import os
import socket
from functools import cache
from pathlib import Path


@cache
def _machine() -> str:
    """Name this start of this machine and its process space: a process number means something only there.

    The name of the host does not do, because clones of a machine share it.
    """
    try:
        start = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        space = os.readlink("/proc/self/ns/pid").strip("pid:[]")
    except OSError:
        return f"{socket.gethostname()[:60]}/"
    return f"{start}/{space}/"


def this_process() -> str:
    """Return machine, process number and start of this process: the machine gives a number again after a while."""
    return f"{_machine()}{os.getpid()}/{_began(os.getpid()) or ''}"


def has_died(process: str) -> bool:
    """Say whether that process of this machine is gone; False for other machines, which nobody can ask from here."""
    if not process.startswith(_machine()):
        return False
    number, _slash, began = process.removeprefix(_machine()).partition("/")
    return bool(began) and number.isdigit() and (not _runs(int(number)) or _began(int(number)) not in (began, None))


def _runs(number: int) -> bool:
    """Say whether the number is in use, even by a process that this account may not look at."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return _began(number) is not None


def _began(number: int) -> str | None:
    """Return the start in /proc, in clock ticks since the machine started; None for a process that has ended."""
    try:
        words = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if words[0] in ("Z", "X") else words[19]
