"""Addresses of the pages of a round, and of the numbers behind what stands on them."""

from django.urls import reverse

from assessments.models import Round
from assessments.questionnaire import Construct


def page_url(round: Round, page: str) -> str:
    """`page`: a URL name, such as “result-items”."""
    return reverse(page, args=[round.partnership.slug, round.number])


def questions_url(round: Round, construct: Construct) -> str:
    """Where the questions of this score stand."""
    return f"{page_url(round, 'result-items')}#questions-{construct.code}"


def download_url(round: Round, what: str) -> str:
    """`what`: a name that `exports.views` knows, such as “elements”."""
    return reverse("chart-download", args=[round.partnership.slug, round.number, what])
