"""`manage.py restore FILE`: a backup back into an empty installation, or, with --rehearse, aside and away again."""

import getpass
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from synergy.ops.backups import afterwards
from synergy.ops.backups.containers import Given
from synergy.ops.backups.errors import BackupError
from synergy.ops.backups.making import passphrase_in
from synergy.ops.backups.restoring import RestoreRequest, rehearse, restore
from synergy.ops.backups.streams import About
from synergy.outbox.holds import Restored

_MOST = 10  # questions; a terminal is not a page


class Command(BaseCommand):
    help = "Restore a backup into an empty installation, on SQLite or PostgreSQL; mail is held until release_mail."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--identity", type=Path, metavar="FILE", help="the secret key to BACKUP_RECIPIENT")
        parser.add_argument("--passphrase-file", type=Path, metavar="FILE", help="or the passphrase; else it is asked")
        parser.add_argument("--keys", type=Path, metavar="FILE", help="the file of pepper and SECRET_KEY")
        parser.add_argument("--new-secret-key", action="store_true", help="go without the links that were sent")
        parser.add_argument("--rehearse", action="store_true", help="restore on the side, compare, throw away, note it")

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        try:
            asked = RestoreRequest(options["file"], _given(options), options["keys"], options["new_secret_key"])
            about, tables, rows = rehearse(asked, at=at) if options["rehearse"] else restore(asked, at=at)
        except BackupError as error:
            raise CommandError(str(error)) from error
        extent = f"{tables} tables, {rows:,} rows of {about.taken_at:%Y-%m-%d %H:%M} UTC"
        if options["rehearse"]:
            self.stdout.write(f"Rehearsed: {extent} read as they were written.")
        else:
            self.stdout.write(f"Restored: {extent}.")
            self._say_what_follows(about, at)

    def _say_what_follows(self, about: About, at: Any) -> None:
        age = (at - about.taken_at).days
        if age >= settings.PROMISED_DAYS:
            self.stdout.write(f"This backup is {age} days old, older than people were promised: delete it now.")
        if about.site != settings.SITE_URL:
            self.stdout.write(f"SITE_URL was {about.site}: links that were sent lead there.")
        questions = afterwards.questions(Restored(about.taken_at, at))
        for question in questions[:_MOST]:
            self.stdout.write(question)
        if len(questions) > _MOST:
            self.stdout.write(f"… and {len(questions) - _MOST} more, on the page Installation.")
        if missing := missing_beside():
            self.stdout.write(missing)
        self.stdout.write("Mail is held: look, then run manage.py release_mail. Rounds that are over are closed now:")
        self.stdout.flush()
        # In a process of its own, which reads the keys anew.
        subprocess.run([sys.executable, "manage.py", "tick"], cwd=settings.BASE_DIR, check=False)


def missing_beside() -> str:
    """What no backup brings back, because it follows from the source, and pages are not shown without."""
    if not settings.PRODUCTION or (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        return ""
    return "Static files are missing here: run manage.py collectstatic --noinput before you start the web server."


def _given(options: dict[str, Any]) -> Given:
    """What opens the file; a passphrase is asked for where there is a keyboard and nothing else was given."""
    if options["identity"]:
        try:
            return Given(identities=options["identity"].read_text())
        except OSError as error:
            raise BackupError(f"{options['identity']} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise BackupError(f"{options['identity']} is not the file of a secret key: it is not text.") from error
    name = options["passphrase_file"] or settings.BACKUP_PASSPHRASE_FILE
    if name:
        return Given(passphrase=passphrase_in(Path(name)))
    return Given(passphrase=getpass.getpass("Passphrase: ")) if sys.stdin.isatty() else Given()
