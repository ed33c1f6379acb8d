"""The mail that tells a person about a role, with the link that opens a new account."""

from collections.abc import Callable

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from partnerships.models import Grant, ProgrammeEvaluator
from synergy.accounts.models import User
from synergy.accounts.services import password_link
from synergy.outbox.kinds import Rendered
from synergy.outbox.models import Message

KIND, EVALUATOR_KIND = "account-invitation", "programme-invitation"


def account_invitation(message: Message) -> Rendered | None:
    """The mail as it leaves, in the language of the account; None when the role or the account is gone by then."""
    grants = Grant.objects.select_related("user", "given_by", "partnership__programme")
    grant = grants.filter(pk=int(message.subject_ref)).first()
    if grant is None:
        return None
    partnership = grant.partnership
    place = f"{partnership.name} ({partnership.programme.name})"
    return _invitation(grant.user, grant.given_by, partnership.name, place, grant.get_role_display)


def evaluator_invitation(message: Message) -> Rendered | None:
    """Like `account_invitation`, for an evaluator of a programme."""
    evaluators = ProgrammeEvaluator.objects.select_related("user", "given_by", "programme")
    evaluator = evaluators.filter(pk=int(message.subject_ref)).first()
    if evaluator is None:
        return None
    name = evaluator.programme.name
    return _invitation(evaluator.user, evaluator.given_by, name, name, lambda: _("evaluator of the programme"))


def _invitation(user: User, inviter: User | None, name: str, place: str, role: Callable[[], str]) -> Rendered | None:
    """`name` of the partnership or programme; `place`: the same, as it stands in a sentence."""
    if not user.is_active:
        return None
    new = not user.has_usable_password()
    with translation.override(user.language):
        words = {
            "name": user.name,
            "role": role(),
            "partnership": name,
            "place": place,
            "inviter": inviter,
            "new": new,
            "link": password_link(user) if new else settings.SITE_URL + reverse("home"),
            "login_link": settings.SITE_URL + reverse("account_login"),
            "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
            "language": user.language,
        }
        return Rendered(
            subject=render_to_string(f"email/{KIND}.subject.txt", words).strip(),
            text=render_to_string(f"email/{KIND}.txt", words),
            html=render_to_string(f"email/{KIND}.html", words),
            from_name=name,
            reply_to=inviter.email if inviter else "",
        )
