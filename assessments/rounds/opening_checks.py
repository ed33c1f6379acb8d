"""What opening a round would do: who would be invited, what stands in the way, which groups may be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.groupings import members_on
from assessments.invitations.promises import SMALL_ROUND
from assessments.models import Round
from assessments.rounds.group_forecasts import BreakdownForecast, forecast_groups
from partnerships.models import Partnership, Stakeholder

USUAL_RATE = 0.7  # share expected to answer while no round has closed yet


@dataclass(frozen=True)
class Obstacle:
    """Why a round cannot open; `code` is for programs, `until` the moment when the obstacle goes away by itself."""

    code: str
    words: str
    until: datetime | None = None


@dataclass(frozen=True)
class OpeningCheck:
    at: datetime
    members: int
    by_mail: int
    without_address: tuple[str, ...]  # names, as the three that follow
    undeliverable: tuple[str, ...]
    opted_out: tuple[str, ...]
    breakdowns: tuple[BreakdownForecast, ...]  # in the order chosen, with the chance of each group
    obstacles: tuple[Obstacle, ...]
    warnings: tuple[str, ...]

    @property
    def lasting(self) -> tuple[Obstacle, ...]:
        """The obstacles that will still be there at the moment of the check."""
        return tuple(obstacle for obstacle in self.obstacles if obstacle.until is None or obstacle.until > self.at)

    @property
    def by_hand(self) -> int:
        """How many members need their link handed over."""
        return self.members - self.by_mail


def check_opening(round: Round, at: datetime) -> OpeningCheck:
    """Who would be invited and what stands in the way at this moment, which may lie ahead. Bounded queries."""
    day = round.partnership.day(at)
    members = members_on(round.partnership, day)
    return OpeningCheck(
        at=at,
        members=len(members),
        by_mail=sum(person.reachable for person in members),
        without_address=tuple(person.name for person in members if not person.email),
        undeliverable=tuple(person.name for person in members if person.email and person.undeliverable),
        opted_out=tuple(person.name for person in members if person.email and person.opted_out),
        breakdowns=forecast_groups(round, members, day, expected_rate(round.partnership)),
        obstacles=tuple(obstacles_to_opening(round, members, at)),
        warnings=tuple(_warnings(round, members)),
    )


def obstacles_to_opening(round: Round, members: Sequence[Stakeholder], at: datetime) -> list[Obstacle]:
    """Every reason why the round cannot open at that moment. One query."""
    obstacles = []
    if not round.is_planned:
        obstacles.append(Obstacle("state", _("This round is not planned any more.")))
    if round.partnership.is_over(round.partnership.day(at)):
        obstacles.append(Obstacle("over", _("The partnership has ended.")))
    other = Round.objects.filter(partnership=round.partnership, state__in=["open", "closing"]).exclude(pk=round.pk)
    running = other.first()
    if running:
        words = _("Round %(number)s is still open: close it first.") % {"number": running.number}
        by_itself = running.is_by_links
        obstacles.append(Obstacle("other_open", words, running.closes_at if by_itself else None))
    if round.is_by_links:
        obstacles += _obstacles_to_links(round, members, at)
    return obstacles


def _obstacles_to_links(round: Round, members: Sequence[Stakeholder], at: datetime) -> list[Obstacle]:
    obstacles = []
    if round.closes_at <= at:
        obstacles.append(Obstacle("past", _("Its closing date has passed: choose a later one.")))
    if len(members) < _fewest(round):
        obstacles.append(Obstacle("too_few", _too_few_words(len(members), round.k)))
    return obstacles


def _fewest(round: Round) -> int:
    """How many members a round needs: one where answers carry names, K where answers are to stay confidential."""
    return 1 if round.mode == Round.Mode.IDENTIFIED else round.k


def _too_few_words(members: int, k: int) -> str:
    if not members:
        return _("The partnership has no members on this day: add at least %(k)s.") % {"k": k}
    return ngettext(
        "The partnership has %(members)s member on this day. With fewer than %(k)s people, results cannot be kept"
        " confidential: use Identified, or talk instead.",
        "The partnership has %(members)s members on this day. With fewer than %(k)s people, results cannot be kept"
        " confidential: use Identified, or talk instead.",
        members,
    ) % {"members": members, "k": k}


def _warnings(round: Round, members: Sequence[Stakeholder]) -> list[str]:
    if not round.is_by_links:
        return []
    if round.mode == Round.Mode.IDENTIFIED:
        words = _(
            "With fewer than %(k)s answers there are no results of the group: only the named answers, for coordinators."
        )
        return [words % {"k": round.k}] if len(members) < round.k else []
    if not round.k <= len(members) < SMALL_ROUND:
        return []
    return [
        _(
            "Only %(members)s people can take part. A few missing answers may leave nothing to show, and in so small"
            " a group people may guess who wrote what. Respondents are told that few are invited."
        )
        % {"members": len(members)}
    ]


def expected_rate(partnership: Partnership) -> float:
    """The share of invited people who answered the last round by links, 0..1, else the usual share. One query."""
    last = Round.objects.filter(partnership=partnership, collection=Round.Collection.LINKS).closed().first()
    if last is None or not last.invited or last.submitted is None:
        return USUAL_RATE
    return min(1.0, float(last.submitted / last.invited))
