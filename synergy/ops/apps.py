"""The ops app: health, headers, logs, limits of waiting."""

from django.apps import AppConfig
from django.conf import settings


class OpsConfig(AppConfig):
    name = "synergy.ops"
    label = "ops"

    def ready(self) -> None:
        from synergy.ops import checks

        checks.register_all()
        if not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
            from synergy.ops import waits

            waits.install()
