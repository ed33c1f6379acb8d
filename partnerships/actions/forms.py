"""Asking for an action item, and what to show of the list of them."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.actions.queries import DONE, OPEN, owners
from partnerships.models import ActionItem, Meeting, Partnership, Stakeholder
from synergy.web.formats import short_day
from synergy.web.forms import DateField, StaffForm, offer

LIST, MEETING = "list", "meeting"


class MeetingChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{short_day(obj.held_on)} · {obj.title}"


class ActionItemForm(StaffForm, forms.Form):
    text = forms.CharField(
        label=_("What will be done"),
        max_length=ActionItem._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    owner = forms.ModelChoiceField(
        label=_("Owner"),
        queryset=Stakeholder.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
        help_text=_("The member who sees to it. Everybody with a role in this partnership can read this name."),
    )
    due_on = DateField(label=_("Due date"), required=False)
    meeting = MeetingChoice(
        label=_("Agreed at"), queryset=Meeting.objects.none(), required=False, empty_label=_("Not at a meeting")
    )

    def __init__(
        self, *args: Any, partnership: Partnership, day: date, item: ActionItem | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, row=item, **kwargs)
        able = Stakeholder.objects.members_on(day)
        if item is not None and item.owner_id:
            able |= Stakeholder.objects.filter(pk=item.owner_id).distinct()
        offer(self, "owner", able.filter(partnership=partnership))
        offer(self, "meeting", partnership.meetings.all())


class ActionItemFilterForm(StaffForm, forms.Form):
    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=Stakeholder.objects.none(), required=False, empty_label=_("All")
    )
    show = forms.ChoiceField(choices=[(OPEN, ""), (DONE, "")], required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", owners(partnership))

    def wanted(self) -> dict[str, Any]:
        """What was asked for; a value that is not offered counts as not asked."""
        self.is_valid()
        return {"show": OPEN} | {name: value for name, value in self.cleaned_data.items() if value}


class ReturnForm(forms.Form):
    """Where a button was pressed, and where its press leads back to."""

    back = forms.ChoiceField(choices=[(LIST, ""), (MEETING, "")])
