"""Agreement in words: how far answers lie from their mean, and what to make of it."""

from django.utils.translation import gettext as _

from assessments.results.published import Agreement
from assessments.statistics.rounding import round_half_up
from synergy.web.formats import number

DECIMALS = 2
CLOSE = 0.5
FAR = 0.8  # as published for five options (Burke & Dunlap 2002); the stored limit decides where there is one


def closeness_words(found: Agreement) -> str:
    """By the distance alone: rwg(j) grows with the number of questions, and would call equal distances unequal."""
    # Translators: how close answers lie to each other (convergence), not whether people say yes (accord).
    if far_apart(found):
        return _("rather far apart")
    return _("close together") if round_half_up(found.ad, DECIMALS) <= CLOSE else _("fairly close")


def closeness(found: Agreement) -> str:
    return _("%(points)s points from the mean") % {"points": distance(found)}


def distance(found: Agreement) -> str:
    return number(found.ad, DECIMALS)


def far_apart(found: Agreement) -> bool:
    return is_far(found.ad, found.limit)


def is_far(points: float | None, limit: float = FAR) -> bool:
    """By the distance as it is printed, so that the word follows from the number beside it."""
    return points is not None and round_half_up(points, DECIMALS) > limit


def scale_sentence() -> str:
    """Where the words begin and end."""
    return _(
        "Up to %(close)s points from the mean on average, answers are called close together, up to %(far)s fairly "
        "close, above rather far apart."
    ) % {"close": number(CLOSE), "far": number(FAR)}


def agreement_sentence(found: Agreement) -> str:
    """What a reader who never heard of agreement indices can take away; little agreement is something to talk about."""
    points, apart = {"points": distance(found)}, far_apart(found)
    if found.rough:
        words = (
            _("On average answers lie about %(points)s points from the mean; with fewer than ten people that is rough.")
            if not apart
            else _(
                "On average answers lie about %(points)s points from the mean, rather far apart; with fewer than ten "
                "people that is rough. Something to talk about."
            )
        )
        return words % points
    if apart:
        return (
            _("On average answers lie %(points)s points from the mean, rather far apart: something to talk about.")
            % points
        )
    return _("On average answers lie %(points)s points from the mean.") % points
