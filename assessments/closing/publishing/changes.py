"""What changed since the round before and since the first one: differences of published scores."""

from assessments.disclosure.derived import changes
from assessments.disclosure.publications import Publication
from assessments.models import Change, Round
from assessments.questionnaire import CONSTRUCT_KINDS, Questionnaire, questionnaire
from assessments.statistics import change
from assessments.statistics.scores import Score


def changes_of(
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
            rows += [_row(round, against, code, judged[code], *worked_out[code][1:], link.r) for code in codes]
    return rows


def _row(
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
