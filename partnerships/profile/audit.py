"""The sentences of this room's history: programmes, partnerships, roles, and what administrators change by hand."""

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partnerships.models import Grant
from synergy.web.formats import day

SENTENCES: dict[str, str | Promise] = {
    "programme.create": _("%(actor)s created the programme %(object)s"),
    "programme.update": _("%(actor)s changed the programme %(object)s"),
    "partnership.create": _("%(actor)s created the partnership %(object)s"),
    "partnership.update": _("%(actor)s changed the settings of %(object)s"),
    "partnership.end": _("%(actor)s ended %(object)s on %(on)s"),
    "partnership.reopen": _("%(actor)s reopened %(object)s"),
    "grant.create": _("%(actor)s gave %(person)s the role %(role)s"),
    "grant.update": _("%(actor)s changed the role of %(person)s from %(before)s to %(role)s"),
    "grant.delete": _("%(actor)s took the role %(role)s from %(person)s"),
    "grant.invite": _("%(actor)s invited %(person)s again by e-mail"),
    "admin.create": _("%(actor)s added %(object)s in the administration"),
    "admin.change": _("%(actor)s changed %(object)s in the administration"),
}


def role_words(kept: str) -> str:
    return str(dict(Grant.Role.choices).get(kept, kept))


def membership_words(kept: str) -> str:
    """A membership is named by its member and its first day: “Farid (2026-01-05)”."""
    who, _space, first = kept.rpartition(" ")
    try:
        return f"{who} ({day(date.fromisoformat(first.strip('()')))})"
    except ValueError:
        return kept


TRANSLATIONS = {"role": role_words, "before": role_words, "partnerships.membership": membership_words}
