"""Asking for an organisation, and what to show of the list of them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.models import Organisation, Sector
from synergy.accounts.names import NameFormField
from synergy.web.forms import DateField, StaffForm, offer


class OrganisationForm(StaffForm, forms.Form):
    name = NameFormField(label=_("Name"), max_length=160)
    sector = forms.ModelChoiceField(label=_("Sector"), queryset=Sector.objects.none(), empty_label=_("Choose a sector"))
    website = forms.URLField(label=_("Website"), required=False, max_length=200, assume_scheme="https")
    ended_on = DateField(
        label=_("Left on"), required=False, help_text=_("The first day without them. Empty it to take them up again.")
    )

    def __init__(self, *args: Any, organisation: Organisation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, row=organisation, **kwargs)
        offered = Sector.objects.filter(active=True)
        if organisation is not None:
            offered |= Sector.objects.filter(pk=organisation.sector_id)
        offer(self, "sector", offered)
        if organisation is None or organisation.ended_on is None:
            del self.fields["ended_on"]


class OrganisationEndForm(StaffForm, forms.Form):
    day = DateField(label=_("Left on"), help_text=_("The first day without them."))
    with_memberships = forms.BooleanField(
        label=_("End the memberships for this organisation too"),
        required=False,
        help_text=_("Their last day is then the day before."),
    )


class OrganisationFilterForm(StaffForm, forms.Form):
    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    sector = forms.ModelChoiceField(
        label=_("Sector"), queryset=Sector.objects.none(), required=False, to_field_name="code", empty_label=_("All")
    )
    show = forms.ChoiceField(choices=[("present", ""), ("former", "")], required=False, widget=forms.HiddenInput)
    sort = forms.ChoiceField(
        label=_("Sort by"),
        required=False,
        choices=[("name", _("name")), ("sector", _("sector")), ("members", _("number of members"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "sector", Sector.objects.all())

    def wanted(self) -> dict[str, Any]:
        """What was asked for; a value that is not offered counts as not asked."""
        self.is_valid()
        return {"show": "present"} | {name: value for name, value in self.cleaned_data.items() if value}
