"""The ops app: health, headers, logs, limits of waiting, backups."""

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import Tags, register


class OpsConfig(AppConfig):
    name = "synergy.ops"
    label = "ops"

    def ready(self) -> None:
        from synergy.audit import codes
        from synergy.ops import checks, startup
        from synergy.ops.audit import SENTENCES
        from synergy.ops.backups import backup_files, marks
        from synergy.outbox import jobs

        checks.register_all()
        register(startup.check_files, Tags.security)
        marks.register_checks()
        codes.register(SENTENCES)
        jobs.register("old_backups", backup_files.drop_old)
        if not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
            from synergy.ops import waits

            waits.install()
