"""Rounds held from opening to close, with answers a test can compute by hand."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from assessments.invitations.links import digest_of, token_of
from assessments.models import InstrumentVersion, Invitation, Round
from assessments.models.answers import SealedAnswers
from assessments.questionnaire import questionnaire
from assessments.rounds.closing import close_round
from partnerships.models import Partnership, Stakeholder

FIRST = datetime(2024, 3, 4, 15, tzinfo=UTC)
Answer = Callable[[int, str], Any]


def spread(level: int) -> Answer:
    """Answers around a level: one less, the level or one more; every fourth person moves on from level to level."""

    def answer(person: int, item: str) -> int:
        place = person + len(item) + (level if person % 4 == 0 else 0)
        return max(1, min(5, level + place % 3 - 1))

    return answer


def alike(value: Any) -> Answer:
    return lambda person, item: value


def opened(
    partnership: Partnership, version: InstrumentVersion, number: int = 1, *, k: int = 5, **fields: Any
) -> Round:
    at = FIRST + timedelta(days=182 * (number - 1))
    return Round.objects.create(
        partnership=partnership,
        number=number,
        version=version,
        state=Round.State.OPEN,
        k=k,
        opens_at=at,
        closes_at=at + timedelta(days=18),
        opened_at=at,
        **fields,
    )


def held(
    partnership: Partnership,
    version: InstrumentVersion,
    people: Sequence[Stakeholder],
    answer: Answer,
    number: int = 1,
    *,
    invited: Sequence[Stakeholder] = (),
    **fields: Any,
) -> Round:
    """A closed round: `people` sent their answers, `invited` were asked too and did not."""
    round = opened(partnership, version, number, **fields)
    for place, person in enumerate(people):
        invitation = _invite(round, person)
        invitation.started_on = invitation.submitted_on = round.opens_at.date()
        invitation.save()
        SealedAnswers.objects.create(round=round, invitation=invitation, answers=_answers(version, answer, place))
    for person in invited:
        _invite(round, person).save()
    return close_round(by=None, round=round, at=round.closes_at)


def _invite(round: Round, person: Stakeholder) -> Invitation:
    invitation = Invitation(round=round, stakeholder=person, language="en", kind=person.kind.code)
    invitation.link_digest = digest_of(token_of(invitation))
    return invitation


def _answers(version: InstrumentVersion, answer: Answer, place: int) -> dict[str, Any]:
    given = {}
    for item in questionnaire(version).items:
        value = answer(place, item.code)
        if value is not None:
            given[item.code] = min(value, len(item.options)) if isinstance(value, int) else value
    return given
