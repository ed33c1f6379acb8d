"""Is the French catalogue complete, in step with the sources, and compiled?"""

import filecmp
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")


class Command(BaseCommand):
    help = "Fail when a French string is missing, fuzzy, out of step with the sources, or not compiled."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.LOCALE_PATHS[0])
        troubles = [*_incomplete(folder), *_not_compiled(folder), *_out_of_step(folder)]
        if troubles:
            shown = "\n".join(troubles[:40])
            raise CommandError(f"{len(troubles)} troubles with the French catalogue:\n{shown}\nRun: make messages")
        self.stdout.write("The French catalogue is complete, compiled and in step.")


def _catalogue(folder: Path) -> Path:
    return folder / "fr" / "LC_MESSAGES" / "django.po"


def _incomplete(folder: Path) -> list[str]:
    troubles = []
    for entry in polib.pofile(str(_catalogue(folder))):
        texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        if entry.obsolete:
            troubles.append(f"obsolete: {entry.msgid[:80]!r}")
        elif entry.fuzzy or not all(texts):
            troubles.append(f"{'fuzzy' if entry.fuzzy else 'missing'}: {entry.msgid[:80]!r}")
        elif any(_placeholders(text) - _placeholders(entry.msgid + (entry.msgid_plural or "")) for text in texts):
            troubles.append(f"unknown placeholder: {entry.msgid[:80]!r}")
    return troubles


def _placeholders(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text))


def _not_compiled(folder: Path) -> list[str]:
    """The committed .mo must be what msgfmt makes of the committed .po."""
    source, compiled = _catalogue(folder), _catalogue(folder).with_suffix(".mo")
    with tempfile.TemporaryDirectory() as place:
        fresh = Path(place) / "django.mo"
        subprocess.run(["msgfmt", "--check-format", "-o", str(fresh), str(source)], check=True)
        same = compiled.exists() and filecmp.cmp(fresh, compiled, shallow=False)
    return [] if same else ["django.mo is not compiled from django.po"]


def _out_of_step(folder: Path) -> list[str]:
    """Collect the strings of the sources afresh and compare the msgids."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "tree"
        ignored = shutil.ignore_patterns(
            ".venv", "var", "staticfiles", ".git", "*.mo", "__pycache__", "tests", "node_modules"
        )
        shutil.copytree(settings.BASE_DIR, copy, ignore=ignored)
        command = [
            "python",
            "-m",
            "django",
            "makemessages",
            "--locale",
            "fr",
            "--no-obsolete",
            "--add-location",
            "file",
        ]
        _run_in(copy, command)
        collected = _ids(copy / "synergy" / "locale" / "fr" / "LC_MESSAGES" / "django.po")
    known = _ids(_catalogue(folder))
    new, gone = sorted(collected - known), sorted(known - collected)
    return [f"not in the catalogue: {one[:80]!r}" for one in new] + [
        f"not in the sources: {one[:80]!r}" for one in gone
    ]


def _run_in(folder: Path, command: list[str]) -> None:
    environment = {**os.environ, "PYTHONPATH": str(folder), "DJANGO_SETTINGS_MODULE": "synergy.settings"}
    subprocess.run([sys.executable, *command[1:]], cwd=folder, env=environment, check=True, capture_output=True)


def _ids(path: Path) -> set[str]:
    return {f"{entry.msgctxt or ''}\x04{entry.msgid}" for entry in polib.pofile(str(path)) if not entry.obsolete}
