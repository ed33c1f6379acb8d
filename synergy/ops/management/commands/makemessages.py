"""Django's makemessages, with what makes the same sources give the same catalogue: no dates, no guesses."""

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.commands import makemessages

# Words of tests, benchmarks and installed packages are not words of the interface.
NOT_OURS = [".venv/*", "var/*", "staticfiles/*", "tests/*", "bench/*", "node_modules/*"]
_DATES = re.compile(r'^"(POT-Creation-Date|PO-Revision-Date):.*\n', re.MULTILINE)


class Command(makemessages.Command):
    # A guess from a similar sentence is a wrong translation that looks finished.
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]

    def handle(self, *args: Any, **options: Any) -> None:
        options["ignore_patterns"] = [*options["ignore_patterns"], *NOT_OURS]
        options["no_obsolete"] = True
        options["add_location"] = options["add_location"] or "file"
        super().handle(*args, **options)
        for catalogue in Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/*.po"):
            text = catalogue.read_text(encoding="utf-8")
            catalogue.write_text(_DATES.sub("", text), encoding="utf-8")
