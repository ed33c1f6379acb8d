"""The publication plan: which groups of a round may be shown at all, worked out once from the counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from assessments.models import Round
from assessments.queries.groupings import merges_of
from assessments.queries.instruments import Construct, Questionnaire
from assessments.scoring import disclosure, margins
from assessments.services.publishing.cells import FULL_PRECISION_FROM
from assessments.services.publishing.omissions import Omissions
from assessments.services.publishing.respondents import Respondents

DISTRIBUTION_FROM = 8
COMMENTS_FROM = 8
MOST_BREAKDOWNS = 2
# Of the indicators, groups are compared on one only: whether one's views count (the power-sharing gap).
_GROUP_INDICATORS = ("I2",)


@dataclass(frozen=True)
class Group:
    """A set of respondents as rows of the frames; the empty codes are everybody."""

    breakdown: str
    code: str
    rows: "pd.Series[bool]"
    shown: bool


@dataclass(frozen=True)
class Plan:
    """Everybody, the groups in the order of their breakdowns, and the documentation that is stored."""

    everybody: Group
    groups: tuple[Group, ...]
    content: dict[str, Any]
    omissions: Omissions


def compared(asked: Questionnaire) -> list[Construct]:
    """The constructs on which groups are shown."""
    return [one for one in asked.constructs if one.kind != "indicator" or one.code in _GROUP_INDICATORS]


def distribution_from(k: int) -> int:
    return max(DISTRIBUTION_FROM, k)


def make_plan(round: Round, asked: Questionnaire, now: Respondents) -> Plan:
    """Everybody, then the groups of one or two breakdowns chosen and ranked before opening (STATISTICS 9).

    Hidden is what STATISTICS 9 says for all scales at once; of two breakdowns the second loses groups until no
    combination of both rests on fewer than K people, up to all of them.
    """
    enough = _enough(now, round.k)
    # Beside imported answers, which their importer knows, a group would have to be large without them: show none.
    chosen = [] if now.mixed else round.breakdowns[:MOST_BREAKDOWNS]
    codes = {breakdown: now.groups(round, breakdown) for breakdown in chosen}
    everybody = Group("", "", pd.Series(data=True, index=now.answers.index, dtype=bool), enough)
    patterns = _patterns(round, asked, now, list(codes.values())) if enough else []
    groups: list[Group] = []
    listed = []
    for rank, (breakdown, column) in enumerate(codes.items(), start=1):
        # People who did not say are a group like any other, under the empty code; it is never listed.
        present = sorted(set(column) - {""})
        shown = set(patterns[rank - 1].shown) if enough else set()
        groups += [Group(breakdown, code, column == code, code in shown) for code in present]
        listed.append(_listed(round, breakdown, rank, present, shown))
    omissions = Omissions.of(round, asked, now, {one["code"]: one["shown"] for one in listed})
    return Plan(everybody, tuple(groups), _content(round, asked, now, listed), omissions)


def _enough(now: Respondents, k: int) -> bool:
    everybody = pd.Series(data=True, index=now.answers.index, dtype=bool)
    return len(now) >= k and not now.gives_away(everybody, k)


def _patterns(
    round: Round, asked: Questionnaire, now: Respondents, columns: Sequence["pd.Series[str]"]
) -> list[disclosure.Partition]:
    # A scale too few people answered is shown of nobody, so it must not hide the groups on the other scales.
    codes = [one.code for one in compared(asked) if now.constructs[one.code].count() >= round.k]
    valid = now.constructs[codes].notna().astype(int)
    valid[""] = 1  # the people themselves, whether they have a score or not
    if not columns:
        return []
    table = valid.groupby([column.rename(str(place)) for place, column in enumerate(columns)]).sum()
    counts: Any = table.to_dict("index")
    if len(columns) == 1:
        return [disclosure.one_partition(counts, round.k)]
    plan = margins.plan_two(counts, round.k)
    return [plan.first, plan.second]


def _listed(round: Round, breakdown: str, rank: int, present: list[str], shown: set[str]) -> dict[str, Any]:
    """A breakdown in the stored plan. Why a single group is hidden is not kept: all hidden groups look alike."""
    kept = [code for code in present if code in shown]
    reason = "" if kept else ("too_small" if rank == 1 else "too_small_beside_first")
    return {
        "code": breakdown,
        "rank": rank,
        "shown": kept,
        "hidden": [code for code in present if code not in shown],
        "merged": dict(merges_of(round, breakdown)),
        "reason": reason,
    }


def _content(round: Round, asked: Questionnaire, now: Respondents, listed: list[dict[str, Any]]) -> dict[str, Any]:
    enough, comments_from = _enough(now, round.k), max(COMMENTS_FROM, round.k)
    who_comments = int(now.by_link.sum()) if now.mixed else len(now)
    return {
        "k": round.k,
        "distribution_from": distribution_from(round.k),
        "comments_from": comments_from,
        "coarse_below": disclosure.SMALL_CELL,
        "one_decimal_below": {"everybody": disclosure.SMALL_CELL, "group": disclosure.COARSE_CELL},
        "full_precision_from": FULL_PRECISION_FROM,
        "respondents": len(now),
        "published": enough,
        "comments_readable": who_comments >= comments_from,
        "reason": "" if enough else "too_few_respondents",
        "not_shown": [one.code for one in asked.constructs if now.constructs[one.code].count() < round.k],
        "breakdowns": listed,
        "linked": [],
    }
