"""What imports of spreadsheets share: the form that asks for the file, the refusal of a file, the end of a preview."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from synergy.web.forms import StaffForm
from synergy.web.sheets import SheetError


class SheetForm(StaffForm, forms.Form):
    """Asks for a spreadsheet; `limits` tells the reader how large the file may be."""

    file = forms.FileField(label=_("File"), widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}))

    def __init__(self, request: HttpRequest, limits: str) -> None:
        super().__init__(request.POST or None, request.FILES or None)
        self.fields["file"].help_text = limits

    @property
    def sheet(self) -> UploadedFile:
        """The file of a valid form."""
        file: UploadedFile = self.cleaned_data["file"]
        return file


class ImportDecision(NamedTuple):
    """The end of a preview (parts/_import_decision.html): advice, and the words of the button that confirms.

    `confirm` is empty where nothing can be imported; `fields` are sent with it. `refused` counts rows.
    """

    advice: str
    confirm: str
    refused: int
    fields: dict[str, str]


@contextmanager
def sheet_errors_on(form: SheetForm, *refusals: type[Exception]) -> Iterator[None]:
    """Turn a SheetError, or another of these refusals, raised inside into an error of the form's file."""
    refused: tuple[type[Exception], ...] = (SheetError, *refusals)
    try:
        yield
    except refused as refusal:
        form.add_error("file", str(refusal))
