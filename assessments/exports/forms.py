"""Asking for a file: of published scores, or of answers with names."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from synergy.web.forms import StaffForm

FORMATS = [
    ("xlsx", _("Spreadsheet (XLSX): data, labels, codebook and notes")),
    ("csv", _("Text (CSV): data only")),
    ("sav", _("SPSS (.sav): data with labels and missing codes")),
]
SHAPES = [
    ("long", _("Long: one row for each round, group and construct, and for each question")),
    ("wide", _("Wide: one row for each round and group, columns for every construct and question")),
]
# Each in its own language, like the language switch.
LANGUAGES = [("en", "English"), ("fr", "Français")]


def _reader() -> str:
    return (get_language() or "en")[:2]


def _radio(label: Any, choices: list[tuple[str, Any]], initial: Any, *, required: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, initial=initial, required=required)


class ScoresFileForm(StaffForm, forms.Form):
    """A GET form: what is not among the choices is a message, never an error."""

    format = _radio(_("Format"), FORMATS, "xlsx")
    shape = _radio(_("Shape"), SHAPES, "long")
    language = _radio(_("Language of the labels"), LANGUAGES, _reader)


class AnswersFileForm(StaffForm, forms.Form):
    """Without a choice: a spreadsheet in the reader’s language."""

    format = _radio(_("Format"), FORMATS, "xlsx", required=False)
    language = _radio(_("Language of the labels"), LANGUAGES, _reader, required=False)

    def clean_format(self) -> str:
        return self.cleaned_data["format"] or "xlsx"

    def clean_language(self) -> str:
        return self.cleaned_data["language"] or _reader()
