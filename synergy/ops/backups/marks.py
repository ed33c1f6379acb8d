"""Marks say when a backup was last made and a restore last rehearsed, and health judges by them."""

import os
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Min

from synergy.ops.backups import backup_files
from synergy.ops.examinations import CheckResult, register
from synergy.outbox import holds
from synergy.outbox.models import Heartbeat

BACKUP, REHEARSAL = "backup", "rehearsal"
OLDEST_BACKUP = timedelta(days=2)


def register_checks() -> None:
    register("backups", check_backups)
    register("mail held", check_hold)


def mark(name: str, at: datetime) -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"last_at": at})


def last(name: str) -> datetime | None:
    return Heartbeat.objects.filter(name=name).values_list("last_at", flat=True).first()


def are_configured() -> bool:
    return bool(settings.BACKUP_RECIPIENTS or settings.BACKUP_PASSPHRASE_FILE)


def check_backups(at: datetime) -> CheckResult:
    """Give facts always, and trouble where backups are configured and the last one is older than two days, or gone."""
    made, rehearsed = last(BACKUP), last(REHEARSAL)
    facts = {"backup_age_seconds": _age(made, at), "rehearsed_restore_age_seconds": _age(rehearsed, at)}
    if is_late(made, at):
        return CheckResult(facts, "No backup was made for two days: run manage.py backup")
    gone = are_configured() and made is not None and _is_gone(Path(settings.BACKUP_DIR) / backup_files.name_of(made))
    return CheckResult(facts, "The last backup is not in BACKUP_DIR any more: run manage.py backup" if gone else "")


def is_late(made: datetime | None, at: datetime) -> bool:
    """Whether the last backup is too old; before the first one, time runs from the first migration."""
    if not are_configured():
        return False
    since = made or MigrationRecorder(connection).migration_qs.aggregate(first=Min("applied"))["first"]
    return since is None or at - since > OLDEST_BACKUP


def _is_gone(path: Path) -> bool:
    """Whether the backup has gone, as far as this account may look: a folder elsewhere or closed says nothing."""
    try:
        return path.parent.is_dir() and os.access(path.parent, os.R_OK | os.X_OK) and not path.exists()
    except OSError:
        return False


def check_hold(at: datetime) -> CheckResult:
    held = holds.current_hold()
    if held is None:
        return CheckResult({"mail_held": False})
    return CheckResult({"mail_held": True}, "Mail is held since a restore: look, and run manage.py release_mail")


def _age(moment: datetime | None, at: datetime) -> int | None:
    return int((at - moment).total_seconds()) if moment else None
