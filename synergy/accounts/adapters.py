"""How allauth behaves here: nobody signs up, and every mail goes through the outbox."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.http import HttpRequest
from django.utils import timezone

from synergy.accounts import mails
from synergy.accounts.addresses import belongs_to_another, settle_address
from synergy.accounts.clients import client_address
from synergy.accounts.models import User

logger = logging.getLogger(__name__)


class ClosedAccountAdapter(DefaultAccountAdapter):
    """A page never waits for a mail server, and a link in a mail never follows the host of a request."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Allauth's own fails the request where a proxy left the header out, or wrote no address into it."""
        return client_address(request)

    def login(self, request: HttpRequest, user: User) -> None:
        settle_address(user)
        super().login(request, user)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """An address that became somebody's login since the link was sent is refused, not taken from them."""
        return not belongs_to_another(email_address) and super().confirm_email(request, email_address)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Only the address the account has gets its link, not one somebody merely wishes to have."""
        if email.lower() == user.email.lower():
            mails.queue_reset(user, timezone.now())

    def send_confirmation_mail(
        self, request: HttpRequest, emailconfirmation: EmailConfirmationHMAC, signup: bool
    ) -> None:
        mails.queue_confirmation(emailconfirmation.email_address, timezone.now())

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        mails.queue_notice(template_prefix, user, email or user.email, timezone.now())

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """What none of the ways above has taken: somebody with an account gets plain words, nobody else any."""
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            logger.error("The mail %s is not written here and was not sent", template_prefix)
        else:
            mails.queue_notice(template_prefix, user, user.email, timezone.now())
