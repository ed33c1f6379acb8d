"""The head of every page of a round: its numbers, the ways to its neighbours, and the other pages of the round."""

from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from assessments.models import Round
from assessments.results.links import page_url
from assessments.results.queries import RoundResults, closed_rounds, neighbours, results_of
from assessments.results.wording.responses import nothing_published
from partnerships.models import Partnership
from partnerships.navigation import Tab

PAGES = ("result-detail", "result-items", "result-groups", "result-comments")


@dataclass(frozen=True)
class RoundHeader:
    """`previous` and `next` are words and address; `nothing` says why there is no number on any of the pages."""

    results: RoundResults
    previous: tuple[str, str] | None
    next: tuple[str, str] | None
    tabs: list[Tab]
    nothing: str

    @property
    def round(self) -> Round:
        return self.results.round


def find_header(partnership: Partnership, number: int, page: str) -> RoundHeader:
    """The closed round of this number; 404 when there is none. Five queries."""
    header = header_of(partnership, number, page)
    if header is None:
        raise Http404(_("This round has no results."))
    return header


def header_of(partnership: Partnership, number: int | None, page: str) -> RoundHeader | None:
    """The closed round of this number, or the newest; None when there is none. Five queries."""
    rounds = closed_rounds(partnership)
    if not rounds:
        return None
    round, before, after = neighbours(rounds, rounds[-1].number if number is None else number)
    if round is None:
        return None
    results = results_of(round, before)
    return RoundHeader(
        results=results,
        previous=_neighbour(before, page),
        next=_neighbour(after, page),
        tabs=_tabs(round, page),
        nothing="" if results.plan.published else nothing_published(results),
    )


def _neighbour(round: Round | None, page: str) -> tuple[str, str] | None:
    return (str(round), page_url(round, page)) if round else None


def _tabs(round: Round, current: str) -> list[Tab]:
    labels = dict(zip(PAGES, (_("Findings"), _("Question by question"), _("By group"), _("Comments")), strict=True))
    return [Tab(label, page_url(round, page), page == current) for page, label in labels.items()]
