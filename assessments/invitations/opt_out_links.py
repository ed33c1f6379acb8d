"""The address by which a person stops mail: a secret of its own purpose, which opens no survey."""

import re

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from assessments.invitations.links import secret_letters
from partnerships.models import Stakeholder

_SHAPE = re.compile(r"([0-9]{1,18})-([0-9A-Za-z]{22})", re.ASCII)


def opt_out_token(stakeholder: Stakeholder) -> str:
    """The number of the person, and letters that only this site can make of that number with its secret key."""
    return f"{stakeholder.pk}-{_letters(stakeholder.pk)}"


def opt_out_url(stakeholder: Stakeholder) -> str:
    """The full address; it starts with SITE_URL, whatever host a request named."""
    return settings.SITE_URL + reverse("survey-opt-out", args=[opt_out_token(stakeholder)])


def find_stakeholder(token: str) -> Stakeholder | None:
    """The person whose mail the token stops; None for a token made elsewhere or for another purpose."""
    match = _SHAPE.fullmatch(token)
    if match is None or not constant_time_compare(match[2], _letters(int(match[1]))):
        return None
    return Stakeholder.objects.select_related("partnership").filter(pk=int(match[1])).first()


def _letters(pk: int) -> str:
    return secret_letters("synergy.survey.opt-out", str(pk))
