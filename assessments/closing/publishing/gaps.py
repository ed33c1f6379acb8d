"""Who sees it differently: each shown group against the other shown ones, from their published scores."""

from collections.abc import Mapping

from assessments.disclosure.derived import ScoreKey
from assessments.disclosure.rules import ROUNDED_BELOW
from assessments.models import Gap, Round
from assessments.questionnaire import Questionnaire
from assessments.statistics import groups
from assessments.statistics.scores import Score
from assessments.statistics.thresholds import CLEAR_P

_POSSIBLE: dict[groups.GapVerdict, groups.GapVerdict] = {"higher": "possible_higher", "lower": "possible_lower"}


def gaps_of(round: Round, asked: Questionnaire, scores: Mapping[str, Mapping[ScoreKey, Score]]) -> list[Gap]:
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
    return [_row(round, breakdown, code, gap, omnibus[code]) for (code, _gap), gap in zip(gaps, judged, strict=True)]


def _row(round: Round, breakdown: str, construct: str, gap: groups.GroupGap, omnibus_p: float | None) -> Gap:
    """A gap is called clear only where the groups differ at all."""
    differ = omnibus_p is not None and omnibus_p < CLEAR_P
    kept = {name: getattr(gap, name) for name in ("group", "difference", "low", "high")}
    details = {name: getattr(gap, name) for name in ("n", "n_rest", "rest", "p", "p_adjusted")}
    verdict = gap.verdict if differ else _POSSIBLE.get(gap.verdict, gap.verdict)
    details["omnibus_p"] = omnibus_p
    return Gap(round=round, breakdown=breakdown, construct=construct, verdict=verdict, details=details, **kept)
