"""Asking for what happened around the partnership."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from partnerships.models import ContextEvent
from synergy.web.forms import DateField, StaffForm


def categories() -> list[tuple[str, str]]:
    return [(value, capfirst(str(label))) for value, label in ContextEvent.Category.choices]


class ContextEventForm(StaffForm, forms.Form):
    title = forms.CharField(
        label=_("What happened"),
        max_length=120,
        help_text=_("In a few words, as the list under the trend charts shows it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    happened_on = DateField(
        label=_("Date"), help_text=_("The day it took effect. What is announced may lie up to a year ahead.")
    )
    category = forms.ChoiceField(label=_("Category"), choices=categories, widget=forms.RadioSelect)
    description = forms.CharField(
        label=_("Details"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What it changed for the partnership, and where to read more."),
    )
