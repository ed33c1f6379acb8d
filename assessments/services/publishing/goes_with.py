"""What goes with synergy: elements and processes beside the synergy score, in an order only as firm as n allows."""

from collections.abc import Iterable
from typing import Any

from assessments.models import Finding, Round, Score
from assessments.queries.instruments import Questionnaire
from assessments.scoring.disclosure import rounded
from assessments.scoring.drivers import Drivers, key_drivers
from assessments.services.publishing.cells import has_mean, printed
from assessments.services.publishing.respondents import Respondents

OUTCOME = "SYN"
PREDICTORS = {"goes_with_elements": "element", "goes_with_processes": "process"}


def goes_with(round: Round, asked: Questionnaire, now: Respondents, scores: Iterable[Score]) -> list[Finding]:
    """A finding for the elements and one for the processes; none where synergy itself is not shown."""
    printable = {row.construct for row in scores if not row.group and has_mean(row)}
    if OUTCOME not in printable:
        return []
    items = {one.code: [item.code for item in one.items] for one in asked.constructs}
    found = []
    for code, kind in PREDICTORS.items():
        predictors = [one.code for one in asked.of_kind(kind) if one.code in printable]
        drivers = key_drivers(now.constructs[predictors], now.constructs[OUTCOME], items)
        found.append(Finding(round=round, code=code, content=_content(drivers, round.k)))
    return found


def _content(drivers: Drivers, k: int) -> dict[str, Any]:
    """Below K people with every score, only that there are too few."""
    if drivers.order == "nothing" or drivers.n < k:
        return {"order": "nothing", "n": None, "predictors": [], "adjusted_r2": None, "dropped": {}}
    return {
        "order": drivers.order,
        "n": drivers.n,
        "predictors": [printed(one) for one in drivers.predictors],
        "adjusted_r2": rounded(drivers.adjusted_r2, 2),
        "dropped": dict(drivers.dropped or {}),
    }
