"""Agreement in words: how far answers lie from their mean, and what to make of it."""

from django.utils.translation import gettext as _

from assessments.queries.findings import Agreement
from synergy.web.templatetags.manners import number

FINE_FROM = 10


def label_words(label: str | None) -> str:
    return {
        # Translators: how close answers lie to each other (convergence), not whether people say yes (accord).
        "lack": _("answers lie far apart"),
        "weak": _("weak agreement"),
        "moderate": _("moderate agreement"),
        "strong": _("strong agreement"),
        "very_strong": _("very strong agreement"),
    }.get(label or "", "")


def closeness(found: Agreement) -> str:
    """“0.6 points from the mean”: one decimal says all a reader needs."""
    return _("%(points)s points from the mean") % {"points": distance(found)}


def distance(found: Agreement) -> str:
    """One decimal; two where one would put it on the limit, if it was published that finely."""
    on_the_limit = found.n >= FINE_FROM and not found.acceptable and round(found.ad, 1) <= found.limit
    return number(found.ad, 2 if on_the_limit else 1)


def far_apart(found: Agreement) -> bool:
    """By the distance from the mean; not where the share of chance answers calls the same answers strong agreement."""
    return not found.acceptable and found.label not in ("strong", "very_strong")


def agreement_sentence(found: Agreement) -> str:
    """What a reader who never heard of agreement indices can take away; little agreement is something to talk about."""
    points, apart = {"points": distance(found)}, far_apart(found)
    if found.note == "rough":
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
