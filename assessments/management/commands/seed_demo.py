"""Demonstration data at any extent; running it again changes nothing."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from assessments.demonstration.seeding import Extent, logins, seed, survey_links
from assessments.instruments.services import publish_instruments
from assessments.models import InstrumentVersion


class Command(BaseCommand):
    help = "Make demonstration data: partnerships with closed rounds and one open, and accounts to look at them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        default = Extent()
        parser.add_argument("--partnerships", type=int, default=default.partnerships)
        parser.add_argument("--rounds", type=int, default=default.rounds, help="closed rounds; one more is open")
        parser.add_argument("--members", type=int, default=None, help="people in each partnership")
        parser.add_argument("--seed", type=int, default=default.seed)
        parser.add_argument("--json", action="store_true", help="print logins and survey links as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        extent = Extent(options["partnerships"], options["rounds"], options["members"], options["seed"])
        if extent.partnerships < 1 or not 0 <= extent.rounds <= 200 or (extent.members or 5) < 5:
            raise CommandError("At least one partnership, 0 to 200 rounds, and 5 members: fewer cannot open a round.")
        now = timezone.now()
        with translation.override("en"):
            publish_instruments(at=now)
            version = InstrumentVersion.objects.get(code="core_1")
            programme, made = seed(extent, version, now)
            accounts, links = logins(programme), survey_links(programme)
        if options["json"]:
            self.stdout.write(json.dumps({"logins": accounts, "survey_links": links}))
            return
        self.stdout.write("Demonstration data made." if made else "The demonstration data is there already.")
        for account in accounts:
            self.stdout.write(f"  {account['role']:14} {account['email']:30} {account['password']}")
        if links:
            self.stdout.write(f"  an open survey  {links[0]}")
