"""The breakdowns a round may be shown by: their groups, the names of these, and which are merged into one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.models import Round
from partnerships.models import Membership, Partnership, Sector, Stakeholder, StakeholderKind

MERGED = "merged"
"""Code of the group that takes the place of those merged before the opening."""
NAMES: dict[str, Promise] = {
    "kind": _("stakeholder kind"),
    "sector": _("sector"),
    "tenure": _("length of membership"),
}
BREAKDOWNS = tuple(NAMES)


def merges_of(round: Round, breakdown: str) -> Mapping[str, str]:
    """Code -> code of the group it is counted with; empty where nothing is merged."""
    merges: dict[str, dict[str, str]] = round.merges
    return merges.get(breakdown, {})


def names_of(round: Round) -> list[str]:
    """The breakdowns of a round in words, the first one first."""
    return [str(NAMES[code]) for code in round.breakdowns]


def group_of(round: Round, breakdown: str, code: str) -> str:
    """The group in which people of this code are shown."""
    return merges_of(round, breakdown).get(code, code)


def labels_of(breakdown: str) -> dict[str, str]:
    """Group code -> name in the reader’s language, in the order of the vocabulary, the merged group last."""
    vocabulary: Any = {"kind": StakeholderKind, "sector": Sector}.get(breakdown)
    terms = ((term.code, term.name) for term in vocabulary.objects.all()) if vocabulary else TENURES.items()
    return {code: str(name) for code, name in terms} | {MERGED: str(_("Other groups (merged)"))}


def traits_of(person: Stakeholder, day: date) -> dict[str, str]:
    """The group of a member (as `members_on` gives them) in each breakdown on that day; empty: not known."""
    memberships = getattr(person, "current_memberships", [])
    organisation = next((row.organisation for row in memberships if row.organisation), None)
    return {
        "kind": person.kind.code,
        "sector": organisation.sector.code if organisation else "",
        "tenure": tenure(min(row.started_on for row in memberships), day) if memberships else "",
    }


def members_on(partnership: Partnership, day: date) -> list[Stakeholder]:
    """The members of that day, each with the membership of that day in `current_memberships`, a list. Two queries."""
    memberships = Membership.objects.filter(Membership.running_on(day)).select_related("organisation__sector")
    people = Stakeholder.objects.filter(partnership=partnership).members_on(day)
    return list(
        people.select_related("kind").prefetch_related(
            Prefetch("memberships", queryset=memberships.order_by("started_on", "pk"), to_attr="current_memberships")
        )
    )


TENURES: dict[str, Promise] = {
    "under_1": _("under 1 year"),
    "1_to_3": _("1 to 3 years"),
    "over_3": _("over 3 years"),
}


def tenure(since: date, day: date) -> str:
    """The code of the length of membership on a day; the third anniversary still counts as 1 to 3 years."""
    years = day.year - since.year - ((day.month, day.day) < (since.month, since.day))
    anniversary = (day.month, day.day) == (since.month, since.day)
    if years < 1:
        return "under_1"
    return "1_to_3" if years < 3 or (years == 3 and anniversary) else "over_3"
