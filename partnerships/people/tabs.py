"""What the pages under the People tab share: their minor tabs, and the way back from a search."""

from django.urls import reverse
from django.utils.translation import gettext as _

from partnerships.models import Partnership
from partnerships.navigation import Tab
from partnerships.organisations.queries import OrganisationCounts
from partnerships.people.queries import FORMER, LATER, MEMBERS, StakeholderCounts

ORGANISATIONS = "organisations"


def people_tabs(
    partnership: Partnership, people: StakeholderCounts, organisations: OrganisationCounts, current: str
) -> list[Tab]:
    """Members, those who come, those who left, and organisations, each with its number; empty parts are left out."""
    url = reverse("stakeholder-list", args=[partnership.slug])
    parts = [
        (MEMBERS, _("Members"), people.members, url),
        (LATER, _("Joining later"), people.later, f"{url}?show={LATER}"),
        (FORMER, _("Former members"), people.former, f"{url}?show={FORMER}"),
        (
            ORGANISATIONS,
            _("Organisations"),
            organisations.present,
            reverse("organisation-list", args=[partnership.slug]),
        ),
    ]
    return [
        Tab(f"{label} ({number})", address, part == current)
        for part, label, number, address in parts
        if number or part in (MEMBERS, ORGANISATIONS, current)
    ]
