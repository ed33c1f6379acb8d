"""What the page of one closed round shows, gathered before anything is rendered."""

from typing import Any

from assessments.results.analyses import correlates_of
from assessments.results.headers import RoundHeader
from assessments.results.round.changes import changes_tile
from assessments.results.round.correlates import correlates_tile
from assessments.results.tiles import round_tiles
from assessments.results.wording.leads import lead_of
from assessments.results.wording.responses import response_sentence


def round_context(header: RoundHeader) -> dict[str, Any]:
    """Where are we, what changed, how sure are we, what goes with synergy. Four queries, whatever was answered.

    Where nothing is published there is only `lead` and `answered`.
    """
    results = header.results
    summary = {"lead": lead_of(results), "answered": response_sentence(header.round)}
    if header.nothing:
        return summary
    elements, processes = (correlates_of(header.round, predictors) for predictors in ("elements", "processes"))
    return summary | {
        "tiles": round_tiles(results),
        "changes": changes_tile(results),
        "correlates": correlates_tile(results, elements, processes),
    }
