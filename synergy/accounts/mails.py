"""The mails about a person's own account: which there are, when they are queued, what each says as it leaves."""

import logging
from collections.abc import Mapping
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


_PASSWORD, UNNAMED, _ADDRESS = "password-changed", "account-notice", "email-changed"
# Of each kind of mail that tells of something already done: what the log calls it, its subject, and its sentence.
_NOTICES: dict[str, tuple[str | Promise, str | Promise, str | Promise]] = {
    _PASSWORD: (
        _("Password changed"),
        _("Your Synergy password was changed"),
        _("The password of your Synergy account was changed on %(when)s."),
    ),
    _ADDRESS: (
        _("E-mail address changed"),
        _("The address of your Synergy account was changed"),
        _("Your Synergy account has had another e-mail address since %(when)s. This one no longer opens it."),
    ),
    "email-removed": (
        _("E-mail address removed"),
        _("An address was removed from your Synergy account"),
        _("An e-mail address was removed from your Synergy account on %(when)s."),
    ),
    "two-step-on": (
        _("Two-step login turned on"),
        _("Two-step login is on"),
        _("Since %(when)s, logging in to Synergy takes your password and a code from your authenticator app."),
    ),
    "two-step-off": (
        _("Two-step login turned off"),
        _("Two-step login is off"),
        _("Since %(when)s, the password alone opens your Synergy account."),
    ),
    "recovery-codes": (
        _("New recovery codes"),
        _("New recovery codes for Synergy"),
        _("New recovery codes were made for your Synergy account on %(when)s. The earlier ones no longer work."),
    ),
    UNNAMED: (
        _("Change to an account"),
        _("Your Synergy account was changed"),
        _("Something about how you log in to Synergy was changed on %(when)s."),
    ),
}
# By allauth's name for the occasion.
NOTICES = {
    "account/email/password_changed": _PASSWORD,
    "account/email/password_reset": _PASSWORD,
    "account/email/password_set": _PASSWORD,
    "account/email/email_changed": _ADDRESS,
    "account/email/email_deleted": "email-removed",
    "mfa/email/totp_activated": "two-step-on",
    "mfa/email/totp_deactivated": "two-step-off",
    "mfa/email/recovery_codes_generated": "recovery-codes",
}


def register() -> None:
    kinds.register(RESET, password_reset, _("Link to choose a password"))
    kinds.register(CONFIRMATION, email_confirmation, _("Link to confirm an e-mail address"))
    for kind, (label, _subject, _sentence) in _NOTICES.items():
        kinds.register(kind, account_notice, label)


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
    kind = NOTICES.get(occasion, UNNAMED)
    if kind == UNNAMED:
        logger.error("Nobody wrote the mail %s: plain words are sent instead", occasion)
    return _queue(kind, user.pk, recipient, at)


def _queue(kind: str, ref: int, recipient: str, at: datetime) -> bool:
    key = f"{kind}:{ref}:{int(at.timestamp()) // PATIENCE}"
    return queues.queue(kind=kind, key=key, recipient=recipient, subject_ref=str(ref), at=at)


def password_reset(message: Message) -> Rendered | None:
    """The link is made as the mail leaves; None when the account is closed or has another address by then."""
    user = User.objects.filter(pk=message.subject_ref, is_active=True, email__iexact=message.recipient).first()
    if user is None:
        return None
    days = settings.PASSWORD_RESET_TIMEOUT // 86_400
    return _written("password-reset", user, {"link": password_link(user), "days": days})


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
    _label, subject, sentence = _NOTICES[message.kind]
    # The password can be reset by whoever reads this mail; not after the address was taken away.
    resettable = message.kind != _ADDRESS
    with translation.override(user.language), timezone.override(user.time_zone):
        when = formats.date_format(timezone.localtime(message.queued_at), "DATETIME_FORMAT")
        words = {
            "heading": str(subject),
            "sentence": str(sentence) % {"when": when},
            "link": settings.SITE_URL + reverse("account_reset_password") if resettable else "",
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
