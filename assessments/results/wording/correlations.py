"""How strongly answers go together, in words and as the number that intervals rest on."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from assessments.results.queries import RoundResults
from assessments.results.values import PlanValue, ScoreValue
from assessments.statistics.thresholds import FEWEST_PAIRS
from synergy.web.formats import number

SOMEWHAT, CLEARLY = 0.2, 0.5


def together_words(results: RoundResults, value: ScoreValue) -> str:
    """For one score: its own number from 50 people, else that of the round; nothing for a single question."""
    if len(value.items) < 2 or value.is_method_one:
        return ""
    if value.rho is not None:
        return strength_words(value.rho)
    plan, near = results.plan, _near(results, value.items)
    if len(near) == 2:
        return _both_words(plan)
    within, across = plan.assumed
    return _rho_words(plan.within, assumed=within) if near == {True} else _rho_words(plan.across, assumed=across)


def _near(results: RoundResults, items: Sequence[str]) -> set[bool]:
    """Whether pairs of these questions belong to the same theme or element: all, none, or some of them."""
    homes = results.asked.scoring.homes
    return {bool(homes[item] & homes[other]) for item in items for other in items if item != other}


def _both_words(plan: PlanValue) -> str:
    within, across = plan.assumed
    return _("within a theme or element: %(within)s; across them: %(across)s") % {
        "within": _rho_words(plan.within, assumed=within),
        "across": _rho_words(plan.across, assumed=across),
    }


def _rho_words(rho: float | None, *, assumed: bool) -> str:
    if rho is None:
        return ""
    return _("assumed to be %(rho)s") % {"rho": number(rho, 1)} if assumed else strength_words(rho)


def strength_words(rho: float) -> str:
    """“somewhat (0.4)”: below .2 hardly, from .5 clearly (STATISTICS 4)."""
    # Translators: how strongly answers go together, after “answers go together:”.
    words = _("clearly (%(rho)s)") if rho >= CLEARLY else _("somewhat (%(rho)s)")
    return (words if rho >= SOMEWHAT else _("hardly (%(rho)s)")) % {"rho": number(rho, 1)}


def correlations_sentences(plan: PlanValue) -> list[str]:
    """For the whole round, and why a number may be assumed; nothing of an older round."""
    if plan.within is None:
        return []
    sentences = [_("How strongly answers go together in this round: %(how)s.") % {"how": _both_words(plan)}]
    if any(plan.assumed):
        words = _("It is assumed where fewer than %(n)s pairs of questions could be looked at.")
        sentences.append(words % {"n": FEWEST_PAIRS})
    return sentences
