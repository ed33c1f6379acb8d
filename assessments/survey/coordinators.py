"""What a respondent may know of a round: who invites, and how many people are invited."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from assessments.models import Invitation, Round
from partnerships.models import Grant
from synergy.accounts.models import User


def coordinators_of(round: Round) -> list[User]:
    """The coordinators of the partnership, by name, who invite, share results and answer questions of privacy."""
    grants = Grant.objects.filter(
        partnership_id=round.partnership_id, role=Grant.Role.COORDINATOR, user__is_active=True
    ).select_related("user")
    return sorted((grant.user for grant in grants), key=lambda user: str(user).casefold())


def names_in_words(coordinators: list[User]) -> str:
    """“Amina, Bruno and Chen”; a partnership without a coordinator still gets words for whom to ask."""
    # Translators: between the last two names of a list
    return get_text_list([str(user) for user in coordinators], _("and")) or _("the coordinator of the partnership")


def count_invited(round: Round) -> int:
    return Invitation.objects.filter(round=round).valid().count()
