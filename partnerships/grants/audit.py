"""The history’s sentences about roles."""

from django.utils.translation import gettext_lazy as _

from partnerships.models import Grant

SENTENCES = {
    "grant.create": _("%(actor)s gave %(person)s the role %(role)s"),
    "grant.update": _("%(actor)s changed the role of %(person)s from %(before)s to %(role)s"),
    "grant.delete": _("%(actor)s took the role %(role)s from %(person)s"),
    "evaluator.create": _("%(actor)s made %(person)s evaluator of the programme %(object)s"),
    "evaluator.delete": _("%(actor)s took the role of evaluator of the programme %(object)s from %(person)s"),
    "grant.invite": _("%(actor)s invited %(person)s again by e-mail"),
}


def role_words(kept: str) -> str:
    return str(dict(Grant.Role.choices).get(kept, kept))


TRANSLATIONS = {"role": role_words, "before": role_words}
