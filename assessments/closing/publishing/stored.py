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
    alike = [one for one in rounds if one.plan.method == METHOD]
    return {one.number: (one, stored(one)) for one in (alike[-1], alike[0])}


def stored(round: Round) -> Publication:
    """Items, scores and correlations of everybody as they were published; two queries beside the plan."""
    content = round.plan.content
    told = content["correlations"]
    scores = Score.objects.filter(round=round, breakdown="", shown=True, mean__isnull=False)
    details = {row.construct: (row.n or 0, row.details) for row in scores}
    own = {code: Own(one["rho"]["own"]) for code, (_n, one) in details.items() if "own" in one["rho"]}
    return Publication(
        respondents=content["respondents"],
        items=_items(round),
        scales={code: ScaleCell(n, tuple(one["items"])) for code, (n, one) in details.items()},
        correlations=Correlations(told["within"], told["across"], tuple(told["assumed"]), own),
        spread=content["spread"],
    )


def _items(round: Round) -> dict[str, ItemCell]:
    by_code = questionnaire(round.version).scoring.by_code
    found = {}
    for row in ItemTally.objects.filter(round=round, breakdown="", shown=True):
        item, missing = by_code[row.item], tuple(row.details[name] for name in ("na", "dk", "blank"))
        counts = tuple(row.counts[str(option)] for option in range(item.lo, item.hi + 1)) if row.counts else ()
        found[row.item] = ItemCell(row.n or 0, row.mean, row.sd, Table(item, counts) if counts else None, *missing)
    return found
