"""The action items on a meeting's page: those agreed at the meeting, and the form that adds another."""

from datetime import date
from typing import Any

from partnerships.actions.forms import ActionItemForm
from partnerships.actions.queries import action_item_lines
from partnerships.models import Meeting


def meeting_section(meeting: Meeting, day: date, may_edit: bool) -> dict[str, Any]:
    """The `lines` of the meeting's items as of that day, and a `form` for those who may add an item."""
    lines = action_item_lines(meeting.action_items.select_related("owner"), day)
    if not may_edit:
        return {"lines": lines}
    form = ActionItemForm(partnership=meeting.partnership, day=day, auto_id="action_%s")
    return {"lines": lines, "form": form}
