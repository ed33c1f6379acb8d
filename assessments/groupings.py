"""The breakdowns a round may be shown by: their groups, the names of these, and which are merged into one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.models import Round
from assessments.tenures import TENURES, tenure
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
    """What a member (as `openings.members_on` gives them) counts as in each breakdown on that day; empty: not known."""
    stays = getattr(person, "stay", [])
    organisation = next((stay.organisation for stay in stays if stay.organisation), None)
    return {
        "kind": person.kind.code,
        "sector": organisation.sector.code if organisation else "",
        "tenure": tenure(min(stay.started_on for stay in stays), day) if stays else "",
    }


def members_on(partnership: Partnership, day: date) -> list[Stakeholder]:
    """The members of that day, each with the stay that holds in `stay` (a list of one). Two queries."""
    stays = Membership.objects.filter(Membership.covers(day)).select_related("organisation__sector")
    people = Stakeholder.objects.filter(partnership=partnership).members_on(day)
    return list(
        people.select_related("kind").prefetch_related(
            Prefetch("memberships", queryset=stays.order_by("started_on", "pk"), to_attr="stay")
        )
    )
