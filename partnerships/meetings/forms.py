"""Asking for a meeting, for a decision, and for who was there."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships.meetings.queries import RosterGroup, RosterPerson
from partnerships.models import Attendance, Decision, Meeting, Stakeholder
from synergy.web.forms import DateField, StaffForm, offer

Status = Attendance.Status


def modes() -> list[tuple[str, str]]:
    return [(value, capfirst(str(label))) for value, label in Meeting.Mode.choices]


class MeetingForm(StaffForm, forms.Form):
    title = forms.CharField(label=_("Title"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    held_on = DateField(label=_("Date"), help_text=_("A meeting may be planned up to a year ahead."))
    minutes = forms.IntegerField(
        label=_("Length in minutes"), required=False, min_value=5, max_value=960, help_text=_("From 5 to 960.")
    )
    mode = forms.ChoiceField(label=_("Mode"), choices=modes, widget=forms.RadioSelect, initial=Meeting.Mode.IN_PERSON)
    agenda = forms.CharField(
        label=_("Agenda"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What the meeting deals with, one point a line."),
    )


class DecisionForm(StaffForm, forms.Form):
    text = forms.CharField(
        label=_("Decision"),
        max_length=Decision._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What was settled, in one sentence."),
    )


class AttendanceForm(StaffForm, forms.Form):
    """One question a person listed; `guest` adds somebody who is not. Before the day, only apologies are asked."""

    guest = forms.ModelChoiceField(
        label=_("Somebody else was there"),
        queryset=Stakeholder.objects.none(),
        required=False,
        empty_label=pgettext_lazy("guest of a meeting", "Nobody else"),
        help_text=_("Former members, and people who joined later. They are noted as present."),
    )

    def __init__(
        self, *args: Any, groups: Iterable[RosterGroup], guests: "QuerySet[Stakeholder]", ahead: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.groups = list(groups)
        offered = [Status.APOLOGIES] if ahead else list(Status)
        choices = [(status.value, capfirst(status.label)) for status in offered] + [("", _("Not noted"))]
        for person in self._people():
            self.fields[_name(person)] = forms.ChoiceField(
                label=person.name, choices=choices, required=False, widget=forms.RadioSelect, initial=person.status
            )
        offer(self, "guest", guests)
        if ahead or len(self.fields["guest"].choices) == 1:  # type: ignore[attr-defined]
            del self.fields["guest"]

    def _people(self) -> list[RosterPerson]:
        return [person for group in self.groups for person in group.people]

    def rows(self) -> list[tuple[RosterGroup, list[tuple[RosterPerson, forms.BoundField]]]]:
        """Each group with its people and their fields."""
        return [(group, [(person, self[_name(person)]) for person in group.people]) for group in self.groups]

    def values(self) -> dict[str, Any]:
        """`statuses` {stakeholder id: status} of those asked about; a person missing in what was sent is left alone."""
        asked = [person for person in self._people() if _name(person) in self.data]
        statuses = {person.pk: self.cleaned_data[_name(person)] for person in asked}
        guest = self.cleaned_data.get("guest")
        return {"statuses": statuses | ({guest.pk: Status.PRESENT.value} if guest else {})}


def _name(person: RosterPerson) -> str:
    return f"person_{person.pk}"
