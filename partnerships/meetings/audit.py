"""The sentences of what is done to meetings, attendance, decisions, action items and context events."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "meeting.created": _("%(actor)s added the meeting %(object)s"),
    "meeting.updated": _("%(actor)s changed the meeting %(object)s"),
    "meeting.deleted": _(
        "%(actor)s deleted the meeting %(object)s of %(held_on)s (attendance: %(attendance)s, decisions: %(decisions)s)"
    ),
    "attendance.recorded": _("%(actor)s noted the attendance at %(object)s (people: %(people)s)"),
    "decision.created": _("%(actor)s wrote down a decision: %(object)s"),
    "decision.deleted": _("%(actor)s deleted a decision: %(object)s"),
    "action_item.created": _("%(actor)s added an action: %(object)s"),
    "action_item.updated": _("%(actor)s changed the action %(object)s"),
    "action_item.done": _("%(actor)s marked as done: %(object)s"),
    "action_item.reopened": _("%(actor)s reopened the action %(object)s"),
    "action_item.deleted": _("%(actor)s deleted the action %(object)s"),
    "context_event.created": _("%(actor)s added a context event: %(object)s"),
    "context_event.updated": _("%(actor)s changed the context event %(object)s"),
    "context_event.deleted": _("%(actor)s deleted the context event %(object)s of %(happened_on)s"),
}
