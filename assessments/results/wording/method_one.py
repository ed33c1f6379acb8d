"""Rounds that were worked out by the older method, in words: what their scores are, and why nothing is compared."""

from django.utils.translation import gettext as _

from assessments.models import Round
from assessments.models.score import METHOD
from assessments.results.queries import RoundResults


def method_change_sentence(last: Round) -> str:
    """`last`: the newest round of the older method."""
    words = _("Scores up to round %(number)s were worked out in an older way; they are shown, but not compared.")
    return words % {"number": last.number}


def method_one_sentence(results: RoundResults) -> str:
    """How the scores of a round of the older method came about; nothing for any other."""
    if results.plan.method == METHOD:
        return ""
    return _(
        "The scores of this round are means of what each person answered; rounds worked out from their questions are "
        "not compared with it."
    )
