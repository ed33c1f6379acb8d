"""How strongly answers go together, in words and as the number that intervals rest on."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from assessments.questionnaire import Construct
from assessments.results.queries import RoundResults
from assessments.results.values import Plan, Value
from assessments.statistics.thresholds import FEWEST_PAIRS
from synergy.web.formats import number

SOMEWHAT, CLEARLY = 0.2, 0.5


def together_words(found: RoundResults, construct: Construct, value: Value) -> str:
    """For one score: its own number from 50 people, else that of the round; nothing for a single question."""
    if len(value.items) < 2 or value.is_older:
        return ""
    if value.own is not None:
        return strength_words(value.own)
    near = _near(found, value.items)
    if len(near) == 2:
        return _both(found.plan)
    within, across = found.plan.assumed
    return _known(found.plan.within, assumed=within) if near == {True} else _known(found.plan.across, assumed=across)


def _near(found: RoundResults, items: Sequence[str]) -> set[bool]:
    """Whether pairs of these questions belong to the same theme or element: all, none, or some of them."""
    homes = found.asked.scoring.homes
    return {bool(homes[one] & homes[other]) for one in items for other in items if one != other}


def _both(plan: Plan) -> str:
    within, across = plan.assumed
    return _("within a theme or element: %(within)s; across them: %(across)s") % {
        "within": _known(plan.within, assumed=within),
        "across": _known(plan.across, assumed=across),
    }


def _known(rho: float | None, *, assumed: bool) -> str:
    if rho is None:
        return ""
    return _("assumed to be %(rho)s") % {"rho": number(rho, 1)} if assumed else strength_words(rho)


def strength_words(rho: float) -> str:
    """“somewhat (0.4)”: below .2 hardly, from .5 clearly (STATISTICS 4)."""
    # Translators: how strongly answers go together, after “answers go together:”.
    words = _("clearly (%(rho)s)") if rho >= CLEARLY else _("somewhat (%(rho)s)")
    return (words if rho >= SOMEWHAT else _("hardly (%(rho)s)")) % {"rho": number(rho, 1)}


def round_sentences(plan: Plan) -> list[str]:
    """For the whole round, and why a number may be assumed; nothing of an older round."""
    if plan.within is None:
        return []
    said = [_("How strongly answers go together in this round: %(how)s.") % {"how": _both(plan)}]
    if any(plan.assumed):
        said.append(
            _("It is assumed where fewer than %(n)s pairs of questions could be looked at.") % {"n": FEWEST_PAIRS}
        )
    return said
