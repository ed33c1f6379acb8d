"""One line a partnership on what is happening there, told by whichever room knows it."""

from collections.abc import Callable, Iterable
from datetime import date

from django.db.models import Count, Max, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import ActionItem, Meeting, Partnership
from synergy.web.formats import day as day_in_words

Teller = Callable[[list[Partnership], date], dict[int, str]]
_tellers: list[Teller] = []


def register(teller: Teller) -> None:
    """Add a room that knows what is happening; the one registered last is asked first.

    A teller gets the partnerships of a page and the day, and answers {partnership id: sentence} for those it has
    something to say about, in a number of queries that does not grow with them.
    """
    if teller not in _tellers:
        _tellers.append(teller)


def happenings(partnerships: Iterable[Partnership], day: date) -> dict[int, str]:
    """{partnership id: sentence}, with a sentence for every partnership."""
    waiting = list(partnerships)
    told: dict[int, str] = {p.pk: _ended(p) for p in waiting if p.is_over(day)}
    for teller in [*reversed(_tellers), _meetings, _actions]:
        rest = [p for p in waiting if p.pk not in told]
        if rest:
            told |= teller(rest, day)
    return {p.pk: told.get(p.pk) or _("Nothing is planned yet.") for p in waiting}


def _ended(partnership: Partnership) -> str:
    return _("Ended on %(date)s.") % {"date": day_in_words(partnership.ended_on)}


def _meetings(partnerships: list[Partnership], day: date) -> dict[int, str]:
    """The next meeting, or the last one when something is still to be done after it."""
    rows = (
        Meeting.objects.filter(partnership__in=partnerships, held_on__gte=day)
        .values("partnership_id")
        .annotate(next_on=Min("held_on"))
    )
    sentence = _("The next meeting is on %(date)s.")
    return {row["partnership_id"]: sentence % {"date": day_in_words(row["next_on"])} for row in rows}


def _actions(partnerships: list[Partnership], day: date) -> dict[int, str]:
    late = dict(
        ActionItem.objects.open()
        .filter(Q(due_on__lt=day), partnership__in=partnerships)
        .values_list("partnership_id")
        .annotate(late=Count("pk"))
        .order_by()
    )
    last = dict(
        Meeting.objects.filter(partnership__in=partnerships)
        .values_list("partnership_id")
        .annotate(last_on=Max("held_on"))
        .order_by()
    )
    told = {key: _("Last met on %(date)s.") % {"date": day_in_words(on)} for key, on in last.items()}
    for key, count in late.items():
        words = ngettext("%(count)s action is overdue.", "%(count)s actions are overdue.", count)
        told[key] = f"{told.get(key, '')} {words % {'count': count}}".strip()
    return told
