"""The history’s sentences about context events."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "context_event.created": _("%(actor)s added a context event: %(object)s"),
    "context_event.updated": _("%(actor)s changed the context event %(object)s"),
    "context_event.deleted": _("%(actor)s deleted the context event %(object)s of %(happened_on)s"),
}
