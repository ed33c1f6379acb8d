"""A disk without room: a kind page with the reason, nothing torn, and all goes on once there is room."""

import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.absences import assert_kind_page
from tests.faults.conftest import SQLITE
from tests.faults.copies import Installation
from tests.faults.processes import Process, wait_until
from tests.faults.stored import assert_stored_is_acknowledged

pytestmark = [pytest.mark.faults, pytest.mark.parametrize("databases", [SQLITE], indirect=True)]
_SIZE = 24 * 1024 * 1024


class Disk:
    """A small file system of its own where this user may mount one; otherwise a limit on the size of files."""

    def __init__(self, folder: Path, installation: Installation) -> None:
        self.folder, self.installation = folder, installation
        self.filler = folder / "filler"
        folder.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "tmpfs", str(folder)]
        self.is_mounted = os.geteuid() == 0 and not subprocess.run(mount, capture_output=True, check=False).returncode

    def fill(self, server: Process) -> None:
        if not self.is_mounted:
            return self._limit(server, self.installation.file.stat().st_size)
        with self.filler.open("wb", buffering=0) as file:
            try:
                while file.write(b"\0" * 4096):
                    pass
            except OSError:
                return None

    def free(self, server: Process) -> None:
        if self.is_mounted:
            self.filler.unlink()
        else:
            self._limit(server, resource.RLIM_INFINITY)

    def _limit(self, server: Process, size: int) -> None:
        """Only the soft limit, which may be raised again; writing beyond it fails as on a disk without room."""
        for pid in [server.pid, *server.children()]:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    def remove(self) -> None:
        if self.is_mounted:
            unmount = ["umount", str(self.folder)]
            # Busy until the last of the killed processes is gone.
            wait_until(
                lambda: not subprocess.run(unmount, capture_output=True, check=False).returncode, 60, "unmounted"
            )


@pytest.fixture
def disk(asked: Installation, tmp_path: Path) -> Iterator[Disk]:
    """The database of the installation is moved there."""
    disk = Disk(tmp_path / "disk", asked)
    try:
        path = disk.folder / "db.sqlite3"
        path.write_bytes(asked.file.read_bytes())
        asked.environment["DATABASE_URL"] = f"sqlite:///{path}"
        yield disk
        asked.end()
    finally:
        asked.end()
        disk.remove()


def test_on_a_full_disk_saving_says_so_reading_works_and_with_room_all_goes_on_without_a_restart(
    disk: Disk, asked: Installation, record_property: Callable[[str, object], None]
) -> None:
    server = asked.serve()
    people = asked.people(40)
    for person in people[:20]:
        assert person.begin().status == 302
        assert person.save_section(1).status == 302
    disk.fill(server)
    refused = 0
    for person in people[:20]:
        page = person.save_section(2)
        if page.status != 302:  # pages that were free before still take a few
            refused += 1
            assert_kind_page(page)
            assert page.hidden_fields[f"a-{person.items[1][0][0]}"]
        assert person.get(person.path_of(1)).status == 200
    assert refused > 10
    assert asked.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
    assert_stored_is_acknowledged(asked, people)
    disk.free(server)
    for person in people:
        assert {page.status for page in person.walk(sections=3)} <= {200, 302, 412}
    assert asked.number("assessments_invitation WHERE submitted_on IS NOT NULL") == len(people)
    assert asked.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
    assert_stored_is_acknowledged(asked, people)
    how = "a file system of 24 MiB" if disk.is_mounted else "a limit on file sizes: this user may not mount"
    record_property("the full disk is", how)
