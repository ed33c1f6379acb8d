"""Publish the instrument versions that come with Synergy; harmless to repeat."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessments.instruments.services import VersionChanged, publish_instruments


class Command(BaseCommand):
    help = "Publish the instrument versions that come with Synergy."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            versions = publish_instruments(at=timezone.now())
        except VersionChanged as error:
            raise CommandError(str(error)) from error
        names = ", ".join(version.code for version in versions)
        self.stdout.write(f"Published {names}." if names else "Every instrument version is published already.")
