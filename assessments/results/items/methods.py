"""How scores and intervals are worked out, and whose spread a question with few answers borrows."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from assessments.disclosure.rules import FEWEST_SPREADS
from assessments.results.queries import RoundResults
from assessments.results.values import PlanValue, TallyValue
from assessments.results.wording.correlations import correlations_sentences
from synergy.web.formats import number

ALL, WITH_DISTRIBUTION, QUARTER = "all", "with_distribution", "quarter"


def _lender(results: RoundResults, tallies: Mapping[str, TallyValue]) -> str:
    """Whose spread a question with few answers borrows: in a short version only that of those that show theirs."""
    rated = [tallies[item.code] for item in results.asked.items if item.scale != "compared" and item.code in tallies]
    shown = [tally for tally in rated if tally.shown]
    if len(shown) >= FEWEST_SPREADS:
        return ALL
    return WITH_DISTRIBUTION if any(tally.sd is not None for tally in shown) else QUARTER


def pooled_note(results: RoundResults, tallies: Mapping[str, TallyValue]) -> str:
    """What the mark beside a borrowed spread means."""
    words = {
        ALL: _("* Fewer than %(n)s answers: the spread of all questions."),
        WITH_DISTRIBUTION: _("* Fewer than %(n)s answers: the spread of the questions with a distribution."),
        QUARTER: _("* Fewer than %(n)s answers: a quarter of the scale is supposed."),
    }[_lender(results, tallies)]
    return words % {"n": results.plan.distribution_from}


def _pooled_sentence(plan: PlanValue, lender: str) -> str:
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


def lead_sentence(plan: PlanValue) -> str:
    """What the sums are for; of an older round, why there are none."""
    if plan.within is None:
        return _(
            "This round was worked out in an older way: its scores are means of what each person answered, so they "
            "cannot be added up from the questions below."
        )
    return _("Below the questions of each score stands the sum that gives it, so that anybody can work it out again.")


def method_sentences(results: RoundResults, tallies: Mapping[str, TallyValue]) -> list[str]:
    """How every score and interval of the page is worked out; for an older round, that it is not by these sums."""
    plan = results.plan
    if plan.within is None:
        return []
    counts = _("A question counts once %(k)s people have answered it.") % {"k": plan.k}
    return [
        _(
            "A score is the mean of its questions’ means. Every question counts the same, however many people answered "
            "it; nobody’s missing answer is filled in. Reversed questions are turned round first; of questions "
            "about balance the middle counts highest."
        ),
        f"{counts} {_pooled_sentence(plan, _lender(results, tallies))}",
        *correlations_sentences(plan),
        _("From 50 people on, each score has a number of its own for how strongly its answers go together."),
        _(
            "The interval never leaves the scale. With p = (score − 1) ÷ 4 and h = t × standard error ÷ 4 ÷ (p × (1 − "
            "p)), where t is Student’s t for one fewer than the people who answered, it reaches from 1 + 4 ÷ (1 + "
            "(1 − p) ÷ p × eʰ) to 1 + 4 ÷ (1 + (1 − p) ÷ p × e⁻ʰ)."
        ),
    ]
