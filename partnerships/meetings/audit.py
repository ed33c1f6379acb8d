"""The history’s sentences about meetings, attendance and decisions."""

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
}
