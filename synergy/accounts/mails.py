"""The mails about a person's own account: which there are, when they are queued, what each says as it leaves."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from synergy.accounts.addresses import belongs_to_another
from synergy.accounts.models import User
from synergy.accounts.services import password_link
from synergy.outbox import kinds, queues
from synergy.outbox.kinds import Rendered
from synergy.outbox.models import Message

logger = logging.getLogger(__name__)

RESET, CONFIRMATION = "password-reset", "email-confirmation"
# Whoever asks twice within these seconds gets one mail; somebody to whom nothing came may soon ask again.
PATIENCE = 120


@dataclass(frozen=True)
class Notice:
    """A mail that tells of something already done."""

    kind: str
    label: str | Promise
    subject: str | Promise
    sentence: str | Promise
    # The password can be reset by whoever reads this mail; not after the address was taken away.
    resettable: bool = True


_PASSWORD = Notice(
    "password-changed",
    _("Password changed"),
    _("Your Synergy password was changed"),
    _("The password of your Synergy account was changed on %(when)s."),
)
UNNAMED = Notice(
    "account-notice",
    _("Change to an account"),
    _("Your Synergy account was changed"),
    _("Something about how you log in to Synergy was changed on %(when)s."),
)
# By allauth's name for the occasion.
NOTICES = {
    "account/email/password_changed": _PASSWORD,
    "account/email/password_reset": _PASSWORD,
    "account/email/password_set": _PASSWORD,
    "account/email/email_changed": Notice(
        "email-changed",
        _("E-mail address changed"),
        _("The address of your Synergy account was changed"),
        _("Your Synergy account has had another e-mail address since %(when)s. This one no longer opens it."),
        resettable=False,
    ),
    "account/email/email_deleted": Notice(
        "email-removed",
        _("E-mail address removed"),
        _("An address was removed from your Synergy account"),
        _("An e-mail address was removed from your Synergy account on %(when)s."),
    ),
    "mfa/email/totp_activated": Notice(
        "two-step-on",
        _("Two-step login turned on"),
        _("Two-step login is on"),
        _("Since %(when)s, logging in to Synergy takes your password and a code from your authenticator app."),
    ),
    "mfa/email/totp_deactivated": Notice(
        "two-step-off",
        _("Two-step login turned off"),
        _("Two-step login is off"),
        _("Since %(when)s, the password alone opens your Synergy account."),
    ),
    "mfa/email/recovery_codes_generated": Notice(
        "recovery-codes",
        _("New recovery codes"),
        _("New recovery codes for Synergy"),
        _("New recovery codes were made for your Synergy account on %(when)s. The earlier ones no longer work."),
    ),
}
_BY_KIND = {notice.kind: notice for notice in (*NOTICES.values(), UNNAMED)}


def register() -> None:
    kinds.register(RESET, password_reset, _("Link to choose a password"))
    kinds.register(CONFIRMATION, email_confirmation, _("Link to confirm an e-mail address"))
    for notice in _BY_KIND.values():
        kinds.register(notice.kind, account_notice, notice.label)


def queue_reset(user: User, at: datetime) -> bool:
    """Queues a link to choose a password, to the address of the account; False when one is on its way already."""
    if Message.objects.waiting().filter(kind=RESET, subject_ref=str(user.pk), recipient=user.email).exists():
        return False
    return _queue(RESET, user.pk, user.email, at)


def queue_confirmation(address: EmailAddress, at: datetime) -> bool:
    """Queues a link that confirms this address; False when one was just queued."""
    return _queue(CONFIRMATION, address.pk, address.email, at)


def queue_notice(occasion: str, user: User, recipient: str, at: datetime) -> bool:
    """Queues word of what was done to the account; an occasion nobody wrote words for gets plain ones."""
    notice = NOTICES.get(occasion, UNNAMED)
    if notice is UNNAMED:
        logger.error("Nobody wrote the mail %s: plain words are sent instead", occasion)
    return _queue(notice.kind, user.pk, recipient, at)


def _queue(kind: str, ref: int, recipient: str, at: datetime) -> bool:
    key = f"{kind}:{ref}:{int(at.timestamp()) // PATIENCE}"
    return queues.queue(kind=kind, key=key, recipient=recipient, subject_ref=str(ref), at=at)


def password_reset(message: Message) -> Rendered | None:
    """The link is made as the mail leaves; None when the account is closed or has another address by then."""
    user = User.objects.filter(pk=message.subject_ref, is_active=True, email__iexact=message.recipient).first()
    if user is None:
        return None
    return _written("password-reset", user, {"link": password_link(user), "days": _days()})


def email_confirmation(message: Message) -> Rendered | None:
    """The link is made as the mail leaves; None when the person changed their mind or somebody has the address."""
    waiting = EmailAddress.objects.select_related("user").filter(verified=False, user__is_active=True)
    address = waiting.filter(pk=message.subject_ref, email__iexact=message.recipient).first()
    if address is None or belongs_to_another(address):
        return None
    path = reverse("account_confirm_email", args=[EmailConfirmationHMAC(address).key])
    return _written("email-confirmation", address.user, {"link": settings.SITE_URL + path})


def account_notice(message: Message) -> Rendered | None:
    user = User.objects.filter(pk=message.subject_ref).first()
    if user is None:
        return None
    notice = _BY_KIND[message.kind]
    with translation.override(user.language), timezone.override(user.time_zone):
        when = formats.date_format(timezone.localtime(message.queued_at), "DATETIME_FORMAT")
        words = {
            "heading": str(notice.subject),
            "sentence": str(notice.sentence) % {"when": when},
            "link": settings.SITE_URL + reverse("account_reset_password") if notice.resettable else "",
        }
    return _written("account-notice", user, words)


def _written(template: str, user: User, words: Mapping[str, object]) -> Rendered:
    """The three templates of a mail, in the language of the account."""
    with translation.override(user.language):
        shown = {**words, "name": user.name, "language": user.language}
        return Rendered(
            subject=render_to_string(f"email/{template}.subject.txt", shown).strip(),
            text=render_to_string(f"email/{template}.txt", shown).strip() + "\n",
            html=render_to_string(f"email/{template}.html", shown),
        )


def _days() -> int:
    return settings.PASSWORD_RESET_TIMEOUT // 86_400
