"""Addresses made from names, so that nobody has to think one up."""

from collections.abc import Callable
from itertools import count

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from partnerships.models import Partnership, Programme

RESERVED = frozenset({"new"})
_LONGEST = 60
_ATTEMPTS = 20


def free_slug(model: type[Programme | Partnership], name: str, fallback: str) -> str:
    """The name as an address nobody has, with a number behind it where needed; one query."""
    base = slugify(name)[: _LONGEST - 6].strip("-") or fallback
    taken = set(model._default_manager.filter(slug__startswith=base).values_list("slug", flat=True)) | RESERVED
    numbered = (base if number == 1 else f"{base}-{number}" for number in count(1))
    return next(slug for slug in numbered if slug not in taken)


def save_with_slug(row: Programme | Partnership, fallback: str, same_name: Callable[[], bool]) -> None:
    """Save a new row under a free address, trying again when somebody else takes that address at the same moment.

    Raises ValidationError at `name` when the name was taken at the same moment.
    """
    for _attempt in range(_ATTEMPTS):
        row.slug = free_slug(type(row), row.name, fallback)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            if same_name():
                raise ValidationError({"name": name_taken()}) from None
        else:
            return
    raise RuntimeError("No free address was found.")


def name_taken() -> str:
    return _("This name is taken. Choose another, for example with the region.")
