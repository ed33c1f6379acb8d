"""Asking for a file of answers given elsewhere."""

from django import forms
from django.utils.translation import gettext_lazy as _

from synergy.web.forms import StaffForm


class ResponsesFileForm(StaffForm, forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("XLSX or CSV, one row for each respondent, at most 20,000 rows and 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
    )
