"""The history’s sentences about organisations."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "organisation.created": _("%(actor)s added the organisation %(object)s"),
    "organisation.updated": _("%(actor)s changed the organisation %(object)s"),
    "organisation.ended": _("%(actor)s ended the part of the organisation %(object)s on %(day)s"),
}
