"""CPU time and memory of processes, as Linux counts them."""

import os
import resource
from pathlib import Path

from django.db import connection

from bench.tables import Missing

_TICKS = os.sysconf("SC_CLK_TCK")
_KIB = 1024
_PARENT, _CPU, _ENDED = 1, slice(11, 13), slice(13, 15)  # places in /proc/<pid>/stat after the name of the program


def database_server() -> int:
    """The first process of the database server of this connection; 0 where the database runs inside this process.

    Raises Missing for a server on another machine, whose processes cannot be looked at.
    """
    if connection.vendor == "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = int(cursor.fetchone()[0])
    try:
        if not Path(f"/proc/{backend}/comm").read_text().startswith("postgres"):
            raise FileNotFoundError
        return int(_stat(backend)[_PARENT])
    except FileNotFoundError as error:
        raise Missing(
            "the processes of the database server are not on this machine: nothing tells their time"
        ) from error


def server_cpu(server: int) -> float:
    """CPU seconds, user and system, of all processes of this server since it started; steps of a hundredth.

    Those that run (the backend of each connection, writers, autovacuum) tell their own time; of those that ended, such
    as parallel workers, the first process of the server adds the time up when it takes leave of them. The difference
    of two readings is what the server did in between, for whomever: it should have nothing else to do.
    """
    if not server:
        return 0.0
    ticks = _ticks(_stat(server), _CPU) + _ticks(_stat(server), _ENDED)
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = _stat(int(folder.name))
            except (FileNotFoundError, ProcessLookupError):  # it has just ended
                continue
            if int(fields[_PARENT]) == server:
                ticks += _ticks(fields, _CPU)
    return ticks / _TICKS


def peak_memory() -> int:
    """The most bytes of memory this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KIB


def memory() -> int:
    """Bytes of memory this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def _stat(pid: int) -> list[str]:
    """State, parent and so on: what follows the name of the program, which may hold anything."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _ticks(fields: list[str], places: slice) -> int:
    return sum(int(value) for value in fields[places])
