"""What `/health/` asks of the outbox: does the tick run, and does mail leave?"""

from datetime import datetime, timedelta

from django.db.models import Min

from synergy.ops.health import Finding
from synergy.outbox.models import Beat, Message

TICK = "tick"
# A tick that never ran is no trouble until mail has waited this long for it.
PATIENCE_BEFORE_FIRST_TICK = timedelta(minutes=5)
OLDEST_TICK = timedelta(minutes=10)
OLDEST_MAIL = timedelta(minutes=30)


def check_tick(at: datetime) -> Finding:
    last = Beat.objects.filter(name=TICK).values_list("last_at", flat=True).first()
    if last is None:
        waiting = _waiting_for(at) > PATIENCE_BEFORE_FIRST_TICK
        trouble = "Mail waits and the tick has never run: start manage.py tick --loop" if waiting else ""
        return Finding({"tick": "not started"}, trouble)
    age = at - last
    trouble = "The tick has not run for 10 minutes: start manage.py tick --loop" if age > OLDEST_TICK else ""
    return Finding({"tick_age_seconds": int(age.total_seconds())}, trouble)


def check_mail(at: datetime) -> Finding:
    age = _waiting_for(at)
    trouble = "Mail has waited for more than 30 minutes" if age > OLDEST_MAIL else ""
    return Finding({"oldest_mail_seconds": int(age.total_seconds())}, trouble)


def _waiting_for(at: datetime) -> timedelta:
    """How long the first mail due has been waiting, its retries included."""
    oldest = Message.objects.waiting().filter(due_at__lte=at).aggregate(oldest=Min("due_at"))["oldest"]
    return at - oldest if oldest else timedelta(0)
