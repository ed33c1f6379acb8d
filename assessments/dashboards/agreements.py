"""Agreement in words: how far answers lie from their mean, and what to make of it."""

from django.utils.translation import gettext as _

from assessments.queries.findings import Agreement
from synergy.web.templatetags.manners import number


def label_words(label: str | None) -> str:
    return {
        "lack": _("no agreement"),
        "weak": _("weak agreement"),
        "moderate": _("moderate agreement"),
        "strong": _("strong agreement"),
        "very_strong": _("very strong agreement"),
    }.get(label or "", "")


def closeness(found: Agreement) -> str:
    """“0.6 points from the mean”: one decimal says all a reader needs."""
    return _("%(points)s points from the mean") % {"points": number(found.ad, 1)}


def agreement_sentence(found: Agreement) -> str:
    """What a reader who never heard of agreement indices can take away; little agreement is something to talk about."""
    points = {"points": number(found.ad, 1)}
    if found.note == "rough":
        words = (
            _("On average answers lie about %(points)s points from the mean; with fewer than ten people that is rough.")
            if found.acceptable
            else _(
                "On average answers lie about %(points)s points from the mean, far apart; with fewer than ten people "
                "that is rough. Something to talk about."
            )
        )
        return words % points
    if not found.acceptable:
        return _("On average answers lie %(points)s points from the mean, far apart: something to talk about.") % points
    return _("On average answers lie %(points)s points from the mean.") % points
