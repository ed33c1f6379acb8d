"""How large a partnership is on a day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from partnerships.models import Membership, Partnership


@dataclass(frozen=True)
class Size:
    members: int
    organisations: int


def size_of(partnership: Partnership, day: date) -> Size:
    """Members of the day and the organisations they come from. One query."""
    stays = Membership.objects.filter(Membership.covers(day), stakeholder__partnership=partnership)
    counted = stays.aggregate(
        members=Count("stakeholder", distinct=True), organisations=Count("organisation", distinct=True)
    )
    return Size(**counted)
