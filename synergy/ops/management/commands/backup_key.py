"""`manage.py backup_key FILE`: a new pair of keys for backups, as `age-keygen` makes it."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from pyrage.x25519 import Identity


class Command(BaseCommand):
    help = "Write a new secret key to FILE, to be kept away from this machine, and print its public key."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")

    def handle(self, *args: Any, **options: Any) -> None:
        identity = Identity.generate()
        try:
            handle = os.open(options["file"], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be written: {error.strerror}.") from error
        with os.fdopen(handle, "w") as file:
            file.write(f"# public key: {identity.to_public()}\n{identity}\n")
        self.stdout.write(f"BACKUP_RECIPIENT={identity.to_public()}")
