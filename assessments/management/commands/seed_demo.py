"""Demonstration data at any scale; running it again changes nothing."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from assessments.demonstration.seeding import Scale, logins, seed, survey_links
from assessments.instruments.services import publish_instruments
from assessments.models import InstrumentVersion


class Command(BaseCommand):
    help = "Make demonstration data: partnerships with closed rounds and one open, and accounts to look at them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        default = Scale()
        parser.add_argument("--partnerships", type=int, default=default.partnerships)
        parser.add_argument("--rounds", type=int, default=default.rounds, help="closed rounds; one more is open")
        parser.add_argument("--members", type=int, default=None, help="people in each partnership")
        parser.add_argument("--seed", type=int, default=default.seed)
        parser.add_argument("--json", action="store_true", help="print logins and survey links as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        scale = Scale(options["partnerships"], options["rounds"], options["members"], options["seed"])
        if scale.partnerships < 1 or not 0 <= scale.rounds <= 200 or (scale.members or 5) < 5:
            raise CommandError("At least one partnership, 0 to 200 rounds, and 5 members: fewer cannot open a round.")
        now = timezone.now()
        with translation.override("en"):
            publish_instruments(at=now)
            version = InstrumentVersion.objects.get(code="core_1")
            programme, made = seed(scale, version, now)
            accounts, links = logins(programme), survey_links(programme)
        if options["json"]:
            self.stdout.write(json.dumps({"logins": accounts, "survey_links": links}))
            return
        self.stdout.write("Demonstration data made." if made else "The demonstration data is there already.")
        for account in accounts:
            self.stdout.write(f"  {account['role']:14} {account['email']:30} {account['password']}")
        if links:
            self.stdout.write(f"  an open survey  {links[0]}")
