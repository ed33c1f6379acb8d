"""Answers that come many at once, from a file or the demonstration, sealed like those given by link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.invitations.standings import recorded_day
from assessments.models import Invitation, Round
from assessments.models.answers import SealedAnswers
from assessments.questionnaire import Questionnaire, questionnaire

_BATCH = 1000


class NotSealed(Exception):
    """The answers were refused as a whole; nothing was stored."""


@dataclass(frozen=True)
class GivenAnswers:
    """One respondent: item code -> 1..5, "na" or "dk" (a blank is absent); by link (invitation) or imported (without).

    `imported_key` is a digest of the respondent key of an imported row, or empty.
    """

    answers: Mapping[str, int | str]
    about: Mapping[str, str]
    comments: Mapping[str, str] = field(default_factory=dict)
    invitation: Invitation | None = None
    imported_key: str = ""
    finished: bool = True


@dataclass(frozen=True)
class Ready:
    """Answers that fit the questionnaire of the round, and the rows they become."""

    given: Sequence[GivenAnswers]
    rows: list[SealedAnswers]


def seal_answers(*, round: Round, given: Sequence[GivenAnswers], at: datetime) -> int:
    """Seal these answers into an open round; returns how many. All or none.

    Raises NotSealed when the round is not open, a value is not the item's, or a respondent key is in the round already.
    """
    return seal_ready(round=round, ready=ready_to_seal(round, given), at=at)


def ready_to_seal(round: Round, given: Sequence[GivenAnswers]) -> Ready:
    """What takes long, before the transaction. Raises NotSealed for a value that is not the item's."""
    _check(questionnaire(round.version), given)
    rows = [
        SealedAnswers(
            round_id=round.pk,
            invitation=one.invitation,
            imported_key=one.imported_key,
            answers=dict(one.answers),
            about=dict(one.about),
            comments=dict(one.comments),
        )
        for one in given
    ]
    return Ready(given, rows)


@transaction.atomic
def seal_ready(*, round: Round, ready: Ready, at: datetime) -> int:
    """Store them; returns how many. Raises NotSealed when the round is not open or has a respondent key already."""
    current = Round.objects.select_for_update(of=("self",)).select_related("partnership", "version").get(pk=round.pk)
    if not current.is_open:
        raise NotSealed(_("The round is not open."))
    _refuse_known_keys(current, ready.given)
    SealedAnswers.objects.bulk_create(ready.rows, batch_size=_BATCH)
    _mark(current, ready.given, at)
    return len(ready.rows)


def _check(asked: Questionnaire, given: Sequence[GivenAnswers]) -> None:
    allowed = {item.code: item.values for item in asked.items}
    for one in given:
        for code, value in one.answers.items():
            if str(value) not in allowed.get(code, ()):
                raise NotSealed(_("%(code)s: this is not an answer to this item.") % {"code": code})


def _refuse_known_keys(round: Round, given: Sequence[GivenAnswers]) -> None:
    keys = [one.imported_key for one in given if one.imported_key]
    known = set(
        SealedAnswers.objects.filter(round=round).exclude(imported_key="").values_list("imported_key", flat=True)
    )
    if len(keys) != len(set(keys)) or known & set(keys):
        raise NotSealed(_("A respondent key occurs twice, or has been imported into this round already."))


def _mark(round: Round, given: Sequence[GivenAnswers], at: datetime) -> None:
    day = recorded_day(round, at)
    sections = len(questionnaire(round.version).sections)
    invitations = []
    for one in given:
        if one.invitation is not None:
            one.invitation.started_on = day
            one.invitation.submitted_on = day if one.finished else None
            one.invitation.sections_done = sections if one.finished else sections // 2
            invitations.append(one.invitation)
    fields = ["started_on", "submitted_on", "sections_done"]
    Invitation.objects.bulk_update(invitations, fields, batch_size=_BATCH)
