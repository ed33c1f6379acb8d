"""Who sees it differently: each shown group against the other shown ones, from their published scores."""

from collections.abc import Mapping

from assessments.disclosure.derived import Place
from assessments.disclosure.rules import ROUNDED_BELOW
from assessments.models import Gap, Round
from assessments.questionnaire import Questionnaire
from assessments.statistics import groups
from assessments.statistics.scores import Score
from assessments.statistics.thresholds import CLEAR_P

_POSSIBLE: dict[groups.GapVerdict, groups.GapVerdict] = {"higher": "possible_higher", "lower": "possible_lower"}


def gaps_of(round: Round, asked: Questionnaire, scores: Mapping[str, Mapping[Place, Score]]) -> list[Gap]:
    """A row a construct and shown group; Holm over the groups and constructs of one kind (themes, elements ...).

    `scores`: breakdown -> scores of its groups.
    """
    rows: list[Gap] = []
    for breakdown, of_groups in scores.items():
        seen = seen_by_groups(of_groups)
        for kind in dict.fromkeys(one.kind for one in asked.constructs):
            rows += _family(round, breakdown, {one.code: seen.get(one.code, {}) for one in asked.of_kind(kind)})
    return rows


def seen_by_groups(scores: Mapping[Place, Score]) -> dict[str, dict[str, groups.Seen]]:
    """Construct -> shown group -> how it sees it."""
    told: dict[str, dict[str, groups.Seen]] = {}
    for (group, construct), score in scores.items():
        if group:
            told.setdefault(construct, {})[group] = groups.Seen(score.n, score.mean, score.se)
    return told


def _family(round: Round, breakdown: str, constructs: Mapping[str, Mapping[str, groups.Seen]]) -> list[Gap]:
    tests = {code: groups.differ(list(seen.values())) for code, seen in constructs.items()}
    listed = [(code, gap) for code, seen in constructs.items() for gap in groups.against_rest(seen)]
    small = any(one.n < ROUNDED_BELOW for seen in constructs.values() for one in seen.values())
    judged = groups.judge_gaps([gap for _code, gap in listed], 1 if small else 2)
    return [_row(round, breakdown, code, gap, tests[code].p) for (code, _gap), gap in zip(listed, judged, strict=True)]


def _row(round: Round, breakdown: str, construct: str, gap: groups.Gap, omnibus_p: float | None) -> Gap:
    """A group stands apart clearly only where the groups differ at all."""
    differ = omnibus_p is not None and omnibus_p < CLEAR_P
    kept = {name: getattr(gap, name) for name in ("group", "difference", "low", "high")}
    details = {name: getattr(gap, name) for name in ("n", "n_rest", "rest", "p", "p_adjusted")}
    verdict = gap.verdict if differ else _POSSIBLE.get(gap.verdict, gap.verdict)
    details["omnibus_p"] = omnibus_p
    return Gap(round=round, breakdown=breakdown, construct=construct, verdict=verdict, details=details, **kept)
