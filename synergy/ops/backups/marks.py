"""When a backup was last made and a restore last rehearsed, and what health says about it."""

from datetime import datetime, timedelta

from django.conf import settings

from synergy.ops.examinations import Finding, register
from synergy.outbox import holds
from synergy.outbox.models import Beat

BACKUP, REHEARSAL = "backup", "rehearsal"
OLDEST_BACKUP = timedelta(days=2)


def register_checks() -> None:
    register("backups", check_backups)
    register("mail held", check_hold)


def mark(name: str, at: datetime) -> None:
    Beat.objects.update_or_create(name=name, defaults={"last_at": at})


def last(name: str) -> datetime | None:
    return Beat.objects.filter(name=name).values_list("last_at", flat=True).first()


def are_configured() -> bool:
    return bool(settings.BACKUP_RECIPIENTS or settings.BACKUP_PASSPHRASE_FILE)


def check_backups(at: datetime) -> Finding:
    """Facts always; trouble where backups are configured and the last one is older than two days."""
    made, rehearsed = last(BACKUP), last(REHEARSAL)
    facts = {"backup_age_seconds": _age(made, at), "rehearsed_restore_age_seconds": _age(rehearsed, at)}
    late = are_configured() and (made is None or at - made > OLDEST_BACKUP)
    return Finding(facts, "No backup was made for two days: run manage.py backup" if late else "")


def check_hold(at: datetime) -> Finding:
    held = holds.current_hold()
    if held is None:
        return Finding({"mail_held": False})
    return Finding({"mail_held": True}, "Mail is held since a restore: look, and run manage.py release_mail")


def _age(moment: datetime | None, at: datetime) -> int | None:
    return int((at - moment).total_seconds()) if moment else None
