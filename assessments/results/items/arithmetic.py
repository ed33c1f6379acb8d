"""How a score comes about, so that a reader can work it out again: its sum, its interval, and what these rest on.

Three questions with the means 3.91, 4.09 and 3.64 have the score (3.91 + 4.09 + 3.64) ÷ 3 = 3.88.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.disclosure.rules import FEWEST_SPREADS
from assessments.questionnaire import Construct, Item
from assessments.results.items.correlations import round_sentences, together_words
from assessments.results.items.tallies import mean_words
from assessments.results.queries import RoundResults
from assessments.results.values import Plan, TallyValue, Value
from assessments.results.wording import words as say
from assessments.statistics.rounding import round_half_up
from synergy.charts.shapes import Table
from synergy.web.formats import number

IN_A_LINE = 6  # questions whose means stand in the sum itself; of more, the sum is that of the table
SUM_DECIMALS, ERROR_DECIMALS, SPREAD_DECIMALS = 4, 4, 3
BORROWED = "*"
ALL, WITH_DISTRIBUTION, QUARTER = "all", "with_distribution", "quarter"  # whose spread a question borrows


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
    table: Table
    note: str = ""


@dataclass(frozen=True)
class Elsewhere:
    """A score whose questions stand under other scores."""

    code: str
    name: str
    questions: str  # under which scores they stand
    score: str
    band: str
    arithmetic: Arithmetic | None
    missing: str


@dataclass(frozen=True)
class _Part:
    """A question as the score reads it; `borrowed`: it has too few answers for a spread of its own."""

    item: Item
    tally: TallyValue
    spread: float
    borrowed: bool

    @property
    def n(self) -> int:
        return self.tally.n or 0


def arithmetic(found: RoundResults, tallies: Mapping[str, TallyValue], construct: Construct) -> Arithmetic | None:
    """None where there is no score, and for one of the older method, which is no sum of its questions."""
    value = found.value(construct.code)
    if value.mean is None or value.is_older:
        return None
    parts = _parts(found, tallies, construct, value)
    return Arithmetic(
        sum=_sum(value, parts),
        rounded=_rounded(value, parts),
        used=used_words(value, construct, found.plan.k),
        interval=say.interval_words(value),
        together=together_words(found, construct, value),
        n=value.n or 0,
        steps=_steps(found, value, parts),
        table=_table(parts),
        note=_note(found, tallies, parts),
    )


def _parts(found: RoundResults, tallies: Mapping[str, TallyValue], construct: Construct, value: Value) -> list[_Part]:
    counted = [item for item in construct.items if item.code in value.items]
    return [_part(found, item, tallies[item.code]) for item in counted]


def _part(found: RoundResults, item: Item, tally: TallyValue) -> _Part:
    borrowed = tally.sd is None
    return _Part(item, tally, (found.plan.spread or 0.0) if tally.sd is None else tally.sd, borrowed)


def _printed(parts: Sequence[_Part]) -> float:
    """The sum of the means as they are printed."""
    return round_half_up(sum(round_half_up(one.tally.mean or 0, one.tally.decimals) for one in parts), 2)


def _sum(value: Value, parts: Sequence[_Part]) -> str:
    if len(parts) < 2:
        return ""
    told = {"k": len(parts), "score": say.mean_words(value), "total": number(_printed(parts), 2)}
    if len(parts) > IN_A_LINE:
        return _("%(total)s ÷ %(k)s = %(score)s") % told
    means = " + ".join(mean_words(one.item, one.tally) for one in parts)
    return _("(%(means)s) ÷ %(k)s = %(score)s") % (told | {"means": means})


def _rounded(value: Value, parts: Sequence[_Part]) -> str:
    """Said where the printed means would give another last digit."""
    mean = value.mean or 0
    if len(parts) < 2 or round_half_up(_printed(parts) / len(parts), 2) == round_half_up(mean, 2):
        return ""
    return _("The means are rounded here; the score is worked out before they are.")


def used_words(value: Value, construct: Construct, k: int) -> str:
    """“3 of 4 questions: …” where one does not count."""
    missing = len(construct.items) - len(value.items)
    if value.is_older or not missing or not value.items:
        return ""
    words = ngettext(
        "%(used)s of %(total)s questions: one was answered by fewer than %(k)s people and does not count.",
        "%(used)s of %(total)s questions: %(missing)s were answered by fewer than %(k)s people and do not count.",
        missing,
    )
    return words % {"used": len(value.items), "total": len(construct.items), "missing": missing, "k": k}


def missing_words(found: RoundResults, construct: Construct) -> str:
    """Why there is no score."""
    if found.value(construct.code).shown or construct.is_compared:
        return ""
    needed = construct.scale.needed
    words = ngettext(
        "No score: at least %(needed)s question needs %(k)s answers or more.",
        "No score: at least %(needed)s of %(total)s questions need %(k)s answers or more.",
        needed,
    )
    return words % {"needed": needed, "total": len(construct.items), "k": found.plan.k}


def _steps(found: RoundResults, value: Value, parts: Sequence[_Part]) -> list[str]:
    """SE² = (1/k²) [Σ s²/n + Σ ρ s s/n] in the numbers of this score (STATISTICS 2)."""
    if not value.n or value.sd is None:
        return []
    k, error = len(parts), value.sd / sqrt(value.n)
    own = sum(one.spread**2 / one.n for one in parts)
    joint = max(0.0, (error * k) ** 2 - own)
    told = {
        "own": number(own, SUM_DECIMALS),
        "joint": number(joint, SUM_DECIMALS),
        "k": k,
        "n": value.n,
        "error": number(error, ERROR_DECIMALS),
    }
    said = [_("Each question by itself, spread × spread ÷ answers, added up: %(own)s.") % told]
    if k == 1:
        said.append(_("Standard error: √%(own)s = %(error)s.") % told)
    else:
        said += [
            _(
                "Every question with every other one (each pair twice), spread × spread × how strongly they go "
                "together ÷ %(n)s people, added up: %(joint)s."
            )
            % told,
            _("Standard error: √(%(own)s + %(joint)s) ÷ %(k)s = %(error)s.") % told,
        ]
    if value.note:
        said.append(_("Without any spread, one more answer is supposed, half of it at either end of the scale."))
    return [*said, _("Numbers are rounded here; they are worked out before they are.")]


def _table(parts: Sequence[_Part]) -> Table:
    columns = [_("Question"), _("Answers"), _("Mean"), _("Spread (SD)")]
    rows = [[str(one.item.text), str(one.n), mean_words(one.item, one.tally), _spread_words(one)] for one in parts]
    if len(parts) > 1:
        rows.append([_("Sum"), "", number(_printed(parts), 2), ""])
    return Table(columns, rows)


def _spread_words(part: _Part) -> str:
    return f"{number(part.spread, 1)}{BORROWED}" if part.borrowed else number(part.spread, SPREAD_DECIMALS)


def _note(found: RoundResults, tallies: Mapping[str, TallyValue], parts: Sequence[_Part]) -> str:
    """What the mark in the table means, where it stands there."""
    if not any(one.borrowed for one in parts):
        return ""
    words = {
        ALL: _("* Fewer than %(n)s answers: the spread of all questions."),
        WITH_DISTRIBUTION: _("* Fewer than %(n)s answers: the spread of the questions with a distribution."),
        QUARTER: _("* Fewer than %(n)s answers: a quarter of the scale is supposed."),
    }[_lender(found, tallies)]
    return words % {"n": found.plan.distribution_from}


def _lender(found: RoundResults, tallies: Mapping[str, TallyValue]) -> str:
    """Whose spread a question with few answers borrows: in a short version only that of those that show theirs."""
    rated = [tallies[item.code] for item in found.asked.items if item.scale != "compared" and item.code in tallies]
    shown = [one for one in rated if one.shown]
    if len(shown) >= FEWEST_SPREADS:
        return ALL
    return WITH_DISTRIBUTION if any(one.sd is not None for one in shown) else QUARTER


def elsewhere(found: RoundResults, tallies: Mapping[str, TallyValue]) -> list[Elsewhere]:
    """Scores not all of whose questions stand under them: synergy, processes and levels."""
    apart = [one for one in found.asked.constructs if any(item.feeds[0] != one.code for item in one.items)]
    return [
        Elsewhere(
            code=one.code,
            name=say.table_name(one, found.asked),
            questions=_questions(found, one),
            score=say.mean_words(found.value(one.code)),
            band=say.band_words(found.value(one.code), found.asked),
            arithmetic=arithmetic(found, tallies, one),
            missing=missing_words(found, one),
        )
        for one in apart
    ]


def _questions(found: RoundResults, construct: Construct) -> str:
    places = dict.fromkeys(item.feeds[0] for item in construct.items)
    words = ngettext(
        "Its %(n)s question stands under: %(names)s.",
        "Its %(n)s questions stand under: %(names)s.",
        len(construct.items),
    )
    return words % {"n": len(construct.items), "names": say.short_names(found.asked.constructs, list(places))}


def lead_sentence(plan: Plan) -> str:
    """What the sums are for; of an older round, why there are none."""
    if plan.within is None:
        return _(
            "This round was worked out in an older way: its scores are means of what each person answered, so they "
            "cannot be added up from the questions below."
        )
    return _("Below the questions of each score stands the sum that gives it, so that anybody can work it out again.")


def _borrowed_sentence(plan: Plan, lender: str) -> str:
    words = {
        ALL: _(
            "With fewer than %(n)s answers its own spread is not used, for it would tell how they were spread; that of "
            "all questions counts in its place: %(spread)s."
        ),
        WITH_DISTRIBUTION: _(
            "With fewer than %(n)s answers its own spread is not used, for it would tell how they were spread; that of "
            "the questions with a distribution counts in its place: %(spread)s."
        ),
        QUARTER: _(
            "With fewer than %(n)s answers its own spread is not used, for it would tell how they were spread; a "
            "quarter of the scale counts in its place: %(spread)s."
        ),
    }[lender]
    return words % {"n": plan.distribution_from, "spread": number(plan.spread, 1)}


def method_sentences(found: RoundResults, tallies: Mapping[str, TallyValue]) -> list[str]:
    """How every score and interval of the page is worked out; for an older round, that it is not by these sums."""
    plan = found.plan
    if plan.within is None:
        return []
    counts = _("A question counts once %(k)s people have answered it.")
    return [
        _(
            "A score is the mean of its questions’ means. Every question counts the same, however many people answered "
            "it; nobody’s missing answer is filled in. Reversed questions are turned round first; of questions "
            "about balance the middle counts highest."
        ),
        " ".join((counts % {"k": plan.k}, _borrowed_sentence(plan, _lender(found, tallies)))),
        *round_sentences(plan),
        _("From 50 people on, each score has a number of its own for how strongly its answers go together."),
        _(
            "The interval never leaves the scale. With p = (score − 1) ÷ 4 and h = t × standard error ÷ 4 ÷ (p × (1 − "
            "p)), where t is Student’s t for one fewer than the people who answered, it reaches from 1 + 4 ÷ (1 + "
            "(1 − p) ÷ p × eʰ) to 1 + 4 ÷ (1 + (1 − p) ÷ p × e⁻ʰ)."
        ),
    ]
