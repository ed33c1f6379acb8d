"""A backup holds a tar, written and read as a stream: its first member says whose it is, its last the checksums."""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any, BinaryIO

from synergy.ops.backups.ciphers import DAMAGED
from synergy.ops.backups.errors import BackupError
from synergy.ops.backups.states import Migrations
from synergy.ops.backups.stored_tables import StoredTable, table_from

FORMAT = 1
ABOUT, SUMS, DATABASE, TABLES, MEDIA = "about.json", "checksums.json", "database.sqlite3", "tables/", "media/"
_BUFFER = 2**18
_CHUNK = 2**20


@dataclass(frozen=True)
class About:
    """The first member: whose backup this is, and of which state."""

    taken_at: datetime
    database: str  # "sqlite": the file itself follows; "postgresql": its rows
    migrations: Migrations
    site: str
    prints: dict[str, str]  # of pepper and SECRET_KEY
    tables: list[StoredTable] = field(default_factory=list)

    def written(self) -> bytes:
        content = {
            "format": FORMAT,
            "taken_at": self.taken_at.isoformat(),
            "database": self.database,
            "migrations": sorted(self.migrations),
            "site": self.site,
            "fingerprints": self.prints,
            "tables": [table.described() for table in self.tables],
        }
        return json.dumps(content, indent=1).encode()


def _about(content: bytes) -> About:
    """Parse the first member, before a restore changes anything. Raises BackupError for what no backup says."""
    try:
        described = json.loads(content)
        if described["format"] != FORMAT:
            raise BackupError("This backup was made by a newer version: install that version, and restore then.")
        about = About(
            datetime.fromisoformat(described["taken_at"]),
            described["database"],
            {(app, name) for app, name in described["migrations"]},
            described["site"],
            {name: str(described["fingerprints"][name]) for name in ("pepper", "secret_key")},
            [table_from(table) for table in described["tables"]],
        )
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise BackupError(DAMAGED) from error
    if about.taken_at.tzinfo is None or about.database not in ("sqlite", "postgresql"):
        raise BackupError(DAMAGED)
    return about


@dataclass
class Checksum:
    """The number of rows of a table or of bytes of a file, and the SHA-256 of what was written."""

    count: int = 0
    sha256: Any = field(default_factory=hashlib.sha256)

    def as_list(self) -> list[Any]:
        return [self.count, self.sha256.hexdigest()]


class BackupWriter:
    """Adds members to the stream, and keeps in memory only the member that is being added."""

    def __init__(self, stream: BinaryIO) -> None:
        self.tar = tarfile.open(fileobj=stream, mode="w|", bufsize=_BUFFER)  # noqa: SIM115
        self.tar.copybufsize = _BUFFER  # type: ignore[attr-defined]
        self.checksums: dict[str, Any] = {}

    def add(self, name: str, content: bytes) -> None:
        self._add(name, len(content), io.BytesIO(content))

    def _add(self, name: str, size: int, content: Any) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        self.tar.addfile(member, content)

    def add_file(self, name: str, file: BinaryIO, size: int) -> None:
        summed = _ChecksummedFile(file, Checksum())
        self._add(name, size, summed)
        self.checksums[name] = summed.checksum.as_list()

    def table(self, name: str) -> "TableWriter":
        return TableWriter(self, f"{TABLES}{name}/")

    def finish(self) -> None:
        self.add(SUMS, json.dumps(self.checksums, indent=1).encode())
        self.tar.close()


class TableWriter:
    """Takes the rows of a table, each a line, and adds members of about a mebibyte: a tar needs their size first."""

    def __init__(self, writing: BackupWriter, name: str) -> None:
        self.writing, self.name = writing, name
        self.lines: list[bytes] = []
        self.size = self.members = 0
        self.checksum = Checksum()

    def write(self, line: bytes) -> int:
        self.lines.append(line)
        self.size += len(line)
        if self.size >= _CHUNK:
            self._add()
        return len(line)

    def _add(self) -> None:
        content = b"".join(self.lines)
        self.members += 1
        self.checksum.count += content.count(b"\n")
        self.checksum.sha256.update(content)
        self.writing.add(f"{self.name}{self.members:06}", content)
        self.lines, self.size = [], 0

    def finish(self) -> None:
        if self.lines:
            self._add()
        self.writing.checksums[self.name] = self.checksum.as_list()


class _ChecksummedFile:
    """A file that updates a checksum while it is read."""

    def __init__(self, file: IO[bytes], checksum: Checksum) -> None:
        self.file, self.checksum = file, checksum

    def read(self, size: int = -1) -> bytes:
        block = self.file.read(size)
        self.checksum.count += len(block)
        self.checksum.sha256.update(block)
        return block


class BackupReader:
    """Reads the members in their order. Raises BackupError where the members are not those of a whole backup."""

    def __init__(self, stream: BinaryIO) -> None:
        self.tar = tarfile.open(fileobj=stream, mode="r|", bufsize=_BUFFER)  # noqa: SIM115
        self.checksums: dict[str, Any] = {}
        self.counts: dict[str, int] = {}  # of the rows of a SQLite file
        self.member = self.tar.next()
        self.about = _about(self._whole(ABOUT))

    def _whole(self, name: str) -> bytes:
        if self.member is None or self.member.name != name:
            raise BackupError(DAMAGED)
        content = self.content().read()
        self.advance()
        return content

    def content(self) -> IO[bytes]:
        content = self.tar.extractfile(self.member) if self.member is not None else None
        if content is None:
            raise BackupError(DAMAGED)
        return content

    def advance(self) -> None:
        self.member = self.tar.next()
        self.tar.members = []  # type: ignore[attr-defined]  # or the list of all that was read grows with the backup

    def is_at(self, prefix: str) -> bool:
        return self.member is not None and self.member.name.startswith(prefix)

    def files(self, prefix: str) -> Iterator[tuple[str, Any]]:
        """Give the files below the prefix that come next; each must be read before the next file is asked for."""
        while self.member is not None and self.is_at(prefix):
            summed = _ChecksummedFile(self.content(), Checksum())
            name = self.member.name
            yield name, summed
            while summed.read(_BUFFER):
                pass
            self.checksums[name] = summed.checksum.as_list()
            self.advance()

    def table(self, table: StoredTable) -> "TableReader":
        return TableReader(self, f"{TABLES}{table.name}/")

    def finish(self) -> dict[str, Any]:
        """Return the checksums that were written. Raises BackupError when what was read has others."""
        content = self._whole(SUMS)
        try:
            kept: dict[str, Any] = json.loads(content)
        except ValueError as error:
            raise BackupError(DAMAGED) from error
        if kept != self.checksums | self.counts:
            raise BackupError(DAMAGED)
        return kept


class TableReader:
    """Reads the members of one table as one file of lines."""

    def __init__(self, reading: BackupReader, name: str) -> None:
        self.reading, self.name, self.checksum = reading, name, Checksum()
        self.file: IO[bytes] | None = None

    def read(self, size: int = -1) -> bytes:
        while self.file is not None or self.reading.is_at(self.name):
            self.file = self.file or self.reading.content()
            block = self.file.read(size)
            if block:
                self.checksum.count += block.count(b"\n")
                self.checksum.sha256.update(block)
                return block
            self.file = None
            self.reading.advance()
        return b""

    def lines(self) -> Iterator[bytes]:
        rest = b""
        while block := self.read(_BUFFER):
            *whole, rest = (rest + block).split(b"\n")
            yield from whole

    def finish(self) -> None:
        self.reading.checksums[self.name] = self.checksum.as_list()
