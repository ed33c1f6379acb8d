"""Findings beside the scores: the power-sharing gap, and the correlates of synergy."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from assessments.closing.publishing.gaps import group_means
from assessments.disclosure.derived import ScoreKey
from assessments.disclosure.publications import Publication
from assessments.models import Finding, Round
from assessments.statistics.correlates import Correlates
from assessments.statistics.groups import differ
from assessments.statistics.scores import Score
from assessments.statistics.thresholds import CLEAR_P, VERDICT_FROM

POWER_SHARING = ("I2", "kind")
CODES = {"element": "goes_with_elements", "process": "goes_with_processes"}


def power_sharing(round: Round, scores: Mapping[str, Mapping[ScoreKey, Score]]) -> list[Finding]:
    """The largest gap on "my views influence what the partnership does" between kinds, with the test over all kinds.

    A largest gap is biased upward: it is never told without that test (STATISTICS 7).
    """
    construct, breakdown = POWER_SHARING
    kinds = group_means(scores.get(breakdown, {})).get(construct, {})
    if len(kinds) < 2:
        return []
    higher, lower = (choose(kinds, key=lambda kind: (kinds[kind].mean, kind)) for choose in (max, min))
    (_f, p), sizes = differ(list(kinds.values())), (kinds[higher].n, kinds[lower].n)
    content: dict[str, Any] = {"higher": higher, "lower": lower, "difference": kinds[higher].mean - kinds[lower].mean}
    content |= {"groups": sorted(kinds), "n_higher": sizes[0], "n_lower": sizes[1], "omnibus_p": p}
    # Below ten people in either group nothing is called clear (STATISTICS 10).
    content["clear"] = min(sizes) >= VERDICT_FROM and p is not None and p < CLEAR_P
    return [Finding(round=round, code="power_sharing", content=content)]


def correlates_of(round: Round, publication: Publication) -> list[Finding]:
    """A finding for the elements and one for the processes; none where synergy itself is not shown."""
    return [
        Finding(round=round, code=CODES[kind], content=_content(correlates))
        for kind, correlates in publication.correlates.items()
    ]


def _content(correlates: Correlates) -> dict[str, Any]:
    if correlates.order == "nothing":
        return {"order": "nothing", "n": None, "predictors": [], "adjusted_r2": None, "dropped": {}}
    predictors = [asdict(correlate) for correlate in correlates.ranked]
    content: dict[str, Any] = {"order": correlates.order, "n": correlates.n, "predictors": predictors}
    return content | {"adjusted_r2": correlates.adjusted_r2, "dropped": dict(correlates.dropped)}
