"""The single resolver of personal links and of links that stop mail: their letters stand nowhere in the database."""

import hashlib
import re
import string

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from assessments.models import Invitation
from partnerships.models import Stakeholder

_ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
_LENGTH = 22  # 62^22 is about 131 bits
_SHAPE = re.compile(rf"[0-9A-Za-z]{{{_LENGTH}}}")
_OPT_OUT = re.compile(rf"([0-9]{{1,18}})-([0-9A-Za-z]{{{_LENGTH}}})", re.ASCII)


def token_of(invitation: Invitation) -> str:
    """The secret of a link: an HMAC of invitation and link version, so that the link can be sent again and replaced."""
    return secret_letters("synergy.survey.link", f"{invitation.pk}:{invitation.link_version}")


def secret_letters(purpose: str, value: str) -> str:
    """22 letters and digits that only this site can make; the letters of two purposes tell nothing of each other."""
    mac = salted_hmac(purpose, value, algorithm="sha256")
    number = int.from_bytes(mac.digest(), "big")
    letters = []
    for _ in range(_LENGTH):
        number, index = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[index])
    return "".join(letters)


def digest_of(token: str) -> str:
    """What the database keeps of a link: enough to find the invitation, not to make the link."""
    return hashlib.sha256(token.encode()).hexdigest()


def url_of(invitation: Invitation) -> str:
    """The full personal link; it starts with SITE_URL, whatever host a request named."""
    return settings.SITE_URL + reverse("survey-welcome", args=[token_of(invitation)])


def find_invitation(token: str) -> Invitation | None:
    """The invitation behind a link, also when it is revoked or its round is closed; None for an unknown link."""
    if not _SHAPE.fullmatch(token):
        return None
    invitations = Invitation.objects.select_related("round__partnership", "round__version", "stakeholder")
    invitations = invitations.defer("round__version__content")  # 30 kB that `questionnaire` keeps in memory
    return invitations.filter(link_digest=digest_of(token)).first()


def opt_out_token(stakeholder: Stakeholder) -> str:
    """The number of the person, and letters that only this site can make of that number with its secret key."""
    return f"{stakeholder.pk}-{_opt_out_letters(stakeholder.pk)}"


def opt_out_url(stakeholder: Stakeholder) -> str:
    """The full address; it starts with SITE_URL, whatever host a request named."""
    return settings.SITE_URL + reverse("survey-opt-out", args=[opt_out_token(stakeholder)])


def find_stakeholder(token: str) -> Stakeholder | None:
    """The person whose mail the token stops; None for a token made elsewhere or for another purpose."""
    match = _OPT_OUT.fullmatch(token)
    if match is None or not constant_time_compare(match[2], _opt_out_letters(int(match[1]))):
        return None
    return Stakeholder.objects.select_related("partnership").filter(pk=int(match[1])).first()


def _opt_out_letters(pk: int) -> str:
    return secret_letters("synergy.survey.opt-out", str(pk))
