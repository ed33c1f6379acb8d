"""What staff type about programmes, and what they look for in lists."""

from django import forms
from django.utils.translation import gettext_lazy as _

from synergy.accounts.names import NameFormField
from synergy.web.forms import ManneredForm


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_("Search"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )

    @property
    def words(self) -> str:
        return str(self.cleaned_data.get("q", "")) if self.is_valid() else ""


class ProgrammeForm(ManneredForm, forms.Form):
    name = NameFormField(label=_("Name"), max_length=120)
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What its partnerships have in common, in a few sentences."),
    )
