"""Print the published scores of a closed round, masked like the pages."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from assessments.exports.scores import SCORE_COLUMNS, scores_of_round
from assessments.models import Round
from assessments.queries.results import closed_rounds, neighbours
from synergy.web.downloads import csv_bytes


class Command(BaseCommand):
    help = "Print the published scores of a closed round, masked like the pages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--round", type=int, required=True, help="the key of the round")
        parser.add_argument("--format", choices=["csv", "json"], default="csv")

    def handle(self, *args: Any, **options: Any) -> None:
        asked = Round.objects.select_related("partnership").filter(pk=options["round"]).first()
        if asked is None:
            raise CommandError(f"There is no round {options['round']}.")
        if not asked.is_closed:
            raise CommandError(f"Round {options['round']} is not closed: results exist only after the close.")
        round, before, _after = neighbours(closed_rounds(asked.partnership), asked.number)
        assert round is not None
        with translation.override("en"):
            rows = scores_of_round(round, before)
        if options["format"] == "json":
            found = [dict(zip(SCORE_COLUMNS, row, strict=True)) for row in rows]
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
        else:
            self.stdout.write(csv_bytes(SCORE_COLUMNS, rows).decode("utf-8-sig"), ending="")
