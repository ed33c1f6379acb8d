"""The door for gunicorn."""

import os

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from synergy.ops.limits import database
from synergy.ops.private_files import keep_new_files_private
from synergy.ops.startup import GUNICORN_GIVES_UP, settings_or_exit, warn_of_open_files

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "synergy.settings")
keep_new_files_private()
settings_or_exit(GUNICORN_GIVES_UP)
application = get_wsgi_application()
database.serve_pages()
warn_of_open_files()
# Import every page now, not while the first person waits for it.
get_resolver().url_patterns  # noqa: B018
# Read the list of static files at the same moment as WhiteNoise read the folder: health tells what this process serves.
getattr(staticfiles_storage, "hashed_files", None)
