"""The door for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

from synergy.ops.starts import GUNICORN_GIVES_UP, settings_or_exit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "synergy.settings")
settings_or_exit(GUNICORN_GIVES_UP)
application = get_wsgi_application()
