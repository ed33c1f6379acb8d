"""Who sees it differently: each shown group against the other shown ones, and the power-sharing gap."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from assessments.models import Finding, Gap, Round, Score
from assessments.queries.instruments import Questionnaire
from assessments.scoring import disclosure, groups
from assessments.scoring.change import CLEAR_P, FEW, touches_zero
from assessments.scoring.families import holm
from assessments.services.publishing.cells import has_mean, printed, telling_p
from assessments.services.publishing.plans import Plan, compared
from assessments.services.publishing.respondents import Respondents

POWER_SHARING = ("I2", "kind")
_POSSIBLE: dict[groups.GapVerdict, groups.GapVerdict] = {"higher": "possible_higher", "lower": "possible_lower"}
_Family = list[tuple[str, groups.Gap, groups.Omnibus]]  # construct, gap, test over all groups


def gaps_of(round: Round, asked: Questionnaire, plan: Plan, now: Respondents, scores: Iterable[Score]) -> list[Gap]:
    """A row a construct and shown group; Holm over the groups and constructs of one kind (themes, elements ...).

    The others are the other groups whose mean is printed: nothing here rests on people whose group is hidden.
    """
    scores = list(scores)
    printable = _printable(plan, now, scores)
    coarse = {(row.breakdown, row.construct) for row in scores if row.details.get("decimals") == 1}
    rows: list[Gap] = []
    for breakdown in dict.fromkeys(group.breakdown for group in plan.groups):
        for kind in dict.fromkeys(one.kind for one in compared(asked)):
            codes = [one.code for one in compared(asked) if one.kind == kind]
            family = _family({code: printable.get((breakdown, code), {}) for code in codes})
            rows += [_row(round, breakdown, *one, coarse=(breakdown, one[0]) in coarse) for one in family]
    return rows


def _printable(
    plan: Plan, now: Respondents, scores: Iterable[Score]
) -> dict[tuple[str, str], dict[str, "pd.Series[float]"]]:
    """(breakdown, construct) -> group -> person scores, of the groups whose mean is printed; at least two of them."""
    members = {(group.breakdown, group.code): group.rows for group in plan.groups}
    found: dict[tuple[str, str], dict[str, pd.Series[float]]] = {}
    for row in scores:
        if row.group and has_mean(row):
            values = now.constructs.loc[members[row.breakdown, row.group], row.construct]
            found.setdefault((row.breakdown, row.construct), {})[row.group] = values
    return {place: one for place, one in found.items() if len(one) > 1}


def _family(constructs: dict[str, dict[str, "pd.Series[float]"]]) -> _Family:
    found: _Family = []
    for code, scores in constructs.items():
        if scores:
            omnibus = groups.welch_anova(scores)
            found += [(code, gap, omnibus) for gap in groups.against_rest(scores)]
    adjusted = holm([gap.p for _, gap, _ in found])
    judged = groups.adjust_gaps([gap for _, gap, _ in found], adjusted)
    return [(code, gap, omnibus) for (code, _, omnibus), gap in zip(found, judged, strict=True)]


def _row(
    round: Round, breakdown: str, construct: str, gap: groups.Gap, omnibus: groups.Omnibus, *, coarse: bool
) -> Gap:
    """With one decimal where the mean of any of the groups has but one: more would tell that mean."""
    places = 1 if coarse else disclosure.decimals(min(gap.n, gap.n_rest), group=True)
    low, high = disclosure.rounded(gap.low, places), disclosure.rounded(gap.high, places)
    gate = omnibus.p is not None and omnibus.p < CLEAR_P and not touches_zero(low, high)
    ordinal = printed(gap.ordinal, places) if gap.ordinal and gap.verdict != "too_few" else None
    return Gap(
        round=round,
        breakdown=breakdown,
        group=gap.group,
        construct=construct,
        difference=disclosure.rounded(gap.difference, places),
        low=low,
        high=high,
        # A group stands apart clearly only where the groups differ at all, and where the printed interval says so.
        verdict=gap.verdict if gate else _POSSIBLE.get(gap.verdict, gap.verdict),
        details={
            "n": gap.n,
            "n_rest": gap.n_rest,
            "p_adjusted": telling_p(gap.p_adjusted, places),
            "omnibus_p": telling_p(omnibus.p, places),
            "tested": omnibus.p is not None,
            "ordinal": ordinal,
        },
    )


def power_sharing(round: Round, plan: Plan, now: Respondents, scores: Iterable[Score]) -> list[Finding]:
    """The largest gap on "my views influence what the partnership does" between kinds, with the test over all kinds."""
    item, breakdown = POWER_SHARING
    kinds = _printable(plan, now, scores).get((breakdown, item), {})
    pair, omnibus = groups.largest_gap(kinds)
    if pair is None:
        return []
    sizes = {code: int(kinds[code].count()) for code in (pair.higher, pair.lower)}
    places = disclosure.decimals(min(sizes.values()), group=True)
    shown = printed(pair, places)
    gate = omnibus.p is not None and omnibus.p < CLEAR_P and not touches_zero(shown["low"], shown["high"])
    content: dict[str, Any] = {
        **shown,
        "p": telling_p(pair.p, places),
        "groups": sorted(kinds),
        "n_higher": sizes[pair.higher],
        "n_lower": sizes[pair.lower],
        "omnibus_p": telling_p(omnibus.p, places),
        # Below ten people in either group only the interval is given (STATISTICS 10).
        "clear": min(sizes.values()) >= FEW and gate,
    }
    return [Finding(round=round, code="power_sharing", content=content)]
