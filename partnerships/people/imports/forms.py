"""Asking for a file of people, and for the decision after its preview."""

from django import forms
from django.utils.translation import gettext_lazy as _

from synergy.web.forms import StaffForm


class PeopleImportForm(StaffForm, forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("XLSX or CSV, at most 1,000 people and 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
    )


class ConfirmImportForm(forms.Form):
    """`seen` names the preview that was read; `leave_out` is the explicit choice to import the good rows only."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    leave_out = forms.BooleanField(required=False)
