"""What stops Synergy from starting, or ought to be put right before, is said in one sentence, not in a traceback."""

import logging
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning
from django.core.exceptions import ImproperlyConfigured

from synergy.ops.private_files import exposures

logger = logging.getLogger(__name__)
# gunicorn stops at this code of a worker; after others it would start the next one, for ever.
GUNICORN_GIVES_UP = 4


def settings_or_exit(code: int) -> None:
    try:
        settings.INSTALLED_APPS  # noqa: B018
    except ImproperlyConfigured as error:
        print(error, file=sys.stderr)  # noqa: T201
        sys.exit(code)


def check_files(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """For Django's checks, which run before every command of manage.py."""
    return [Warning(sentence, id="synergy.W001") for sentence in _exposures()]


def warn_of_open_files() -> None:
    """For servers, which run no checks."""
    for sentence in _exposures():
        logger.warning(sentence)


def _exposures() -> list[str]:
    return exposures(
        settings.DATA_DIR, settings.SQLITE_FILE, settings.BACKUP_PASSPHRASE_FILE, Path(settings.BACKUP_DIR)
    )
