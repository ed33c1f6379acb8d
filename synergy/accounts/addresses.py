"""The address a person logs in with, as allauth keeps it beside the account."""

from allauth.account.models import EmailAddress
from django.db import transaction

from synergy.accounts.models import User


@transaction.atomic
def settle_address(user: User) -> None:
    """Marks the address of the account as its owner's, who came by a link mailed there.

    Left unconfirmed, allauth would take it for the address the person wishes to change to, and blank it at a change.
    """
    mine = EmailAddress.objects.filter(user=user)
    if mine.filter(email=user.email, verified=True, primary=True).exists():
        return
    EmailAddress.objects.filter(email=user.email).exclude(user=user).delete()  # others can only have wished for it
    mine.filter(primary=True).exclude(email=user.email).update(primary=False)
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})


def belongs_to_another(address: EmailAddress) -> bool:
    """Whether somebody else logs in with the address this person wishes to have."""
    return User.objects.filter(email__iexact=address.email).exclude(pk=address.user_id).exists()
