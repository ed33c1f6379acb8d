"""Answers that come many at once, from a file or the demonstration, sealed like those given by link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.invitations.standings import recorded_day
from assessments.models import Invitation, Round
from assessments.models.answers import SealedAnswers
from assessments.questionnaire import questionnaire

_BATCH = 1000


class NotSealed(Exception):
    """The answers were refused as a whole; nothing was stored."""


@dataclass(frozen=True)
class GivenAnswers:
    """One respondent's answers: item code -> 1..5, "na" or "dk"; a blank is absent.

    Answers by link carry their invitation; imported answers carry none, and in `imported_key` the digest of their
    respondent key, if they have one.
    """

    answers: Mapping[str, int | str]
    about: Mapping[str, str]
    comments: Mapping[str, str] = field(default_factory=dict)
    invitation: Invitation | None = None
    imported_key: str = ""
    finished: bool = True


def seal_answers(*, round: Round, given: Sequence[GivenAnswers], at: datetime) -> int:
    """Seal the answers of these respondents into an open round, all or none; returns how many respondents.

    Raises NotSealed when the round is not open, a value is not the item's, or a respondent key is in the round already.
    """
    return store_sealed(round=round, given=given, rows=sealed_rows(round, given), at=at)


def sealed_rows(round: Round, given: Sequence[GivenAnswers]) -> list[SealedAnswers]:
    """The rows to store, made before the transaction because it takes long. Raises NotSealed for a wrong value."""
    _check_values(round, given)
    return [
        SealedAnswers(
            round_id=round.pk,
            invitation=respondent.invitation,
            imported_key=respondent.imported_key,
            answers=dict(respondent.answers),
            about=dict(respondent.about),
            comments=dict(respondent.comments),
        )
        for respondent in given
    ]


@transaction.atomic
def store_sealed(*, round: Round, given: Sequence[GivenAnswers], rows: list[SealedAnswers], at: datetime) -> int:
    """Store the rows made of `given`; returns how many. Raises NotSealed as `seal_answers` does, but for values."""
    current = Round.objects.select_for_update(of=("self",)).select_related("partnership", "version").get(pk=round.pk)
    if not current.is_open:
        raise NotSealed(_("The round is not open."))
    _check_keys(current, given)
    SealedAnswers.objects.bulk_create(rows, batch_size=_BATCH)
    _mark_invitations(current, given, at)
    return len(rows)


def _check_values(round: Round, given: Sequence[GivenAnswers]) -> None:
    allowed = {item.code: item.values for item in questionnaire(round.version).items}
    for respondent in given:
        for code, value in respondent.answers.items():
            if str(value) not in allowed.get(code, ()):
                raise NotSealed(_("%(code)s: this is not an answer to this item.") % {"code": code})


def _check_keys(round: Round, given: Sequence[GivenAnswers]) -> None:
    keys = [respondent.imported_key for respondent in given if respondent.imported_key]
    stored = SealedAnswers.objects.filter(round=round).exclude(imported_key="")
    stored_keys = set(stored.values_list("imported_key", flat=True))
    if len(keys) != len(set(keys)) or stored_keys & set(keys):
        raise NotSealed(_("A respondent key occurs twice, or has been imported into this round already."))


def _mark_invitations(round: Round, given: Sequence[GivenAnswers], at: datetime) -> None:
    day = recorded_day(round, at)
    sections = len(questionnaire(round.version).sections)
    invitations = []
    for respondent in given:
        if (invitation := respondent.invitation) is not None:
            invitation.started_on = day
            invitation.submitted_on = day if respondent.finished else None
            invitation.sections_done = sections if respondent.finished else sections // 2
            invitations.append(invitation)
    fields = ["started_on", "submitted_on", "sections_done"]
    Invitation.objects.bulk_update(invitations, fields, batch_size=_BATCH)
