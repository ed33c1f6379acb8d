"""Item tallies of everybody: mean, how often each option was chosen, and where a balance item leans."""

from assessments.disclosure.derived import item_scores
from assessments.disclosure.publications import ItemCell, Publication
from assessments.models import ItemTally, Round
from assessments.questionnaire import Item, Questionnaire
from assessments.statistics.scores import Score


def tallies_of(round: Round, asked: Questionnaire, publication: Publication) -> list[ItemTally]:
    scores = item_scores(asked.scoring, publication)
    return [_tally(round, item, publication.items.get(item.code), scores.get(item.code)) for item in asked.items]


def _tally(round: Round, item: Item, cell: ItemCell | None, score: Score | None) -> ItemTally:
    row = ItemTally(round=round, item=item.code, shown=cell is not None)
    if cell is None:
        return row
    row.n, row.mean, row.sd = cell.n, cell.mean, cell.sd
    said = cell.n + cell.na + cell.dk  # who did not leave the item blank
    row.details = {"na": cell.na, "dk": cell.dk, "blank": cell.blank}
    row.details |= {"na_share": cell.na / said, "dk_share": cell.dk / said}
    if score is not None:
        row.low, row.high, row.note = score.low, score.high, score.note
    if cell.table is not None:
        row.counts = {option.value: n for option, n in zip(item.options, cell.table.counts, strict=True)}
        if item.scale == "balance":
            row.details["direction"] = cell.table.lean
    return row
