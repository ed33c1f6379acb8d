"""The ops app: health, headers, logs, limits of waiting."""

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import Tags, register


class OpsConfig(AppConfig):
    name = "synergy.ops"
    label = "ops"

    def ready(self) -> None:
        from synergy.ops import checks, starts

        checks.register_all()
        register(starts.check_files, Tags.security)
        if not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
            from synergy.ops import waits

            waits.install()
