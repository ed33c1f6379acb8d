"""Builds of the application: the working tree, and a checkout of another one, measured by the same scripts."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.tables import Missing

_BENCH = Path(__file__).resolve().parent
# Threads of linear algebra that wait for each other burn CPU time, the more the busier the machine is.
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Build:
    """An application, named by the folder that holds its `manage.py`."""

    name: str
    checkout: Path

    def run(self, module: str, environment: dict[str, str], **arguments: object) -> Any:
        """What `bench.<module>.run(**arguments)` returns in a fresh process on this application.

        The process starts in a folder that holds this `bench` only, so that it is found before that of the checkout.
        """
        asked = [sys.executable, "-m", "bench.measured", module, json.dumps(arguments)]
        with tempfile.TemporaryDirectory(prefix="synergy-bench-") as folder:
            (Path(folder) / "bench").symlink_to(_BENCH)
            known = {**environment, **_ONE_THREAD, "PYTHONPATH": str(self.checkout)}
            done = subprocess.run(asked, cwd=folder, env=known, stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            raise Missing(f"{module} failed on the build “{self.name}”")
        return json.loads(done.stdout.splitlines()[-1])


def builds_of(before: Path | None) -> list[Build]:
    """The working tree first; then the build it is compared with, if there is one."""
    here = Build("now", _BENCH.parent)
    if before is None:
        return [here]
    if not (before / "manage.py").exists():
        raise Missing(f"{before} holds no checkout: there is no manage.py")
    return [here, Build("before", before.resolve())]
