"""Programs of ours that a test starts with an environment of its own."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

PRODUCTION = {
    "SECRET_KEY": "a-long-and-random-secret-for-the-tests-of-the-settings-0123456789",
    "ALLOWED_HOSTS": "synergy.example.org",
    "SITE_URL": "https://synergy.example.org",
    "EMAIL_URL": "smtp://mail.example.org:25",
}


def clean_environment(folder: Path) -> dict[str, str]:
    """What a process needs to run here, with its files in this folder, and nothing of this process's own."""
    return {"PATH": os.environ["PATH"], "DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "synergy.settings"}


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Python in the project's folder, with this environment and nothing else."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=clean_environment(folder) | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
