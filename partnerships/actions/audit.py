"""The history’s sentences about action items."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "action_item.created": _("%(actor)s added an action: %(object)s"),
    "action_item.updated": _("%(actor)s changed the action %(object)s"),
    "action_item.done": _("%(actor)s marked as done: %(object)s"),
    "action_item.reopened": _("%(actor)s reopened the action %(object)s"),
    "action_item.deleted": _("%(actor)s deleted the action %(object)s"),
}
