"""Asking for a programme."""

from django import forms
from django.utils.translation import gettext_lazy as _

from synergy.accounts.names import NameFormField
from synergy.web.forms import StaffForm


class ProgrammeForm(StaffForm, forms.Form):
    name = NameFormField(label=_("Name"), max_length=120)
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What its partnerships have in common, in a few sentences."),
    )
