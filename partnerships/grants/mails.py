"""The mail that tells a person about a role, with the link that opens a new account."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from partnerships.models import Grant
from synergy.accounts.services import password_link
from synergy.outbox.kinds import Rendered
from synergy.outbox.models import Message

KIND = "account-invitation"


def account_invitation(message: Message) -> Rendered | None:
    """The mail as it leaves, in the language of the account; None when the role or the account is gone by then."""
    grants = Grant.objects.select_related("user", "given_by", "partnership__programme")
    grant = grants.filter(pk=int(message.subject_ref)).first()
    if grant is None or not grant.user.is_active:
        return None
    with translation.override(grant.user.language):
        words = _words(grant)
        return Rendered(
            subject=render_to_string(f"email/{KIND}.subject.txt", words).strip(),
            text=render_to_string(f"email/{KIND}.txt", words),
            html=render_to_string(f"email/{KIND}.html", words),
            from_name=grant.partnership.name,
            reply_to=grant.given_by.email if grant.given_by else "",
        )


def _words(grant: Grant) -> dict[str, object]:
    new = not grant.user.has_usable_password()
    return {
        "name": grant.user.name,
        "role": grant.get_role_display(),
        "inviter": grant.given_by,
        "partnership": grant.partnership.name,
        "programme": grant.partnership.programme.name,
        "new": new,
        "link": password_link(grant.user) if new else settings.SITE_URL + reverse("home"),
        "login_link": settings.SITE_URL + reverse("account_login"),
        "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
        "language": grant.user.language,
        "site": settings.SITE_URL,
    }
