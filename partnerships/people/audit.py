"""The sentences of what is done to organisations, stakeholders and memberships."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "organisation.created": _("%(actor)s added the organisation %(object)s"),
    "organisation.updated": _("%(actor)s changed the organisation %(object)s"),
    "organisation.ended": _("%(actor)s ended the part of the organisation %(object)s on %(day)s"),
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
    "people.import_started": _("%(actor)s read a file of %(rows)s people, to be confirmed"),
    "people.import_discarded": _("%(actor)s gave up an import of people"),
    "people.imported": _(
        "%(actor)s imported people from a file: %(created)s new, %(changed)s changed, %(left_out)s left out"
    ),
}
