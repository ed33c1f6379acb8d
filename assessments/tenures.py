"""The three lengths of membership by which people are grouped."""

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TENURES: dict[str, Promise] = {
    "under_1": _("under 1 year"),
    "1_to_3": _("1 to 3 years"),
    "over_3": _("over 3 years"),
}


def tenure(since: date, day: date) -> str:
    """The code of the length of membership on a day; the third anniversary still counts as 1 to 3 years."""
    years = day.year - since.year - ((day.month, day.day) < (since.month, since.day))
    anniversary = (day.month, day.day) == (since.month, since.day)
    if years < 1:
        return "under_1"
    return "1_to_3" if years < 3 or (years == 3 and anniversary) else "over_3"
