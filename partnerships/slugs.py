"""Addresses made from names, so that nobody has to think one up, and names that are taken."""

from itertools import count
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from partnerships.models import Partnership, Programme

RESERVED = frozenset({"new"})
_LONGEST = 60
_ATTEMPTS = 20


def free_slug(model: type[Programme | Partnership], name: str, fallback: str) -> str:
    """The name as an address that no row has, with a number where the bare name is taken; one query."""
    base = slugify(name)[: _LONGEST - 6].strip("-") or fallback
    taken = set(model._default_manager.filter(slug__startswith=base).values_list("slug", flat=True)) | RESERVED
    numbered = (base if number == 1 else f"{base}-{number}" for number in count(1))
    return next(slug for slug in numbered if slug not in taken)


def save_with_slug(row: Programme | Partnership, fallback: str, same_name: "QuerySet[Any]") -> None:
    """Saves a new row under a free address, trying again when somebody else takes that address at the same moment.

    Raises ValidationError at `name` when there is a row of `same_name`, or when somebody has just made it.
    """
    refuse_taken(row, same_name)
    for _attempt in range(_ATTEMPTS):
        row.slug = free_slug(type(row), row.name, fallback)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            refuse_taken(row, same_name)
        else:
            return
    raise RuntimeError("No free address was found.")


def refuse_taken(row: Programme | Partnership, same_name: "QuerySet[Any]") -> None:
    """Raises ValidationError at `name` when another row has it."""
    if same_name.exclude(pk=row.pk).exists():
        raise name_taken()


def name_taken() -> ValidationError:
    return ValidationError({"name": _("This name is taken. Choose another, for example with the region.")})
