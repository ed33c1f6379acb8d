"""What a service refuses, put beside the field it concerns."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.forms import Form


@contextmanager
def refusals_beside(form: Form, **asked_as: str) -> Iterator[None]:
    """Turns a ValidationError raised inside into errors of the form, which is then no longer valid.

    `asked_as` names the field of the form where it differs from the field of the row.
    """
    try:
        yield
    except ValidationError as refusal:
        if not hasattr(refusal, "error_dict"):
            form.add_error(None, refusal)
            return
        for field, errors in refusal.error_dict.items():
            name = asked_as.get(field, field)
            form.add_error(name if name in form.fields else None, errors)
