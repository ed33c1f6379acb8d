"""A simulated partnership held for real: invitations, sealed answers, and rounds that are closed by the service."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from assessments.groupings import MERGED
from assessments.instruments.services import digest_of as digest_of_content
from assessments.models import InstrumentVersion, Round
from assessments.models.answers import SealedAnswers
from assessments.rounds.closing import close_round
from partnerships.models import Partnership, Stakeholder
from tests import factories
from tests.attack.partnerships import KINDS, Answered
from tests.attack.stories import Story
from tests.attack.versions import Content

START = datetime(2024, 1, 8, 14, tzinfo=UTC)
HALF_A_YEAR = timedelta(days=182)


def version_of(core: InstrumentVersion, content: Content) -> InstrumentVersion:
    if content["code"] == core.code:
        return core
    return InstrumentVersion.objects.create(
        instrument=core.instrument,
        number=99,
        code=content["code"],
        content=content,
        digest=digest_of_content(content),
        published_at=core.published_at,
    )


def answered_in(story: Story, waves: Sequence[Sequence[Answered]]) -> list[list[Answered]]:
    """The same people with the answers of another story; what they skipped stays skipped."""
    items = story.scoring.items
    found = []
    for people, wave in zip(story.rounds, waves, strict=True):
        chosen = [
            {item.code: int(place) + item.lo for item, place in zip(items, row, strict=True) if place >= 0}
            for row in people.places
        ]
        pairs = zip(wave, chosen, strict=True)
        found.append([Answered(one.person, one.traits, one.answers | given, one.imported) for one, given in pairs])
    return found


def hold(
    partnership: Partnership,
    version: InstrumentVersion,
    waves: Sequence[Sequence[Answered]],
    breakdowns: Sequence[str] = ("kind",),
    k: int = 5,
) -> list[Round]:
    """One round after the other, opened and closed as usual."""
    people = {one.person for wave in waves for one in wave}
    members = {one: factories.member(partnership, f"Person {one}", kind="clinician") for one in sorted(people)}
    return [
        _held(_opened(partnership, version, number, breakdowns, k), wave, members)
        for number, wave in enumerate(waves, start=1)
    ]


def _opened(
    partnership: Partnership, version: InstrumentVersion, number: int, breakdowns: Sequence[str], k: int
) -> Round:
    at = START + HALF_A_YEAR * number
    merges = {"kind": dict.fromkeys(KINDS[2:], MERGED)} if "kind" in breakdowns else {}
    return factories.open_round(
        partnership, version, number, k=k, breakdowns=list(breakdowns), merges=merges, opens_at=at
    )


def _held(round: Round, wave: Sequence[Answered], members: dict[int, Stakeholder]) -> Round:
    for one in wave:
        if one.imported:
            SealedAnswers.objects.create(
                round=round, answers=one.answers, about=one.traits, imported_key=f"key {one.person}"
            )
        else:
            factories.sent_answers(round, members[one.person], one.answers, **one.traits)
    return close_round(by=None, round=round, at=round.closes_at)
