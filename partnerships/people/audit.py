"""The history’s sentences about stakeholders and their memberships."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from synergy.web.formats import day

SENTENCES = {
    "stakeholder.created": _("%(actor)s added %(object)s"),
    "stakeholder.updated": _("%(actor)s changed %(object)s"),
    "stakeholder.undeliverable": _("%(actor)s noted that e-mail does not reach %(object)s"),
    "stakeholder.deliverable": _("%(actor)s noted that e-mail reaches %(object)s again"),
    "stakeholder.opted_out": _("%(actor)s noted that %(object)s wants no e-mails"),
    "stakeholder.opted_out_alone": _("%(object)s asked for no more e-mails, by the link in one"),
    "stakeholder.opted_in": _("%(actor)s noted that %(object)s wants e-mails again"),
    "membership.created": _("%(actor)s added a membership: %(object)s"),
    "membership.updated": _("%(actor)s changed the membership %(object)s"),
    "membership.ended": _("%(actor)s ended the membership %(object)s on %(day)s"),
}


def membership_words(kept: str) -> str:
    """A membership is named by its member and its first day: “Farid (2026-01-05)”."""
    who, _space, first = kept.rpartition(" ")
    try:
        return f"{who} ({day(date.fromisoformat(first.strip('()')))})"
    except ValueError:
        return kept


TRANSLATIONS = {"partnerships.membership": membership_words}
