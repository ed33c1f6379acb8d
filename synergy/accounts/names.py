"""Names as people see them: on one line, without characters that show nothing or turn the text around."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

# Zero-width joiner and non-joiner belong to words of some scripts; at the edge of a word they do nothing.
_JOINERS = "\u200c\u200d"
# Letters and symbols that are drawn as nothing.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def tidy_name(text: str) -> str:
    """White space becomes one space; control and format characters go, but joiners inside words."""
    words = (_shown(word) for word in text.split())
    return " ".join(word for word in words if word)


def _shown(word: str) -> str:
    kept = "".join(sign for sign in word if sign in _JOINERS or unicodedata.category(sign) not in ("Cc", "Cf"))
    return re.sub(f"([{_JOINERS}])[{_JOINERS}]+", r"\1", kept).strip(_JOINERS)


def is_visible(text: str) -> bool:
    return any(unicodedata.category(sign)[0] in "LNPS" and sign not in _BLANK for sign in text)


def validate_visible(text: str) -> None:
    if text and not is_visible(text):
        raise ValidationError(_("A name needs at least one character that can be seen."))


def clean_name(text: str) -> str:
    """The tidy name; raises ValidationError at `name` for one that shows nothing."""
    name = tidy_name(text)
    try:
        validate_visible(name)
    except ValidationError as refusal:
        raise ValidationError({"name": refusal.messages}) from None
    return name


class NameFormField(forms.CharField):
    default_validators = [validate_visible]

    def to_python(self, value: Any) -> Any:
        return tidy_name(super().to_python(value) or "")


class NameField(models.CharField):
    """To the database a CharField: the rules hold wherever a row is cleaned, in forms and in the administration."""

    default_validators = [validate_visible]

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return tidy_name(text) if isinstance(text, str) else text

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": NameFormField, **kwargs})

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
