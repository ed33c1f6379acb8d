"""Import a wide CSV or XLSX file of answers given elsewhere into a round."""

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessments.imports.files import Refusal
from assessments.imports.services import NotImported, check_responses, import_responses
from assessments.models import Round
from synergy.web.sheets import SheetError


class Command(BaseCommand):
    help = (
        "Import answers given elsewhere: one row a respondent, columns are item codes, stakeholder kind, sector and, "
        "if wanted, respondent key and language. A file with refused responses needs a --dry-run first; run again "
        "without it, the rest is imported."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--round", type=int, required=True, help="the round's id")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and import nothing")
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        round = Round.objects.select_related("partnership", "version").filter(pk=options["round"]).first()
        if round is None:
            raise CommandError(f"There is no round {options['round']}.")
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}") from error
        act = self._check if options["dry_run"] else self._import
        try:
            act(round, content, options["file"].name)
        except SheetError as error:
            raise CommandError(str(error)) from error
        except NotImported as error:
            self._list(error.refusals)
            raise CommandError(str(error)) from error

    def _check(self, round: Round, content: bytes, name: str) -> None:
        parsed = check_responses(by=None, round=round, content=content, name=name, at=timezone.now())
        self._list(parsed.refusals)
        self.stdout.write(
            f"Dry run: {len(parsed.responses)} responses would be imported into {round.partnership}, {round}; "
            f"{parsed.refused_rows} would be refused. Nothing was imported; run again without --dry-run to import."
        )

    def _import(self, round: Round, content: bytes, name: str) -> None:
        parsed = import_responses(by=None, round=round, content=content, name=name, at=timezone.now())
        self.stdout.write(f"{len(parsed.responses)} responses imported, {parsed.refused_rows} left out.")

    def _list(self, refusals: Iterable[Refusal]) -> None:
        for refusal in refusals:
            self.stdout.write(str(refusal))
