"""Asking for a person, and what to show of the list of people."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from partnerships.models import Organisation, Partnership, Stakeholder, StakeholderKind
from partnerships.organisations.queries import offered_organisations
from partnerships.people.queries import StakeholderFilter
from synergy.accounts.names import NameFormField
from synergy.web.forms import DateField, StaffForm, offer


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
        if stakeholder is not None:
            own = {name: getattr(stakeholder, name) for name in ("name", "email", "language", "kind")}
            kwargs["initial"] = own
        super().__init__(*args, **kwargs)
        offered = StakeholderKind.objects.filter(active=True)
        if stakeholder is not None:
            offered |= StakeholderKind.objects.filter(pk=stakeholder.kind_id)
        offer(self, "kind", offered)


class NewStakeholderForm(StakeholderForm):
    """A person and their first membership in one go."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("None, for themselves"),
    )
    started_on = DateField(label=_("Member from"))
    reason = forms.CharField(
        label=_("Reason for being there"),
        required=False,
        max_length=300,
        help_text=_("What this person or their organisation brings or stands for."),
    )

    def __init__(self, *args: Any, partnership: Partnership, day: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"language": partnership.default_language, "started_on": day})
        super().__init__(*args, **kwargs)
        offer(self, "organisation", offered_organisations(partnership, day))


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
        choices=[("members", ""), ("later", ""), ("former", "")], required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "kind", StakeholderKind.objects.all())
        offer(self, "organisation", partnership.organisations.order_by("name"))

    def wanted(self) -> StakeholderFilter:
        """What was asked for; a value that is not offered counts as not asked."""
        self.is_valid()
        return StakeholderFilter(**{name: value for name, value in self.cleaned_data.items() if value})
