"""What is said of rounds elsewhere: a sentence a partnership in their list, and what a restore asks a person."""

from datetime import date, datetime, timedelta

from django.db.models import Max
from django.utils.translation import gettext as _

from assessments.invitations.progress import RoundProgress, progress_by_round
from assessments.models import Round
from partnerships.models import Partnership
from synergy.ops.backups import Restored
from synergy.web import formats

FRESH = timedelta(days=90)
_A_MONTH = timedelta(days=30.44)


def round_news(partnerships: list[Partnership], day: date) -> dict[int, str]:
    """{partnership id: sentence} for those with a round open, planned, closed lately or due; at most three queries."""
    by_id = {partnership.pk: partnership for partnership in partnerships}
    return _after_the_last(by_id, day) | _running(by_id, day)


def _running(partnerships: dict[int, Partnership], day: date) -> dict[int, str]:
    """The open round, else the next planned one."""
    states = [Round.State.OPEN, Round.State.CLOSING, Round.State.PLANNED]
    rounds = list(Round.objects.filter(partnership__in=partnerships, state__in=states).order_by("-number"))
    progress = progress_by_round([round for round in rounds if not round.is_planned]) if rounds else {}
    sentences: dict[int, str] = {}
    for round in sorted(rounds, key=lambda round: not round.is_planned):
        round.partnership = partnerships[round.partnership_id]
        sentences[round.partnership_id] = _planned(round, day) if round.is_planned else _open(round, progress[round.pk])
    return sentences


def _open(round: Round, progress: RoundProgress) -> str:
    if not round.is_by_links:
        return _("Round %(number)s waits for answers from a file.") % {"number": round.number}
    return _("Round %(number)s is open until %(day)s: %(done)s of %(invited)s have answered.") % {
        "number": round.number,
        "day": formats.day(round.closes_at, round.partnership.zone),
        "done": progress.done,
        "invited": progress.invited,
    }


def _planned(round: Round, day: date) -> str:
    words = {"number": round.number, "day": formats.day(round.opens_at, round.partnership.zone)}
    if round.opens_at.astimezone(round.partnership.zone).date() < day:
        return _("Round %(number)s was to open on %(day)s and has not.") % words
    return _("Round %(number)s is planned for %(day)s.") % words


def _after_the_last(partnerships: dict[int, Partnership], day: date) -> dict[int, str]:
    """Results that came lately, or a next round that the cadence asks for."""
    last = (
        Round.objects.closed()
        .filter(partnership__in=partnerships)
        .order_by()
        .values_list("partnership")
        .annotate(number=Max("number"), at=Max("closed_at"))
    )
    sentences = {key: _closed(partnerships[key], number, at, day) for key, number, at in last if at}
    return {key: sentence for key, sentence in sentences.items() if sentence}


def _closed(partnership: Partnership, number: int, at: datetime, day: date) -> str:
    age = day - at.astimezone(partnership.zone).date()
    words = {"number": number, "day": formats.day(at, partnership.zone)}
    if age >= partnership.cadence_months * _A_MONTH:
        return _("Round %(number)s closed on %(day)s; the next one is due.") % words
    return _("Round %(number)s closed on %(day)s: its results are in.") % words if age <= FRESH else ""


def doubtful_rounds(restored: Restored) -> list[str]:
    """A question for each round that is open as in the backup: somebody may have closed the round since then."""
    still_open = Round.objects.filter(state=Round.State.OPEN, closes_at__gt=restored.restored_at)
    return [_question(round, restored) for round in still_open.select_related("partnership").order_by("pk")]


def _question(round: Round, restored: Restored) -> str:
    words = {
        "partnership": round.partnership.name,
        "number": round.number,
        "day": formats.day(restored.taken_at, round.partnership.zone),
    }
    again = _("%(partnership)s, round %(number)s is open as on %(day)s. If it was closed since then, close it again.")
    if round.is_anonymous:
        again += " " + _("Until it closes, the links between its people and their answers are back.")
    return again % words
