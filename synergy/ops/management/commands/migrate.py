"""Django's migrate; a second one that starts at the same time waits, and then finds nothing left to do."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections

from synergy.ops.locks import TakenTooLong, migrating_alone

_PATIENCE = 600.0


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with migrating_alone(connections[options["database"]], _PATIENCE):
                super().handle(*args, **options)
        except TakenTooLong as error:
            raise CommandError(
                "Another migrate has been running for ten minutes. Look at it, then try again."
            ) from error
