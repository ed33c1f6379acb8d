"""How a score comes about, so that a reader can work it out again: its sum, its interval, and what these rest on.

Three questions with the means 3.91, 4.09 and 3.64 have the score (3.91 + 4.09 + 3.64) ÷ 3 = 3.88.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.questionnaire import Construct, Item
from assessments.results.items.answers import item_mean_words
from assessments.results.items.methods import pooled_note
from assessments.results.queries import RoundResults
from assessments.results.values import PlanValue, ScoreValue, TallyValue
from assessments.results.wording.correlations import together_words
from assessments.results.wording.means import interval_words, mean_words
from assessments.statistics.rounding import round_half_up
from synergy.charts.shapes import ChartTable
from synergy.web.formats import number

IN_A_LINE = 6  # questions whose means stand in the sum itself; of more, the sum is that of the table
SUM_DECIMALS, ERROR_DECIMALS, SPREAD_DECIMALS = 4, 4, 3
POOLED_MARK = "*"
Counted = Sequence[tuple[Item, TallyValue]]
"""The questions whose means the score is the mean of; one without an SD has too few answers and borrows a spread."""


@dataclass(frozen=True)
class Arithmetic:
    """`sum` reads “(3.91 + 4.09) ÷ 2 = 4.00”; `used` is empty where every question counts.

    `steps` say how the standard error comes about, `table` has what it takes, `note` says what its mark means.
    """

    sum: str
    rounded: str
    used: str
    interval: str
    together: str
    n: int
    steps: list[str]
    table: ChartTable
    note: str = ""


def arithmetic(results: RoundResults, tallies: Mapping[str, TallyValue], construct: Construct) -> Arithmetic | None:
    """None where there is no score, and for one of the older method, which is no sum of its questions."""
    value = results.value(construct.code)
    if value.mean is None or value.is_method_one:
        return None
    counted = [(item, tallies[item.code]) for item in construct.items if item.code in value.items]
    borrows = any(tally.sd is None for _item, tally in counted)
    return Arithmetic(
        sum=_sum(value, counted),
        rounded=_rounded(value, counted),
        used=_used_sentence(value, construct, results.plan.k),
        interval=interval_words(value),
        together=together_words(results, value),
        n=value.n or 0,
        steps=_steps(results.plan, value, counted),
        table=_table(results.plan, counted),
        note=pooled_note(results, tallies) if borrows else "",
    )


def _printed(counted: Counted) -> float:
    """The sum of the means as they are printed."""
    return round_half_up(sum(round_half_up(tally.mean or 0, tally.decimals) for _item, tally in counted), 2)


def _sum(value: ScoreValue, counted: Counted) -> str:
    if len(counted) < 2:
        return ""
    words = {"k": len(counted), "score": mean_words(value), "total": number(_printed(counted), 2)}
    if len(counted) > IN_A_LINE:
        return _("%(total)s ÷ %(k)s = %(score)s") % words
    means = " + ".join(item_mean_words(item, tally) for item, tally in counted)
    return _("(%(means)s) ÷ %(k)s = %(score)s") % (words | {"means": means})


def _rounded(value: ScoreValue, counted: Counted) -> str:
    """Said where the printed means would give another last digit."""
    mean = value.mean or 0
    if len(counted) < 2 or round_half_up(_printed(counted) / len(counted), 2) == round_half_up(mean, 2):
        return ""
    return _("The means are rounded here; the score is worked out before they are.")


def _used_sentence(value: ScoreValue, construct: Construct, k: int) -> str:
    """“3 of 4 questions: …” where one does not count."""
    missing = len(construct.items) - len(value.items)
    if not missing or not value.items:
        return ""
    words = ngettext(
        "%(used)s of %(total)s questions: one was answered by fewer than %(k)s people and does not count.",
        "%(used)s of %(total)s questions: %(missing)s were answered by fewer than %(k)s people and do not count.",
        missing,
    )
    return words % {"used": len(value.items), "total": len(construct.items), "missing": missing, "k": k}


def missing_words(results: RoundResults, construct: Construct) -> str:
    """Why there is no score."""
    if results.value(construct.code).shown or construct.is_compared:
        return ""
    needed = construct.scale.needed
    words = ngettext(
        "No score: at least %(needed)s question needs %(k)s answers or more.",
        "No score: at least %(needed)s of %(total)s questions need %(k)s answers or more.",
        needed,
    )
    return words % {"needed": needed, "total": len(construct.items), "k": results.plan.k}


def _steps(plan: PlanValue, value: ScoreValue, counted: Counted) -> list[str]:
    """SE² = (1/k²) [Σ s²/n + Σ ρ s s/n] in the numbers of this score (STATISTICS 2)."""
    if not value.n or value.sd is None:
        return []
    k, error = len(counted), value.sd / sqrt(value.n)
    own = sum(_spread(plan, tally) ** 2 / (tally.n or 0) for _item, tally in counted)
    joint = max(0.0, (error * k) ** 2 - own)
    numbers = {
        "own": number(own, SUM_DECIMALS),
        "joint": number(joint, SUM_DECIMALS),
        "k": k,
        "n": value.n,
        "error": number(error, ERROR_DECIMALS),
    }
    steps = [_("Each question by itself, spread × spread ÷ answers, added up: %(own)s.") % numbers]
    if k == 1:
        steps.append(_("Standard error: √%(own)s = %(error)s.") % numbers)
    else:
        steps += [
            _(
                "Every question with every other one (each pair twice), spread × spread × how strongly they go "
                "together ÷ %(n)s people, added up: %(joint)s."
            )
            % numbers,
            _("Standard error: √(%(own)s + %(joint)s) ÷ %(k)s = %(error)s.") % numbers,
        ]
    if value.note:
        steps.append(_("Without any spread, one more answer is supposed, half of it at either end of the scale."))
    return [*steps, _("Numbers are rounded here; they are worked out before they are.")]


def _spread(plan: PlanValue, tally: TallyValue) -> float:
    return (plan.spread or 0.0) if tally.sd is None else tally.sd


def _table(plan: PlanValue, counted: Counted) -> ChartTable:
    columns = [_("Question"), _("Answers"), _("Mean"), _("Spread (SD)")]
    rows = [
        [str(item.text), str(tally.n or 0), item_mean_words(item, tally), _spread_words(plan, tally)]
        for item, tally in counted
    ]
    if len(counted) > 1:
        rows.append([_("Sum"), "", number(_printed(counted), 2), ""])
    return ChartTable(columns, rows)


def _spread_words(plan: PlanValue, tally: TallyValue) -> str:
    spread = _spread(plan, tally)
    return f"{number(spread, 1)}{POOLED_MARK}" if tally.sd is None else number(spread, SPREAD_DECIMALS)
