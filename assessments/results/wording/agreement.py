"""Agreement in words: how far answers lie from their mean, and what to make of it."""

from django.utils.translation import gettext as _

from assessments.results.analyses import AgreementValue
from assessments.results.values import ScoreValue
from assessments.statistics.rounding import round_half_up
from synergy.web.formats import number

DECIMALS = 2
CLOSE = 0.5
FAR = 0.8  # as published for five options (Burke & Dunlap 2002); the stored limit decides where there is one


def closeness_words(agreement: AgreementValue) -> str:
    """By the distance alone: rwg(j) grows with the number of questions, and would call equal distances unequal."""
    return _closeness(agreement.ad, agreement.limit)


def _closeness(mean_deviation: float, limit: float = FAR) -> str:
    # Translators: how close answers lie to each other (convergence), not whether people say yes (accord).
    if is_far(mean_deviation, limit):
        return _("rather far apart")
    return _("close together") if round_half_up(mean_deviation, DECIMALS) <= CLOSE else _("fairly close")


def distance_words(agreement: AgreementValue) -> str:
    return _("%(points)s points from the mean") % {"points": distance(agreement.ad)}


def deviation_words(value: ScoreValue) -> str:
    if value.mean_deviation is None:
        return ""
    words = {"points": distance(value.mean_deviation), "closeness": _closeness(value.mean_deviation)}
    return _("answers lie %(points)s points from their mean on average (%(closeness)s)") % words


def distance(mean_deviation: float) -> str:
    return number(mean_deviation, DECIMALS)


def far_apart(agreement: AgreementValue) -> bool:
    return is_far(agreement.ad, agreement.limit)


def is_far(mean_deviation: float | None, limit: float = FAR) -> bool:
    """By the distance as it is printed, so that the word follows from the number beside it."""
    return mean_deviation is not None and round_half_up(mean_deviation, DECIMALS) > limit


def scale_sentence() -> str:
    """Where the words begin and end."""
    return _(
        "Up to %(close)s points from the mean on average, answers are called close together, up to %(far)s fairly "
        "close, above rather far apart."
    ) % {"close": number(CLOSE), "far": number(FAR)}


def agreement_sentence(agreement: AgreementValue) -> str:
    """What a reader who never heard of agreement indices can take away; little agreement is something to talk about."""
    words = {
        (True, True): _(
            "On average answers lie about %(points)s points from the mean, rather far apart; with fewer than ten "
            "people that is rough. Something to talk about."
        ),
        (True, False): _(
            "On average answers lie about %(points)s points from the mean (%(closeness)s); with fewer than ten people "
            "that is rough."
        ),
        (False, True): _(
            "On average answers lie %(points)s points from the mean, rather far apart: something to talk about."
        ),
        (False, False): _("On average answers lie %(points)s points from the mean (%(closeness)s)."),
    }[agreement.rough, far_apart(agreement)]
    return words % {"points": distance(agreement.ad), "closeness": closeness_words(agreement)}
