"""The single resolver of survey links: 22 letters and digits that stand nowhere in the database."""

import hashlib
import re
import string

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from assessments.models import Invitation

_ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
_LENGTH = 22  # 62^22 is about 131 bits
_SHAPE = re.compile(rf"[0-9A-Za-z]{{{_LENGTH}}}")


def token_of(invitation: Invitation) -> str:
    """The link's secret: an HMAC of invitation and link version, so that it can be sent again and replaced."""
    return secret_letters("synergy.survey.link", f"{invitation.pk}:{invitation.link_version}")


def secret_letters(purpose: str, value: str) -> str:
    """22 letters and digits that only this site can make; those of one purpose tell nothing about those of another."""
    mac = salted_hmac(purpose, value, algorithm="sha256")
    number = int.from_bytes(mac.digest(), "big")
    letters = []
    for _ in range(_LENGTH):
        number, place = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[place])
    return "".join(letters)


def digest_of(token: str) -> str:
    """What the database keeps of a link: enough to find it, not to make it."""
    return hashlib.sha256(token.encode()).hexdigest()


def url_of(invitation: Invitation) -> str:
    """The full personal link, on SITE_URL whatever host the request named."""
    return settings.SITE_URL + reverse("survey-welcome", args=[token_of(invitation)])


def resolve(token: str) -> Invitation | None:
    """The invitation behind a link, revoked and closed ones too; None for a link that leads nowhere."""
    if not _SHAPE.fullmatch(token):
        return None
    found = Invitation.objects.select_related("round__partnership", "round__version", "stakeholder")
    found = found.defer("round__version__content")  # 30 kB that `questionnaire` keeps in memory
    return found.filter(link_digest=digest_of(token)).first()
