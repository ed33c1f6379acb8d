"""Who answered, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.invitations.progress import unsent_sentences
from assessments.models import Round
from assessments.results.queries import RoundResults


def answered_words(n: int | None, round: Round) -> str:
    """“16 of 18 answered”; only the first number where answers were imported, since nobody was invited."""
    if n is None:
        return ""
    if not round.is_by_links:
        return _("%(n)s answered") % {"n": n}
    return _("%(n)s of %(invited)s answered") % {"n": n, "invited": round.invited or 0}


def response_sentence(round: Round) -> str:
    answered, invited = round.submitted or 0, round.invited or 0
    if not round.is_by_links:
        words = ngettext("%(n)s person answered.", "%(n)s people answered.", answered)
        return words % {"n": answered}
    words = ngettext(
        "%(n)s of %(invited)s invited member answered.", "%(n)s of %(invited)s invited members answered.", invited
    )
    return " ".join([words % {"n": answered, "invited": invited}, *unsent_sentences(round)])


def nothing_published(results: RoundResults) -> str:
    words = ngettext(
        "Nothing is published: %(n)s person answered, and fewer than %(k)s would be recognisable.",
        "Nothing is published: %(n)s people answered, and fewer than %(k)s would be recognisable.",
        results.plan.respondents,
    )
    return words % {"n": results.plan.respondents, "k": results.plan.k}
