"""What `/health/` asks: can we write and show pages, is the database up to date, does what is due get done?"""

import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Min

from synergy.ops.examinations import CheckResult, register
from synergy.outbox import holds
from synergy.outbox.models import Heartbeat, Message, Work
from synergy.outbox.ticks import TICK

# A tick that never ran is no trouble until mail has waited this long for it.
PATIENCE_BEFORE_FIRST_TICK = timedelta(minutes=5)
OLDEST_TICK = timedelta(minutes=10)
OLDEST_MAIL = timedelta(minutes=30)
OLDEST_WORK = timedelta(minutes=10)
LONGEST_WORK = timedelta(hours=1)
_known_migrations: set[tuple[str, str]] = set()


# More than a block of any file system: some keep a few bytes beside a file's name, even on a full disk.
ENOUGH_TO_TELL = b"\0" * 65536
# On every page; its hashed name tells whether static files were collected for this version.
SHOWN_EVERYWHERE = "css/base.css"


def register_all() -> None:
    register("disk", check_disk, ready=True, needs_database=False)
    register("static", check_static, ready=True, needs_database=False)
    register("database", check_database, ready=True, ticker=True)
    register("migrations", check_migrations, ready=True)
    register("tick", check_tick, ticker=True)
    register("work", check_work, ticker=True)
    register("mail", check_mail, ticker=True)


def check_disk(at: datetime) -> CheckResult:
    """Writes into DATA_DIR and beside SQLite's file; what is written has no name, so nothing is left of it."""
    for folder in _written_to():
        try:
            with tempfile.TemporaryFile(dir=folder) as trial:
                trial.write(ENOUGH_TO_TELL)
                trial.flush()
        except OSError as error:
            return CheckResult({"disk": "error"}, f"Nothing can be written to the disk: {error.strerror}")
    return CheckResult({"disk": "ok"})


def _written_to() -> set[Path]:
    beside = Path(connection.settings_dict["NAME"]).parent if connection.vendor == "sqlite" else None
    return {Path(settings.DATA_DIR)} | ({beside} if beside and beside.is_dir() else set())


def check_static(at: datetime) -> CheckResult:
    """Whether pages of this process find their stylesheets; only in production are they collected and hashed."""
    if not isinstance(staticfiles_storage, ManifestFilesMixin):
        return CheckResult({"static": "from the sources"})
    try:
        there = staticfiles_storage.exists(staticfiles_storage.stored_name(SHOWN_EVERYWHERE))
    except ValueError:  # not in the manifest, or no manifest at all
        there = False
    words = "Static files were not collected: run manage.py collectstatic, then restart the web server"
    return CheckResult({"static": "ok" if there else "not collected"}, "" if there else words)


def check_database(at: datetime) -> CheckResult:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return CheckResult({"database": connection.vendor})


def check_migrations(at: datetime) -> CheckResult:
    if not _known_migrations:
        _known_migrations.update(MigrationLoader(None, ignore_no_migrations=True).disk_migrations or {})
    waiting = len(_known_migrations - set(MigrationRecorder(connection).applied_migrations()))
    trouble = f"{waiting} migrations are not applied: run manage.py migrate" if waiting else ""
    return CheckResult({"migrations_unapplied": waiting}, trouble)


def check_tick(at: datetime) -> CheckResult:
    last = _last_tick()
    if last is None:
        waiting = _waiting_for(at) > PATIENCE_BEFORE_FIRST_TICK
        trouble = "Mail waits and the tick has never run: start manage.py tick --loop" if waiting else ""
        return CheckResult({"tick": "not started"}, trouble)
    age = at - last
    trouble = "The tick has not run for 10 minutes: start manage.py tick --loop" if age > OLDEST_TICK else ""
    return CheckResult({"tick_age_seconds": int(age.total_seconds())}, trouble)


def _last_tick() -> datetime | None:
    """When a tick last ran to its end, or, while it is at a long piece of work, last gave a sign of life."""
    ticks = list(Heartbeat.objects.filter(name=TICK).values_list("last_at", flat=True))
    signs = Work.objects.filter(state=Work.State.RUNNING).values_list("seen_at", flat=True)
    return max([*ticks, *(sign for sign in signs if sign)], default=None)


def check_work(at: datetime) -> CheckResult:
    """Work that nobody takes up, and work that fails: it is tried again by itself, but somebody should know."""
    unfinished = list(Work.objects.unfinished().order_by("kind"))
    facts = {"work_waiting": sum(work.state == Work.State.WAITING for work in unfinished)}
    failing = [work for work in unfinished if work.last_error]
    if failing:
        return CheckResult(facts, f"Due work failed and is tried again ({_kinds(failing)}): see due work in the admin")
    overdue = [work for work in unfinished if work.state == Work.State.WAITING and work.due_at <= at - OLDEST_WORK]
    if overdue:
        return CheckResult(facts, "Due work has waited for more than 10 minutes: start manage.py tick --loop")
    endless = [work for work in unfinished if work.asked_at <= at - LONGEST_WORK]
    words = f"Due work has not ended for an hour ({_kinds(endless)}): see due work in the admin"
    return CheckResult(facts, words if endless else "")


def _kinds(works: list[Work]) -> str:
    return ", ".join(dict.fromkeys(work.kind for work in works))


def check_mail(at: datetime) -> CheckResult:
    age = _waiting_for(at)
    held = holds.is_held()  # on purpose, and told by a check of its own
    trouble = "Mail has waited for more than 30 minutes" if age > OLDEST_MAIL and not held else ""
    return CheckResult({"oldest_mail_seconds": int(age.total_seconds())}, trouble)


def _waiting_for(at: datetime) -> timedelta:
    """How long the first mail due has been waiting, its retries included."""
    oldest = Message.objects.waiting().filter(due_at__lte=at).aggregate(oldest=Min("due_at"))["oldest"]
    return at - oldest if oldest else timedelta(0)
