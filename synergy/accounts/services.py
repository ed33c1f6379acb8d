"""Opening accounts, and what a person may change about their own."""

from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from synergy.accounts.models import User
from synergy.accounts.names import clean_name
from synergy.audit import entries as audit


@transaction.atomic
def find_or_create_account(*, by: User, email: str, name: str, language: str, time_zone: str, at: datetime) -> User:
    """The account of this address, in whatever case it was typed; a new one has no password until its owner sets it.

    Raises ValidationError at `email` for an account that may not sign in, at `name` when a new account has none.
    """
    user = User.objects.filter(email__iexact=email.strip()).first()
    if user is None:
        return _create(by, email, clean_name(name), language, time_zone, at)
    if not user.is_active:
        raise ValidationError({"email": _("The account of this person may not log in. Allow it again first.")})
    return user


def _create(by: User, email: str, name: str, language: str, time_zone: str, at: datetime) -> User:
    if not name:
        raise ValidationError({"name": _("There is no account with this address yet: enter the person’s name.")})
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, None, name=name, language=language, time_zone=time_zone)
    except IntegrityError:  # somebody opened the same account at the same moment
        return User.objects.get(email__iexact=email.strip())
    audit.record(by=by, action="account.create", obj=user, at=at)
    return user


@transaction.atomic
def update_account(*, by: User, name: str, language: str, time_zone: str, at: datetime) -> User:
    """Change the person's own name, language and time zone."""
    user = User.objects.select_for_update().get(pk=by.pk)
    name = name if name == user.name else clean_name(name)
    new = {"name": name, "language": language, "time_zone": time_zone}
    changed = [field for field, value in new.items() if getattr(user, field) != value]
    if changed:
        user.name, user.language, user.time_zone = name, language, time_zone
        user.save(update_fields=changed)
        audit.record(by=by, action="account.update", obj=user, at=at, fields=changed)
    return user


def set_language(*, by: User, language: str, at: datetime) -> User:
    """Keep the language a signed-in person chose."""
    return update_account(by=by, name=by.name, language=language, time_zone=by.time_zone, at=at)


def password_link(user: User) -> str:
    """Where the person chooses a password; works for PASSWORD_RESET_TIMEOUT seconds and until one is chosen."""
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)},
    )
    return settings.SITE_URL + path
