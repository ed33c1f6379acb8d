"""Findings beside the scores: changes, gaps between groups, the power-sharing gap, and the correlates of synergy."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from assessments.disclosure.derived import ScoreKey, changes
from assessments.disclosure.publications import Publication
from assessments.disclosure.rules import ROUNDED_BELOW
from assessments.models import Change, Finding, Gap, Round
from assessments.questionnaire import CONSTRUCT_KINDS, Questionnaire, questionnaire
from assessments.statistics import change, groups
from assessments.statistics.correlates import Correlates
from assessments.statistics.scores import Score
from assessments.statistics.thresholds import CLEAR_P, VERDICT_FROM

POWER_SHARING = ("I2", "kind")
_POSSIBLE: dict[groups.GapVerdict, groups.GapVerdict] = {"higher": "possible_higher", "lower": "possible_lower"}
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
    (_f, p), sizes = groups.differ(list(kinds.values())), (kinds[higher].n, kinds[lower].n)
    content: dict[str, Any] = {"higher": higher, "lower": lower, "difference": kinds[higher].mean - kinds[lower].mean}
    content |= {"groups": sorted(kinds), "n_higher": sizes[0], "n_lower": sizes[1], "omnibus_p": p}
    # Below ten people in either group nothing is called clear (STATISTICS 10).
    content["clear"] = min(sizes) >= VERDICT_FROM and p is not None and p < CLEAR_P
    return [Finding(round=round, code="power_sharing", content=content)]


def compute_correlates(round: Round, publication: Publication) -> list[Finding]:
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


def compute_gaps(round: Round, asked: Questionnaire, scores: Mapping[str, Mapping[ScoreKey, Score]]) -> list[Gap]:
    """A row a construct and shown group; Holm over the groups and constructs of one kind (themes, elements ...).

    `scores`: breakdown -> scores of its groups.
    """
    rows: list[Gap] = []
    for breakdown, of_groups in scores.items():
        means = group_means(of_groups)
        for kind in dict.fromkeys(construct.kind for construct in asked.constructs):
            codes = [construct.code for construct in asked.of_kind(kind)]
            rows += _judged_together(round, breakdown, {code: means.get(code, {}) for code in codes})
    return rows


def group_means(scores: Mapping[ScoreKey, Score]) -> dict[str, dict[str, groups.GroupMean]]:
    """Construct -> shown group -> its mean."""
    means: dict[str, dict[str, groups.GroupMean]] = {}
    for (group, construct), score in scores.items():
        if group:
            means.setdefault(construct, {})[group] = groups.GroupMean(score.n, score.mean, score.se)
    return means


def _judged_together(
    round: Round, breakdown: str, constructs: Mapping[str, Mapping[str, groups.GroupMean]]
) -> list[Gap]:
    omnibus = {code: groups.differ(list(means.values()))[1] for code, means in constructs.items()}
    gaps = [(code, gap) for code, means in constructs.items() for gap in groups.against_rest(means)]
    small = any(mean.n < ROUNDED_BELOW for means in constructs.values() for mean in means.values())
    judged = groups.judge_gaps([gap for _code, gap in gaps], 1 if small else 2)
    return [
        _gap_row(round, breakdown, code, gap, omnibus[code]) for (code, _gap), gap in zip(gaps, judged, strict=True)
    ]


def _gap_row(round: Round, breakdown: str, construct: str, gap: groups.GroupGap, omnibus_p: float | None) -> Gap:
    """A gap is called clear only where the groups differ at all."""
    differ = omnibus_p is not None and omnibus_p < CLEAR_P
    kept = {name: getattr(gap, name) for name in ("group", "difference", "low", "high")}
    details = {name: getattr(gap, name) for name in ("n", "n_rest", "rest", "p", "p_adjusted")}
    verdict = gap.verdict if differ else _POSSIBLE.get(gap.verdict, gap.verdict)
    details["omnibus_p"] = omnibus_p
    return Gap(round=round, breakdown=breakdown, construct=construct, verdict=verdict, details=details, **kept)


def compute_changes(
    round: Round, asked: Questionnaire, publication: Publication, earlier: dict[int, tuple[Round, Publication]]
) -> list[Change]:
    """Changes of every construct against these rounds, judged within families by Holm; the latest round last."""
    rows: list[Change] = []
    for link in reversed(publication.linkages):
        against, before = earlier[link.number]
        then = questionnaire(against.version).scoring
        worked_out = changes((then, before), (asked.scoring, publication), link)
        for kind in CONSTRUCT_KINDS:
            codes = [construct.code for construct in asked.of_kind(kind) if construct.code in worked_out]
            judged = change.judge_family({code: worked_out[code][0] for code in codes})
            rows += [_change_row(round, against, code, judged[code], *worked_out[code][1:], link.r) for code in codes]
    return rows


def _change_row(
    round: Round, against: Round, code: str, judged: change.Change, before: Score, after: Score, r: float
) -> Change:
    """Effect sizes only from the size at which a change gets a verdict."""
    kept = {name: getattr(judged, name) for name in ("difference", "low", "high", "verdict")}
    details = {name: getattr(judged, name) for name in ("p", "p_adjusted", "arrow", "n_before", "n_after")}
    details |= {"r": r, "before": before.mean, "after": after.mean, "items": list(after.items)}
    details["effect"] = None if judged.verdict == "too_few" else judged.effect
    row = Change(round=round, against=against, construct=code, **kept, details=details, linked=judged.both > 0)
    row.n_linked = judged.both if row.linked else None
    return row
