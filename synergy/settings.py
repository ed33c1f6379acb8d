"""Every setting, read from the environment; with nothing set Synergy runs on SQLite for this machine only."""

import tempfile
from importlib.metadata import distribution
from os import getpid
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from synergy.environment import (
    LOCAL_HOSTS,
    database,
    env,
    hops,
    is_production,
    kept_secret,
    mail,
    refuse,
    require,
    require_long,
    separate_folders,
    site,
)
from synergy.ops.limits import POSTGRESQL_OPTIONS
from synergy.ops.log_lines import LOGGING as LOGGING
from synergy.ops.private_files import keep_private
from synergy.web.content_security import CONTENT_SECURITY_POLICY as CONTENT_SECURITY_POLICY

BASE_DIR = Path(__file__).resolve().parent.parent
# Production or this machine only
DEBUG = env.bool("DEBUG", default=False)
PRODUCTION = is_production()
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("DEBUG is on while ALLOWED_HOSTS names a public host: error pages would show answers.")
if PRODUCTION:
    require("SECRET_KEY", "sessions and survey links are signed with it.")
    require_long("SECRET_KEY", "sessions and survey links would be easy to forge.")
    require("ALLOWED_HOSTS", "it names the hosts this site answers to.")
    require("SITE_URL", "links in mails are made from it.")
    require("EMAIL_URL", "invitations leave through it.")
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var")))
STATIC_ROOT = DATA_DIR / "static"
try:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)
except OSError as error:
    raise ImproperlyConfigured(f"DATA_DIR ({DATA_DIR}) cannot be written to: {error.strerror}.") from error
SECRET_KEY = env.str("SECRET_KEY", default="") or kept_secret(DATA_DIR / "secret_key")
PEPPER_FILE = DATA_DIR / "pepper"  # kept apart from the database: without it, and its copies, nothing links rounds
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=LOCAL_HOSTS)
PORT = env.str("PORT", default="8000")
SITE_URL = site(f"http://127.0.0.1:{PORT}")
HTTPS = SITE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
TRUSTED_HOPS = hops(1 if BEHIND_PROXY else 0)


# Backups: what surveys promise of copies (assessments/invitations/promises.py) is the longest that one may be kept
PROMISED_DAYS = 30
BACKUP_DIR, BACKUP_KEYS_DIR = separate_folders(
    "BACKUP_DIR", DATA_DIR / "backups", "BACKUP_KEYS_DIR", DATA_DIR / "backup-keys"
)
BACKUP_RECIPIENTS = env.list("BACKUP_RECIPIENT", default=[])  # public keys of age
BACKUP_PASSPHRASE_FILE = env.str("BACKUP_PASSPHRASE_FILE", default="")
_days = env.str("BACKUP_KEEP_DAYS", default=str(PROMISED_DAYS))
if not _days.isdecimal() or not 1 <= int(_days) <= PROMISED_DAYS:
    raise refuse("BACKUP_KEEP_DAYS", f"people are promised that copies go after {PROMISED_DAYS} days: 1 to that.")
BACKUP_KEEP_DAYS = int(_days)
MEDIA_ROOT = DATA_DIR / "media"  # files people upload to stay; nothing writes there yet, backups take it along

# Rooms
INSTALLED_APPS = [
    "synergy.accounts",
    "synergy.audit",
    "synergy.outbox",
    "synergy.ops",
    "synergy.web",
    "partnerships",
    "assessments",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_include_bootstrap",
    "django_htmx",
    "csp",
]
MIDDLEWARE = [
    "synergy.ops.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "synergy.ops.middleware.SecurityHeadersMiddleware",
    "synergy.ops.middleware.UnavailableMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "synergy.accounts.middleware.PreferencesMiddleware",
    "synergy.web.error_pages.ErrorPagesMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "synergy.urls"
WSGI_APPLICATION = "synergy.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "synergy.web.context_processors.site",
                "partnerships.navigation.frame",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# Data
ATOMIC_REQUESTS = False
DATABASES: dict[str, Any] = {"default": database(f"sqlite:///{DATA_DIR / 'db.sqlite3'}")}
_db = DATABASES["default"]
if _db["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a read-then-write transaction waits for its turn instead of failing.
    # FULL: a saved answer survives a power cut.
    _db["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=67108864;"
        " PRAGMA secure_delete=ON; PRAGMA cache_size=-16384",  # 16 MiB: a close reads its rows in random order
    }
    _db["CONN_MAX_AGE"] = None
    _db["TEST"] = {"NAME": str(Path(tempfile.gettempdir()) / f"synergy-test-{getpid()}.sqlite3")}
else:
    _db["CONN_MAX_AGE"] = 60
    _db["CONN_HEALTH_CHECKS"] = True
    _db["OPTIONS"] = {**_db.get("OPTIONS", {}), **POSTGRESQL_OPTIONS}

SQLITE_FILE: str = _db["NAME"] if _db["ENGINE"].endswith("sqlite3") else ""
keep_private(DATA_DIR, SQLITE_FILE)

# Attempts are counted in the database: every worker sees the same number, and a restart forgets none.
CACHES = {"default": {"BACKEND": "synergy.ops.counters.DatabaseCounters"}}

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email"), "max_similarity": 0.6},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "home"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "synergy.accounts.adapters.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # an unattended screen cannot move the account to another address
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True  # who has just chosen a password need not type it again
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Synergy"
MFA_TOTP_TOLERANCE = 1  # clocks of phones differ, and people type slowly
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody signs up here, so nobody holds another person's address

# Words, dates
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français")]
LOCALE_PATHS = [BASE_DIR / "synergy" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "America/Toronto"

# Static files: everything third-party comes out of installed packages
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static", ("plotly", str(distribution("plotly").locate_file("plotly/package_data")))]
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG
_storage = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": _storage if PRODUCTION else "django.contrib.staticfiles.storage.StaticFilesStorage",
    },
}

# Mail leaves through the outbox only
EMAIL_CONFIG = mail(f"filemail:///{DATA_DIR / 'mail'}")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="synergy@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Browsers
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-synergy-session" if HTTPS else "synergy-session"
CSRF_COOKIE_NAME = "__Host-synergy-csrf" if HTTPS else "synergy-csrf"
LANGUAGE_COOKIE_NAME = "synergy-language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/(live/|ready/)?$"]  # probes inside the house speak plain HTTP
CSRF_FAILURE_VIEW = "synergy.web.error_pages.csrf_failure"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
# Both bind hosts that are not ours to decide about, for a year and longer: whoever runs the domain says so.
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS and env.bool("HSTS_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = HTTPS and env.bool("HSTS_PRELOAD", default=False)
if SECURE_HSTS_PRELOAD and not SECURE_HSTS_INCLUDE_SUBDOMAINS:
    raise refuse("HSTS_PRELOAD", "browsers take a host into their list only together with HSTS_SUBDOMAINS.")
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # the two above, left off on purpose
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
