"""What a request carries once the door of access.py has let it in."""

from types import SimpleNamespace

from django.http import HttpRequest

from partnerships.models import Partnership, Programme
from synergy.accounts.models import User


class SignedInRequest(HttpRequest):
    user: User


class PartnershipRequest(SignedInRequest):
    partnership: Partnership
    roles: frozenset[str]
    can: SimpleNamespace


class ProgrammeRequest(SignedInRequest):
    programme: Programme
