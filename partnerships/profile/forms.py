"""What staff type about a partnership."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partnerships.models import Partnership, Programme
from partnerships.models.partnership import SMALLEST_K
from synergy.accounts.models import User
from synergy.accounts.names import NameFormField
from synergy.accounts.zones import zone_choices
from synergy.web.forms import DateField, StaffForm, offer

MOST_GOALS, LONGEST_GOAL = 12, 300


def mandates() -> list[tuple[str, str]]:
    return [(value, capfirst(str(label))) for value, label in Partnership.Mandate.choices]


class GoalsField(forms.CharField):
    """One goal a line; list marks that were pasted along are taken off."""

    widget = forms.Textarea(attrs={"rows": 5})

    def to_python(self, value: Any) -> Any:
        lines = (line.strip().lstrip("•*–-").strip() for line in str(value or "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def validate(self, value: Any) -> None:
        if len(value) > MOST_GOALS:
            raise forms.ValidationError(gettext("At most %(number)s goals.") % {"number": MOST_GOALS})
        for number, goal in enumerate(value, start=1):
            if len(goal) > LONGEST_GOAL:
                words = gettext("Goal %(number)s is longer than %(most)s characters.")
                raise forms.ValidationError(words % {"number": number, "most": LONGEST_GOAL})

    def run_validators(self, value: Any) -> None:
        for goal in value:
            super().run_validators(goal)


class PartnershipForm(StaffForm, forms.Form):
    programme = forms.ModelChoiceField(label=_("Programme"), queryset=Programme.objects.none(), empty_label=None)
    name = NameFormField(label=_("Name"), max_length=120)
    mission = forms.CharField(
        label=_("Mission"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What the partnership has agreed to achieve."),
    )
    goals = GoalsField(label=_("Shared goals"), required=False, help_text=_("One goal on each line."))
    region = forms.CharField(label=_("Region"), required=False, max_length=120)
    context = forms.CharField(
        label=_("Context"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What a reader must know to understand the results: policies, history, needs of the population."),
    )
    mandate = forms.ChoiceField(
        label=_("Mandate"),
        choices=mandates,
        widget=forms.RadioSelect,
        initial=Partnership.Mandate.VOLUNTARY,
        help_text=_("Why the partnership came to be."),
    )
    default_language = forms.ChoiceField(
        label=_("Default language"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        initial="en",
        help_text=_("For people whose own language is not known."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zone_choices,
        initial=settings.TIME_ZONE,
        help_text=_("Rounds open and close by this clock."),
    )
    started_on = DateField(label=_("Started on"))
    cadence_months = forms.IntegerField(
        label=_("Months between rounds"), min_value=1, max_value=36, initial=6, help_text=_("Six is usual.")
    )
    k = forms.IntegerField(
        label=_("Smallest group shown (K)"),
        min_value=SMALLEST_K,
        max_value=50,
        initial=5,
        help_text=_(
            "Results of fewer people than this are never shown, and a round cannot open for fewer members. "
            "A change holds for rounds opened from now on: rounds that are open or closed keep the K they promised."
        ),
    )

    def __init__(self, *args: Any, by: User, day: date, partnership: Partnership | None = None, **kwargs: Any) -> None:
        super().__init__(*args, row=partnership, **kwargs)
        self.partnership = partnership
        offer(self, "programme", Programme.objects.open_to(by).order_by("name"))
        if partnership is None:
            usual = {"started_on": day, "time_zone": by.time_zone, "default_language": by.language}
            self.initial = {**usual, **self.initial}
        elif not by.is_administrator:
            del self.fields["programme"]

    def values(self) -> dict[str, Any]:
        """`charter` and `goals`; a form without a field for the programme leaves the programme as it is."""
        charter = {name: value for name, value in self.cleaned_data.items() if name != "goals"}
        if self.partnership is not None:
            charter.setdefault("programme", self.partnership.programme)
        return {"charter": charter, "goals": self.cleaned_data["goals"]}


class PartnershipEndForm(StaffForm, forms.Form):
    on = DateField(label=_("Last day"), help_text=_("The partnership runs until the end of this day."))
