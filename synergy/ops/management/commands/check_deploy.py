"""Django's deployment checks, run with the settings of a production site that is complete but imaginary."""

import os
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

_IMAGINARY = {
    "DEBUG": "false",
    "SECRET_KEY": "only-for-the-check-" + "x9Q" * 20,
    "ALLOWED_HOSTS": "synergy.example.org",
    "SITE_URL": "https://synergy.example.org",
    "EMAIL_URL": "smtp://localhost:25",
}


class Command(BaseCommand):
    help = "Run `check --deploy` as in production; any warning fails."

    def handle(self, *args: Any, **options: Any) -> None:
        command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
        done = subprocess.run(command, env={**os.environ, **_IMAGINARY}, cwd=settings.BASE_DIR, check=False)
        if done.returncode:
            raise CommandError("The deployment check found something.")
