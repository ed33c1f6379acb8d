"""Loading what an address names, for the views of every room."""

from django.shortcuts import get_object_or_404

from assessments.models import Round
from partnerships.decorators import PartnershipRequest


def find_round(request: PartnershipRequest, number: int) -> Round:
    """The round of this number, with its version; 404 when the partnership has no such round."""
    rounds = Round.objects.select_related("version")
    round = get_object_or_404(rounds, partnership=request.partnership, number=number)
    round.partnership = request.partnership
    return round
