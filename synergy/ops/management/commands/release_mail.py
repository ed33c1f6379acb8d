"""`manage.py release_mail`: mail leaves again after a restore, because a person says so."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from synergy.ops.backups.afterwards import release_mail
from synergy.outbox.holds import Wish


class Command(BaseCommand):
    help = "Let mail leave again after a restore. What waited when the backup was made may have left since."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--send",
            choices=[wish.value for wish in Wish],
            default=Wish.SINCE.value,
            help="of what waits: nothing, what was queued since the restore (default), or all",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        released = release_mail(by=None, at=timezone.now(), wish=Wish(options["send"]))
        if released is None:
            self.stdout.write("Mail is not held.")
            return
        leaves, dropped = released
        self.stdout.write(f"Mail leaves again: {leaves} wait; {dropped} will not be sent unless somebody sends them.")
