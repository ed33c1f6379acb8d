"""Asking for a person, for the time they are a member, and for what to show of the list of people."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partnerships.models import Membership, Organisation, Partnership, Sector, Stakeholder, StakeholderKind
from partnerships.models.stakeholder import FORMER, LATER, MEMBERS
from synergy.accounts.names import NameFormField
from synergy.web.forms import DateField, StaffForm, offer

# Asked with a new person and with a further membership alike; each form copies its fields.
ORGANISATION = forms.ModelChoiceField(
    label=_("Organisation"),
    queryset=Organisation.objects.none(),
    required=False,
    empty_label=_("None, for themselves"),
)
REASON = forms.CharField(
    label=_("Reason for being there"),
    required=False,
    max_length=300,
    help_text=_("What this person or their organisation brings or stands for."),
)


class StakeholderForm(StaffForm, forms.Form):
    name = NameFormField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        help_text=_("Invitations go here. Without one, the personal link is handed over another way."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("The language we write to them in.")
    )
    kind = forms.ModelChoiceField(
        label=_("Stakeholder kind"),
        queryset=StakeholderKind.objects.none(),
        empty_label=_("Choose a kind"),
        help_text=_("The capacity in which the person takes part."),
    )

    def __init__(self, *args: Any, stakeholder: Stakeholder | None = None, **kwargs: Any) -> None:
        super().__init__(*args, row=stakeholder, **kwargs)
        offered = StakeholderKind.objects.filter(active=True)
        if stakeholder is not None:
            offered |= StakeholderKind.objects.filter(pk=stakeholder.kind_id)
        offer(self, "kind", offered)


class NewStakeholderForm(StakeholderForm):
    """A person and their first membership in one go."""

    organisation = ORGANISATION
    new_organisation = NameFormField(
        label=_("Or an organisation that is not listed yet"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sector = forms.ModelChoiceField(
        label=_("Its sector"),
        queryset=Sector.objects.none(),
        required=False,
        empty_label=_("Choose a sector"),
        help_text=_("Only for an organisation that is not listed yet."),
    )
    started_on = DateField(label=_("Member from"))
    reason = REASON

    def __init__(self, *args: Any, partnership: Partnership, day: date, **kwargs: Any) -> None:
        """`initial` may name what the person added before had in common with this one."""
        usual = {"language": partnership.default_language, "started_on": day}
        super().__init__(*args, **kwargs | {"initial": usual | kwargs.get("initial", {})})
        offer(self, "organisation", partnership.organisations.as_of(day))
        offer(self, "sector", Sector.objects.filter(active=True))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("new_organisation") and cleaned.get("organisation"):
            self.add_error("new_organisation", gettext("Choose a listed organisation or name a new one, not both."))
        elif cleaned.get("new_organisation") and not cleaned.get("sector"):
            self.add_error("sector", gettext("A new organisation needs a sector."))
        return cleaned


class MembershipForm(StaffForm, forms.Form):
    organisation = ORGANISATION
    started_on = DateField(label=_("Member from"))
    ended_on = DateField(
        label=_("Member until"), required=False, help_text=_("The last day. Leave it empty while it goes on.")
    )
    reason = REASON

    def __init__(
        self, *args: Any, partnership: Partnership, day: date, membership: Membership | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, row=membership, initial={} if membership else {"started_on": day}, **kwargs)
        offered = partnership.organisations.as_of(day)
        if membership is not None and membership.organisation_id:
            offered |= partnership.organisations.filter(pk=membership.organisation_id)
        offer(self, "organisation", offered)


class MembershipEndForm(StaffForm, forms.Form):
    asked_as: ClassVar[Mapping[str, str]] = {"started_on": "day", "ended_on": "day"}
    day = DateField(label=_("Last day"), help_text=_("On this day they are still a member."))


class SwitchForm(StaffForm, forms.Form):
    """On or off."""

    on = forms.TypedChoiceField(choices=[("1", ""), ("0", "")], coerce=lambda value: value == "1")


class StakeholderFilterForm(StaffForm, forms.Form):
    q = forms.CharField(label=_("Name, e-mail or organisation"), required=False, max_length=100)
    kind = forms.ModelChoiceField(
        label=_("Kind"),
        queryset=StakeholderKind.objects.none(),
        required=False,
        to_field_name="code",
        empty_label=_("All"),
    )
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), required=False, empty_label=_("All")
    )
    sort = forms.ChoiceField(
        label=_("Sort by"),
        required=False,
        choices=[
            ("name", _("name")),
            ("kind", _("kind")),
            ("organisation", _("organisation")),
            ("since", _("member since")),
        ],
    )
    show = forms.ChoiceField(
        choices=[(MEMBERS, ""), (LATER, ""), (FORMER, "")], required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "kind", StakeholderKind.objects.all())
        offer(self, "organisation", partnership.organisations.order_by("name"))

    def wanted(self) -> dict[str, Any]:
        """What was asked for; a value that is not offered counts as not asked."""
        self.is_valid()
        return {"show": MEMBERS} | {name: value for name, value in self.cleaned_data.items() if value}
