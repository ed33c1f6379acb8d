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
_TAG = re.compile(r"</?\w+")
_SOURCES = ("assessments", "partnerships", "synergy", "templates")


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
    troubles = ((entry.msgid, _trouble(entry)) for entry in polib.pofile(str(_catalogue(folder))))
    return [f"{trouble}: {text[:80]!r}" for text, trouble in troubles if trouble]


def _trouble(entry: polib.POEntry) -> str:
    source = entry.msgid + (entry.msgid_plural or "")
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    needed = _placeholders(entry.msgid_plural or entry.msgid)
    troubles = {
        "obsolete": entry.obsolete,
        "fuzzy": entry.fuzzy,
        "missing": not all(texts),
        "unknown placeholder": any(_placeholders(text) - _placeholders(source) for text in texts),
        "placeholder lost": bool(needed - _placeholders(texts[-1])),
        "other tags": any(sorted(_TAG.findall(text)) != sorted(_TAG.findall(entry.msgid)) for text in texts),
    }
    return next((words for words, holds in troubles.items() if holds), "")


def _placeholders(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text))


def _not_compiled(folder: Path) -> list[str]:
    """Every committed .mo must be what msgfmt makes of the committed .po beside it."""
    troubles = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        with tempfile.TemporaryDirectory() as place:
            fresh = Path(place) / "django.mo"
            subprocess.run(["msgfmt", "--check-format", "-o", str(fresh), str(source)], check=True)
            if not compiled.exists() or not filecmp.cmp(fresh, compiled, shallow=False):
                troubles.append(f"{compiled.relative_to(folder)} is not compiled from {source.name}")
    return troubles


def _out_of_step(folder: Path) -> list[str]:
    """Collect the strings of the sources afresh and compare the msgids."""
    with tempfile.TemporaryDirectory() as place:
        tree = Path(place)
        for name in _SOURCES:
            shutil.copytree(settings.BASE_DIR / name, tree / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        environment = {
            **os.environ,
            "PYTHONPATH": str(tree),
            "DJANGO_SETTINGS_MODULE": "synergy.settings",
            "DATA_DIR": str(tree / "var"),
        }
        command = [sys.executable, "-m", "django", "makemessages", "--locale", "fr"]
        subprocess.run(command, cwd=tree, env=environment, check=True, capture_output=True)
        collected = _ids(_catalogue(tree / "synergy" / "locale"))
    known = _ids(_catalogue(folder))
    new, gone = sorted(collected - known), sorted(known - collected)
    return [f"not in the catalogue: {msgid[:80]!r}" for msgid in new] + [
        f"not in the sources: {msgid[:80]!r}" for msgid in gone
    ]


def _ids(path: Path) -> set[str]:
    return {f"{entry.msgctxt or ''}\x04{entry.msgid}" for entry in polib.pofile(str(path)) if not entry.obsolete}
