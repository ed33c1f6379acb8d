"""What the page of one closed round shows, gathered before anything is rendered."""

from dataclasses import dataclass

from assessments.results.analyses import correlates_of
from assessments.results.headers import RoundHeader
from assessments.results.round.changes import ChangesTile, changes_tile
from assessments.results.round.correlates import CorrelatesTile, correlates_tile
from assessments.results.tiles import RoundTiles, round_tiles
from assessments.results.wording.leads import Lead, lead_of
from assessments.results.wording.responses import response_sentence


@dataclass(frozen=True)
class RoundPage:
    """Where nothing is published only `lead` and `answered` say something."""

    lead: Lead
    answered: str
    tiles: RoundTiles | None = None
    changes: ChangesTile | None = None
    correlates: CorrelatesTile | None = None


def round_page(header: RoundHeader) -> RoundPage:
    """Where are we, what changed, how sure are we, what goes with synergy. Four queries, whatever was answered."""
    results = header.results
    lead, answered = lead_of(results), response_sentence(header.round)
    if header.nothing:
        return RoundPage(lead, answered)
    elements, processes = (correlates_of(header.round, predictors) for predictors in ("elements", "processes"))
    return RoundPage(
        lead=lead,
        answered=answered,
        tiles=round_tiles(results),
        changes=changes_tile(results),
        correlates=correlates_tile(results, elements, processes),
    )
