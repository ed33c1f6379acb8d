"""What opening a round would do: who would be invited, what stands in the way, which groups may be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.groupings import members_on
from assessments.invitations.promises import SMALL_ROUND
from assessments.models import Round
from assessments.rounds.forecasts import Breakdown, forecast_groups
from partnerships.models import Partnership, Stakeholder

USUAL_RATE = 0.7  # share expected to answer while no round has closed yet


@dataclass(frozen=True)
class Obstacle:
    """Why a round cannot open; `code` is for programs, `until` the moment when it goes away by itself."""

    code: str
    words: str
    until: datetime | None = None


@dataclass(frozen=True)
class Opening:
    at: datetime
    members: int
    by_mail: int
    without_address: tuple[str, ...]  # names, as the three that follow
    undeliverable: tuple[str, ...]
    opted_out: tuple[str, ...]
    breakdowns: tuple[Breakdown, ...]  # in the order chosen, with the chance of each group
    obstacles: tuple[Obstacle, ...]
    warnings: tuple[str, ...]

    @property
    def lasting(self) -> tuple[Obstacle, ...]:
        """The obstacles that will still be there at that moment."""
        return tuple(one for one in self.obstacles if one.until is None or one.until > self.at)

    @property
    def by_hand(self) -> int:
        """How many need their link handed over."""
        return self.members - self.by_mail


def opening(round: Round, at: datetime) -> Opening:
    """The check before a round opens, at that moment, which may lie ahead. Bounded queries."""
    day = round.partnership.day(at)
    members = members_on(round.partnership, day)
    return Opening(
        at=at,
        members=len(members),
        by_mail=sum(person.reachable for person in members),
        without_address=tuple(person.name for person in members if not person.email),
        undeliverable=tuple(person.name for person in members if person.email and person.undeliverable),
        opted_out=tuple(person.name for person in members if person.email and person.opted_out),
        breakdowns=forecast_groups(round, members, day, expected_rate(round.partnership)),
        obstacles=tuple(obstacles(round, members, at)),
        warnings=tuple(_warnings(round, members)),
    )


def obstacles(round: Round, members: Sequence[Stakeholder], at: datetime) -> list[Obstacle]:
    """Every reason why the round cannot open at that moment. One query."""
    found = []
    if not round.is_planned:
        found.append(Obstacle("state", _("This round is not planned any more.")))
    if round.partnership.is_over(round.partnership.day(at)):
        found.append(Obstacle("over", _("The partnership has ended.")))
    other = Round.objects.filter(partnership=round.partnership, state__in=["open", "closing"]).exclude(pk=round.pk)
    running = other.first()
    if running:
        words = _("Round %(number)s is still open: close it first.") % {"number": running.number}
        by_itself = running.collection == Round.Collection.LINKS
        found.append(Obstacle("other_open", words, running.closes_at if by_itself else None))
    if round.collection == Round.Collection.LINKS:
        found += _obstacles_to_links(round, members, at)
    return found


def _obstacles_to_links(round: Round, members: Sequence[Stakeholder], at: datetime) -> list[Obstacle]:
    found = []
    if round.closes_at <= at:
        found.append(Obstacle("past", _("Its closing date has passed: choose a later one.")))
    if len(members) < _fewest(round):
        found.append(Obstacle("too_few", too_few(len(members), round.k)))
    return found


def _fewest(round: Round) -> int:
    """Named answers can be asked of anybody; what is to stay confidential needs K people."""
    return 1 if round.mode == Round.Mode.IDENTIFIED else round.k


def too_few(members: int, k: int) -> str:
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
    if round.collection != Round.Collection.LINKS:
        return []
    if round.mode == Round.Mode.IDENTIFIED:
        return [_no_group_results(round.k)] if len(members) < round.k else []
    if not round.k <= len(members) < SMALL_ROUND:
        return []
    return [
        _(
            "Only %(members)s people can take part. A few missing answers may leave nothing to show, and in so small"
            " a group people may guess who wrote what. Respondents are told that few are invited."
        )
        % {"members": len(members)}
    ]


def _no_group_results(k: int) -> str:
    return _(
        "With fewer than %(k)s answers there are no results of the group: only the named answers, for coordinators."
    ) % {"k": k}


def expected_rate(partnership: Partnership) -> float:
    """The share that answered the last round by links, 0..1, or what is usual. One query."""
    last = Round.objects.filter(partnership=partnership, collection=Round.Collection.LINKS).closed().first()
    if last is None or not last.invited or last.submitted is None:
        return USUAL_RATE
    return min(1.0, float(last.submitted / last.invited))
