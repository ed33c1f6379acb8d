"""Setting only what differs, so that the record names what was changed, and losing a race in words."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model


def apply_changes(row: Model, values: Mapping[str, Any], *, allowed: Collection[str]) -> list[str]:
    """Sets the values that differ on the row, unsaved, and returns their field names.

    Raises TypeError for a field that may not be changed this way.
    """
    foreign = set(values) - set(allowed)
    if foreign:
        raise TypeError(f"Not to be changed here: {', '.join(sorted(foreign))}")
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    return changed


@contextmanager
def on_conflict(refusal: ValidationError) -> Iterator[None]:
    """Raises the refusal when somebody else took the same unique value a moment before."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as race:
        raise refusal from race
