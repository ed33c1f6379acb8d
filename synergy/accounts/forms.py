"""What people say about their own account."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from synergy.accounts.names import NameFormField
from synergy.accounts.zones import zone_choices
from synergy.web.forms import StaffForm


class AccountForm(StaffForm, forms.Form):
    name = NameFormField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("As the people of your partnerships see it."),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        help_text=_("Of these pages and of mail to you."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zone_choices,
        help_text=_("Pages of a partnership keep to the clock of that partnership."),
    )


class LanguageForm(forms.Form):
    language = forms.ChoiceField(choices=settings.LANGUAGES)
