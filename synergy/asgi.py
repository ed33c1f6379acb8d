"""The door for asynchronous servers."""

import os

from django.core.asgi import get_asgi_application

from synergy.ops.limits import database
from synergy.ops.private_files import keep_new_files_private
from synergy.ops.startup import GUNICORN_GIVES_UP, settings_or_exit, warn_of_open_files

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "synergy.settings")
keep_new_files_private()
settings_or_exit(GUNICORN_GIVES_UP)
application = get_asgi_application()
database.serve_pages()
warn_of_open_files()
