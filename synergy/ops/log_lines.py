"""Where log lines go and how they read: the LOGGING of the settings, which may import nothing that needs settings."""

from typing import Any

_console: dict[str, Any] = {"handlers": ["console"], "level": "INFO", "propagate": False}
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"scrub": {"()": "synergy.ops.logs.Scrub"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(request_id)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["scrub"]}},
    # Without these two Django would mail tracebacks unscrubbed and print personal links on the console.
    "loggers": {"django": _console, "django.server": _console},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
