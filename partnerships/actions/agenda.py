"""The section of a meeting's page on its action items: what was agreed there, and the form for one more."""

from datetime import date
from typing import Any

from partnerships.actions.forms import ActionItemForm
from partnerships.actions.queries import action_item_lines
from partnerships.models import Meeting


def meeting_section(meeting: Meeting, day: date, may_edit: bool) -> dict[str, Any]:
    """`lines` as they stand on that day, and a `form` for those who may add one: three queries."""
    lines = action_item_lines(meeting.action_items.select_related("owner"), day)
    if not may_edit:
        return {"lines": lines}
    form = ActionItemForm(partnership=meeting.partnership, day=day, auto_id="action_%s")
    return {"lines": lines, "form": form}
