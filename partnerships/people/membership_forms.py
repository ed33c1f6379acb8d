"""Asking for the time a person is a member, and for whom."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.models import Membership, Organisation, Partnership
from partnerships.organisations.queries import offered_organisations
from synergy.web.forms import DateField, StaffForm, offer

FIELDS = ("organisation", "started_on", "ended_on", "reason")


class MembershipForm(StaffForm, forms.Form):
    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("None, for themselves"),
    )
    started_on = DateField(label=_("Member from"))
    ended_on = DateField(
        label=_("Member until"), required=False, help_text=_("The last day. Leave it empty while it goes on.")
    )
    reason = forms.CharField(
        label=_("Reason for being there"),
        required=False,
        max_length=300,
        help_text=_("What this person or their organisation brings or stands for."),
    )

    def __init__(
        self, *args: Any, partnership: Partnership, day: date, membership: Membership | None = None, **kwargs: Any
    ) -> None:
        given = {name: getattr(membership, name) for name in FIELDS} if membership else {"started_on": day}
        kwargs["initial"] = given
        super().__init__(*args, **kwargs)
        offered = offered_organisations(partnership, day)
        if membership is not None and membership.organisation_id:
            offered |= partnership.organisations.filter(pk=membership.organisation_id)
        offer(self, "organisation", offered)


class MembershipEndForm(StaffForm, forms.Form):
    day = DateField(label=_("Last day"), help_text=_("On this day they are still a member."))
