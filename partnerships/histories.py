"""The history of a partnership: every change of one of its rows is kept under the scope of the partnership."""

from datetime import datetime
from typing import Any

from django.db.models import Model

from partnerships.models import Partnership
from synergy.audit import entries as audit


def record(by: Any, action: str, row: Model, at: datetime | None = None, **details: Any) -> None:
    """Appends to the history of the partnership to which the row belongs; arguments as those of `audit.record`."""
    audit.record(by=by, action=action, obj=row, scope=scope_of(row), at=at, **details)


def scope_of(row: Model) -> str:
    """The scope of the history that tells of the row: that of its partnership, or none."""
    if isinstance(row, Partnership):
        return row.scope
    for name in ("partnership", "meeting", "stakeholder"):
        above = getattr(row, name, None)
        if above is not None:
            return scope_of(above)
    return ""
