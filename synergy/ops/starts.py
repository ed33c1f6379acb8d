"""What stops Synergy from starting is said in one sentence, not in a traceback."""

import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

# gunicorn stops at this code of a worker; after others it would start the next one, for ever.
GUNICORN_GIVES_UP = 4


def settings_or_exit(code: int) -> None:
    try:
        settings.INSTALLED_APPS  # noqa: B018
    except ImproperlyConfigured as error:
        print(error, file=sys.stderr)  # noqa: T201
        sys.exit(code)
