"""Rows for tests, with everything a page needs and nothing random."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from assessments.invitations.links import digest_of, token_of
from assessments.models import InstrumentVersion, Invitation, Round
from assessments.models.answers import SealedAnswers
from assessments.questionnaire import questionnaire
from assessments.rounds.closing import close_round
from assessments.rounds.services import plan_round
from partnerships.models import Membership, Organisation, Partnership, Programme, Stakeholder, StakeholderKind
from synergy.accounts.models import User

FIRST = datetime(2024, 3, 4, 15, tzinfo=UTC)  # opening of the first round
AT = datetime(2026, 3, 2, 15, tzinfo=UTC)  # a Monday, 10:00 in Toronto, on which rounds are planned
OPENS = datetime(2026, 3, 3, 14, tzinfo=UTC)
CLOSES = datetime(2026, 3, 24, 21, tzinfo=UTC)
Answer = Callable[[int, str], Any]
"""What the person of this place answers to an item; None: nothing."""


def partnership(programme: Programme, name: str, slug: str, **fields: Any) -> Partnership:
    defaults: dict[str, Any] = {
        "mission": "Everybody who needs a family doctor finds one within a month.",
        "region": "Eastern Townships",
        "time_zone": "America/Toronto",
        "started_on": date(2023, 3, 1),
    }
    return Partnership.objects.create(programme=programme, name=name, slug=slug, **(defaults | fields))


def member(
    partnership: Partnership,
    name: str,
    *,
    kind: str = "clinician",
    organisation: Organisation | None = None,
    email: str | None = None,
    language: str = "en",
    since: date = date(2024, 1, 15),
) -> Stakeholder:
    person = Stakeholder.objects.create(
        partnership=partnership,
        name=name,
        email=email if email is not None else f"{name.lower().replace(' ', '.')}@{partnership.slug}.example.org",
        language=language,
        kind=StakeholderKind.objects.get(code=kind),
    )
    Membership.objects.create(stakeholder=person, organisation=organisation, started_on=since, reason="Asked to join")
    return person


def later(**parts: float) -> datetime:
    return AT + timedelta(**parts)


def planned_round(by: User, partnership: Partnership, version: InstrumentVersion, **values: Any) -> Round:
    """A round that opens the day after `AT` for three weeks, planned by the service."""
    wanted = {"opens_at": OPENS, "closes_at": CLOSES, "at": AT} | values
    return plan_round(by=by, partnership=partnership, version=version, **wanted)


def open_round(partnership: Partnership, version: InstrumentVersion, number: int = 1, **fields: Any) -> Round:
    """Open for eighteen days, half a year after the round before it."""
    opens_at = fields.pop("opens_at", FIRST + timedelta(days=182 * (number - 1)))
    defaults: dict[str, Any] = {
        "state": Round.State.OPEN,
        "k": 5,
        "closes_at": opens_at + timedelta(days=18),
        "opened_at": opens_at,
    }
    return Round.objects.create(
        partnership=partnership, number=number, version=version, opens_at=opens_at, **(defaults | fields)
    )


def round_from_file(partnership: Partnership, version: InstrumentVersion, number: int = 1, **fields: Any) -> Round:
    """A planned round whose answers were given elsewhere, for eighteen days from `AT`."""
    defaults: dict[str, Any] = {"state": Round.State.PLANNED, "collection": "import", "opens_at": AT, "opened_at": None}
    return open_round(partnership, version, number, **(defaults | fields))


def invitation(round: Round, person: Stakeholder, **fields: Any) -> Invitation:
    """In the language and kind of the person, with the link that the invitation has."""
    invited = Invitation(
        **{"round": round, "stakeholder": person, "language": person.language, "kind": person.kind.code} | fields
    )
    invited.link_digest = digest_of(token_of(invited))
    invited.save()
    return invited


def sent_answers(round: Round, person: Stakeholder, answers: dict[str, Any], **fields: Any) -> Invitation:
    """Sealed and sent on the day of the opening."""
    day = round.opens_at.date()
    invited = invitation(round, person, **{"language": "en", "started_on": day, "submitted_on": day} | fields)
    SealedAnswers.objects.create(round=round, invitation=invited, answers=answers)
    return invited


def closed_round(
    partnership: Partnership,
    version: InstrumentVersion,
    people: Sequence[Stakeholder],
    answer: Answer,
    number: int = 1,
    *,
    invited: Sequence[Stakeholder] = (),
    **fields: Any,
) -> Round:
    """`people` sent their answers, `invited` were asked too and sent none."""
    round = open_round(partnership, version, number, **fields)
    for place, person in enumerate(people):
        sent_answers(round, person, answers_of(version, answer, place))
    for person in invited:
        invitation(round, person, language="en")
    return close_round(by=None, round=round, at=round.closes_at)


def spread(level: int) -> Answer:
    """Answers around a level: one less, the level or one more; every fourth person moves on from level to level."""

    def answer(person: int, item: str) -> int:
        place = person + len(item) + (level if person % 4 == 0 else 0)
        return max(1, min(5, level + place % 3 - 1))

    return answer


def alike(value: Any) -> Answer:
    return lambda person, item: value


def answers_of(version: InstrumentVersion, answer: Answer, place: int = 0) -> dict[str, Any]:
    """What the person of this place answers to all items, within the options of each."""
    answers = {item: answer(place, item.code) for item in questionnaire(version).items}
    return {
        item.code: min(value, len(item.options)) if isinstance(value, int) else value
        for item, value in answers.items()
        if value is not None
    }
