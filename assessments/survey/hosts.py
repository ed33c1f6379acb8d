"""Who invites to a round and how many are invited: what a respondent may know about it."""

from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from assessments.models import Invitation, Round
from partnerships.models import Grant


@dataclass(frozen=True)
class Host:
    name: str
    email: str


def hosts_of(round: Round) -> list[Host]:
    """The coordinators of the partnership, by name: they invite, share results and answer questions of privacy."""
    grants = Grant.objects.filter(
        partnership_id=round.partnership_id, role=Grant.Role.COORDINATOR, user__is_active=True
    ).select_related("user")
    return sorted((Host(str(grant.user), grant.user.email) for grant in grants), key=lambda host: host.name.casefold())


def names_in_words(hosts: list[Host]) -> str:
    """“Amina, Bruno and Chen”; a partnership without a coordinator still has somebody to turn to."""
    # Translators: between the last two names of a list
    return get_text_list([host.name for host in hosts], _("and")) or _("the coordinator of the partnership")


def invited_to(round: Round) -> int:
    return Invitation.objects.filter(round=round).valid().count()
