"""Print or write the published scores of a closed round, masked like the pages."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from assessments.exports.files import CSV, FORMATS, Choice, scores_file
from assessments.exports.frames import LONG, SHAPES, WIDE, frame_of, material_of
from assessments.exports.scores import CellRow, round_rows, score_columns
from assessments.exports.variables import LANGUAGES
from assessments.models import Round
from assessments.results.queries import closed_rounds, neighbours
from synergy.web.downloads import csv_bytes

JSON = "json"


class Command(BaseCommand):
    help = "Print or write the published scores of a closed round, masked like the pages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--round", type=int, required=True, help="the key of the round")
        parser.add_argument("--format", choices=[*sorted(FORMATS), JSON], default=CSV)
        shapes = "a row for each group and construct and for each question, or a row for each group"
        parser.add_argument("--shape", choices=SHAPES, default=LONG, help=shapes)
        parser.add_argument("--language", choices=LANGUAGES, default="en", help="of the labels")
        parser.add_argument("--output", type=Path, metavar="FILE", help="where to write; xlsx and sav need it")

    def handle(self, *args: Any, **options: Any) -> None:
        round, before = _asked(options["round"])
        choice = Choice(options["format"], options["shape"], options["language"])
        target: Path | None = options["output"]
        if choice.format in (CSV, JSON):
            return self._give(_text(round, before, choice), target)
        if target is None:
            raise CommandError(f"Say with --output where the {choice.format} file goes.")
        return self._give(scores_file([(round, before)], choice), target)

    def _give(self, body: bytes, target: Path | None) -> None:
        if target is None:
            self.stdout.write(body.decode("utf-8-sig"), ending="")
            return
        try:
            target.write_bytes(body)
        except OSError as error:
            raise CommandError(f"{target} cannot be written: {error.strerror}.") from error


def _asked(key: int) -> tuple[Round, Round | None]:
    asked = Round.objects.select_related("partnership").filter(pk=key).first()
    if asked is None:
        raise CommandError(f"There is no round {key}.")
    if not asked.is_closed:
        raise CommandError(f"Round {key} is not closed: results exist only after the close.")
    round, before, _after = neighbours(closed_rounds(asked.partnership), asked.number)
    assert round is not None
    return round, before


def _text(round: Round, before: Round | None, choice: Choice) -> bytes:
    columns, rows = _columns_and_rows(round, before, choice)
    if choice.format == CSV:
        return csv_bytes(columns, rows)
    records = [dict(zip(columns, row, strict=True)) for row in rows]
    return f"{json.dumps(records, ensure_ascii=False, indent=1)}\n".encode()


def _columns_and_rows(round: Round, before: Round | None, choice: Choice) -> tuple[list[str], list[CellRow]]:
    """Long: the columns agreed for programs that read them."""
    if choice.shape == WIDE:
        frame = frame_of(material_of([(round, before)], choice.language), WIDE)
        return frame.names, frame.rows
    with translation.override(choice.language):
        return list(score_columns(round)), round_rows(round, before)
