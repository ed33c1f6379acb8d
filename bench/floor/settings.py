"""Settings of the bare floor: Synergy's database and key, and none of its middleware."""

from synergy import settings

DATABASES = settings.DATABASES
SECRET_KEY = settings.SECRET_KEY
ALLOWED_HOSTS = settings.LOCAL_HOSTS
ROOT_URLCONF = "bench.floor.urls"
WSGI_APPLICATION = "bench.floor.wsgi.application"
INSTALLED_APPS: list[str] = []
MIDDLEWARE: list[str] = []
USE_TZ = True
