"""Partnerships of any size, with rounds that can be opened, answered and closed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from random import Random

from assessments.demonstration.people import grant, login
from assessments.imports.bulk_answers import GivenAnswers, seal_answers
from assessments.models import InstrumentVersion, Round
from assessments.rounds.services import open_round, plan_round
from bench.answers import USUAL, NonResponse, some_answers
from partnerships.models import Membership, Organisation, Partnership, Programme, Sector, Stakeholder, StakeholderKind
from synergy.accounts.models import User

_BATCH = 1000
_SECTORS = 4  # beside nine kinds: every pair of them occurs
_BREAKDOWNS = ("kind", "sector")


@cache
def coordinator() -> User:
    return login("coordinator", "coordinator")[0]


def version() -> InstrumentVersion:
    return InstrumentVersion.objects.get(code="core_1")


def partnership_of(members: int, name: str, at: datetime, kinds: Sequence[str] = ()) -> Partnership:
    """A partnership with this many members, who take turns in being of these kinds (all of them)."""
    programme, _made = Programme.objects.get_or_create(slug="bench", defaults={"name": "Bench"})
    begun = (at - timedelta(days=900)).date()
    partnership = Partnership.objects.create(
        programme=programme, name=name, slug=name, mission="Measured.", started_on=begun, time_zone="America/Toronto"
    )
    grant(coordinator(), partnership, "coordinator")
    homes = Organisation.objects.bulk_create(
        [
            Organisation(partnership=partnership, name=f"Organisation {place}", sector=sector)
            for place, sector in enumerate(Sector.objects.order_by("pk")[:_SECTORS], start=1)
        ]
    )
    known = {kind.code: kind for kind in StakeholderKind.objects.all()}
    taken = [known[code] for code in kinds] or list(known.values())
    people = Stakeholder.objects.bulk_create(
        [
            Stakeholder(
                partnership=partnership,
                name=f"Member {number}",
                email=f"member.{number}@{name}.example.org",
                language="fr" if number % 2 else "en",
                kind=taken[number % len(taken)],
            )
            for number in range(members)
        ],
        batch_size=_BATCH,
    )
    Membership.objects.bulk_create(
        [
            Membership(
                stakeholder=person, organisation=homes[place % len(homes)], started_on=begun, reason="Asked to join"
            )
            for place, person in enumerate(people)
        ],
        batch_size=_BATCH,
    )
    return partnership


def planned_round(partnership: Partnership, at: datetime, breakdowns: Sequence[str] = _BREAKDOWNS) -> Round:
    """A round with these breakdowns that may be opened at this moment, and closes two weeks later."""
    return plan_round(
        by=coordinator(),
        partnership=partnership,
        version=version(),
        opens_at=at,
        closes_at=at + timedelta(days=14),
        breakdowns=breakdowns,
        at=at - timedelta(days=1),
    )


def answered_round(partnership: Partnership, at: datetime) -> Round:
    """An open round that every member has answered."""
    opened = open_round(by=coordinator(), round=planned_round(partnership, at), at=at)
    answer(opened, Random(opened.number), at)
    return opened


def answer(round: Round, random: Random, at: datetime, level: float = 0.0, missing: NonResponse = USUAL) -> None:
    """Seal the answers of everybody invited to this open round."""
    items = round.version.content["items"]
    given = [
        GivenAnswers(
            answers=some_answers(random, items, level, missing),
            about={"kind": invitation.kind, "sector": invitation.sector, "tenure": invitation.tenure},
            invitation=invitation,
        )
        for invitation in round.invitations.order_by("stakeholder")
    ]
    seal_answers(round=round, given=given, at=at)
