"""Before a round opens: which groups may be shown at the close, and which had better be merged."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from assessments.disclosure.forecasts import forecast, groups_to_merge
from assessments.groupings import MERGED, NAMES, labels_of, traits_of
from assessments.models import Round
from partnerships.models import Stakeholder
from synergy.web.formats import percent

LIKELY, UNLIKELY = 2 / 3, 1 / 20
Merges = dict[str, dict[str, str]]


@dataclass(frozen=True)
class GroupForecast:
    """A group of a breakdown, and whether it may be shown: "likely", "possible" or "never", in 100 cases."""

    name: str
    members: int
    chance: str
    percent: int
    merged: tuple[str, ...] = ()  # names of the groups it stands for

    @property
    def status(self) -> tuple[str, str]:
        """The chance as the shape of a status and its words."""
        perhaps = _("perhaps: about %(percent)s in 100") % {"percent": self.percent}
        statuses = {"likely": ("done", _("likely")), "possible": ("next", perhaps)}
        return statuses.get(self.chance, ("off", _("no: too few people")))


@dataclass(frozen=True)
class BreakdownForecast:
    """A chosen breakdown with its groups, the largest first; `warning`: why hardly any group will be shown.

    `rate`: the share of the members who are supposed to answer, as people read it.
    """

    code: str
    name: str
    groups: tuple[GroupForecast, ...]
    warning: str
    rate: str


def forecast_groups(
    round: Round, members: Sequence[Stakeholder], day: date, rate: float
) -> tuple[BreakdownForecast, ...]:
    """The breakdowns in the order chosen, if members answer at this rate, 0..1, and every item: missing answers lower
    the chances.

    `members` as `groupings.members_on` gives them; small groups are merged as they would be at the opening. One query a
    breakdown of kinds or sectors.
    """
    chosen = list(round.breakdowns)
    merges = planned_merges(round, members, day, rate)
    people = [_merged_traits(traits_of(member, day), chosen, merges) for member in members]
    crossed = Counter((traits[chosen[0]], traits[chosen[1]] if chosen[1:] else "") for traits in people if chosen)
    _total, chances = forecast(crossed, rate, round.k)
    return tuple(
        _breakdown_forecast(
            round, code, Counter(traits[code] for traits in people), dict(shown), merges.get(code, {}), rate
        )
        for code, shown in zip(chosen, chances, strict=False)
    )


def planned_merges(round: Round, members: Sequence[Stakeholder], day: date, rate: float) -> Merges:
    """Which groups the opening would merge: the groups unlikely to reach K, if another group is left beside them.

    Nothing is merged unless the coordinator asked for it; people whose group is unknown are never merged.
    """
    if not round.merges_small:
        return dict(round.merges)
    merges: Merges = {}
    for breakdown in round.breakdowns:
        sizes = Counter(code for member in members if (code := traits_of(member, day)[breakdown]))
        small = groups_to_merge(sizes, rate, round.k)
        if 1 < len(small) < len(sizes):
            merges[breakdown] = dict.fromkeys(sorted(small), MERGED)
    return merges


def _merged_traits(traits: dict[str, str], breakdowns: Sequence[str], merges: Merges) -> dict[str, str]:
    return {code: merges.get(code, {}).get(traits[code], traits[code]) for code in breakdowns}


def _breakdown_forecast(
    round: Round, code: str, sizes: Counter[str], chances: dict[str, float], merges: dict[str, str], rate: float
) -> BreakdownForecast:
    labels = labels_of(code)
    merged = tuple(labels.get(group, group) for group in merges)
    groups = [
        _group_forecast(
            labels.get(group, group), size, chances.get(group, 0.0), merged if group in merges.values() else ()
        )
        for group, size in sizes.items()
        if group
    ]
    groups.sort(key=lambda group: (-group.members, group.name))
    return BreakdownForecast(code, str(NAMES[code]), tuple(groups), _warning(round, code, groups), percent(rate))


def _warning(round: Round, code: str, groups: list[GroupForecast]) -> str:
    if any(group.chance != "never" for group in groups):
        return ""
    if code != round.breakdowns[0] and groups and groups[0].members >= round.k:
        return _(
            "Beside the first breakdown, no group of this one is likely to be shown: together they would give people"
            " away."
        )
    return _("No group is likely to be shown: there are too few people in them.")


def _group_forecast(name: str, members: int, chance: float, merged: tuple[str, ...]) -> GroupForecast:
    word = "likely" if chance >= LIKELY else "never" if chance < UNLIKELY else "possible"
    return GroupForecast(name, members, word, round(chance * 20) * 5, merged)
