"""What was published of an earlier round, read back from where it is stored."""

from assessments.disclosure.publications import ItemCell, Publication, ScaleCell
from assessments.models import ItemTally, Round, Score
from assessments.models.score import METHOD
from assessments.questionnaire import questionnaire
from assessments.statistics.correlations import Correlations, Own
from assessments.statistics.tables import Table


def compared_rounds(round: Round) -> dict[int, tuple[Round, Publication]]:
    """By number, the round before and the first one, where they were published by this method.

    No change is worked out across the seam between two methods.
    """
    closed = Round.objects.closed().filter(partnership=round.partnership, number__lt=round.number, plan__isnull=False)
    rounds = list(closed.select_related("version", "partnership", "plan").order_by("number"))
    if not rounds or rounds[-1].plan.method != METHOD:
        return {}
    alike = [earlier for earlier in rounds if earlier.plan.method == METHOD]
    return {earlier.number: (earlier, stored(earlier)) for earlier in (alike[-1], alike[0])}


def stored(round: Round) -> Publication:
    """Items, scores and correlations of everybody as they were published; two queries beside the plan."""
    content = round.plan.content
    correlations = content["correlations"]
    scores = Score.objects.filter(round=round, breakdown="", shown=True, mean__isnull=False)
    details = {row.construct: row.details for row in scores}
    own = {code: Own(known["rho"]["own"]) for code, known in details.items() if "own" in known["rho"]}
    return Publication(
        respondents=content["respondents"],
        items=_items(round),
        scales={row.construct: ScaleCell(row.n or 0, tuple(row.details["items"])) for row in scores},
        correlations=Correlations(correlations["within"], correlations["across"], tuple(correlations["assumed"]), own),
        spread=content["spread"],
    )


def _items(round: Round) -> dict[str, ItemCell]:
    by_code = questionnaire(round.version).scoring.by_code
    cells = {}
    for row in ItemTally.objects.filter(round=round, breakdown="", shown=True):
        item, missing = by_code[row.item], tuple(row.details[name] for name in ("na", "dk", "blank"))
        counts = tuple(row.counts[str(option)] for option in range(item.lo, item.hi + 1)) if row.counts else ()
        cells[row.item] = ItemCell(row.n or 0, row.mean, row.sd, Table(item, counts) if counts else None, *missing)
    return cells
