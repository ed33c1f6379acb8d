"""`manage.py backup`: the database, uploaded files and, apart from them, the keys; encrypted, and not kept for long."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from synergy.ops.backups import back_up
from synergy.ops.backups.errors import BackupError


class Command(BaseCommand):
    help = (
        "Make an encrypted backup into BACKUP_DIR and put its keys into BACKUP_KEYS_DIR, for the holder of the secret "
        "key to BACKUP_RECIPIENT or of the passphrase in BACKUP_PASSPHRASE_FILE; delete backups that are too old."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = back_up(at=timezone.now())
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Made {made.path} ({made.size:,} bytes).")
        self.stdout.write(f"The keys to it lie in {made.keys}: keep them in another place.")
        if all(path.resolve().is_relative_to(Path(settings.DATA_DIR).resolve()) for path in (made.path, made.keys)):
            self.stdout.write(
                f"Both lie in {settings.DATA_DIR}, beside the database: take them to two different places."
            )
        if made.dropped:
            self.stdout.write(f"Deleted {made.dropped} that were too old.")
