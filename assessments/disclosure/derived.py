"""The scores that follow from a publication, and from nothing else: a reader can work them out again from the items."""

from collections.abc import Mapping, Sequence

from assessments.disclosure.breakdowns import Breakdown
from assessments.disclosure.linkage import Linkage
from assessments.disclosure.publications import Publication
from assessments.statistics.agreement import Agreement, agreement
from assessments.statistics.change import Change, change
from assessments.statistics.correlations import rho_of
from assessments.statistics.scales import Scoring
from assessments.statistics.scores import Part, Score, score

ScoreKey = tuple[str, str]  # group ("" is everybody) and construct
Published = tuple[Scoring, Publication]  # how a round is scored, and what is published of it


def parts(publication: Publication, items: Sequence[str]) -> list[Part]:
    """Items as a score reads them; one with too few answers for a distribution enters with the spread of all."""
    cells = [(code, publication.items[code]) for code in items]
    return [
        Part(code, cell.n, cell.mean or 0.0, publication.spread if cell.sd is None else cell.sd) for code, cell in cells
    ]


def score_on(scoring: Scoring, publication: Publication, construct: str, items: Sequence[str], n: int) -> Score:
    """The score of a construct on these of its items, over the `n` people who answered one of them at least."""
    rho, ends = rho_of(scoring, publication.correlations, construct, items), scoring.by_code[items[0]].range
    return score(parts(publication, items), n, rho, ends)


def scores(scoring: Scoring, publication: Publication) -> dict[str, Score]:
    """Everybody's scores, in the order of the questionnaire."""
    return {code: score_on(scoring, publication, code, cell.items, cell.n) for code, cell in publication.scales.items()}


def item_scores(scoring: Scoring, publication: Publication) -> dict[str, Score]:
    """Every rated item that is published, as a score of its own: mean with interval."""
    rated = {code: cell.n for code, cell in publication.items.items() if cell.mean is not None}
    return {code: score_on(scoring, publication, code, [code], n) for code, n in rated.items()}


def group_scores(scoring: Scoring, publication: Publication, breakdown: Breakdown) -> dict[ScoreKey, Score]:
    """Scores of the shown groups, and of everybody ("") on the same items.

    The spread of each item is that of everybody, so it holds the gaps between groups; df = n - G (STATISTICS 2, 7).
    """
    worked_out = {}
    for construct, items in breakdown.items.items():
        worked_out["", construct] = score_on(scoring, publication, construct, items, breakdown.everybody[construct])
        cells = {group: breakdown.cells[group, construct] for group in breakdown.shown}
        df = sum(cell.n for cell in cells.values()) - len(cells)
        rho, ends = rho_of(scoring, publication.correlations, construct, items), scoring.by_code[items[0]].range
        for group, cell in cells.items():
            answers = zip(parts(publication, items), cell.answers, strict=True)
            of_group = [Part(part.code, n, part.mean, part.sd) for part, n in answers]
            worked_out[group, construct] = score(of_group, cell.n, rho, ends, mean=cell.mean, df=df)
    return worked_out


def changes(before: Published, now: Published, link: Linkage) -> dict[str, tuple[Change, Score, Score]]:
    """Construct -> change with the two scores it is the difference of, on the items that count in both rounds."""
    worked_out = {}
    for code, items in link.items.items():
        sizes = link.sizes[code]
        earlier, later = score_on(*before, code, items, sizes.before), score_on(*now, code, items, sizes.after)
        worked_out[code] = change(earlier, later, sizes.both, link.r), earlier, later
    return worked_out


def agreements(publication: Publication) -> Mapping[str, Agreement]:
    """Of everybody, construct by construct, where every item has as many answers as a distribution needs."""
    worked_out = {}
    for code, cell in publication.scales.items():
        tables = [table for item in cell.items if (table := publication.items[item].table)]
        if len(tables) == len(cell.items) and (close := agreement(tables, cell.n)):
            worked_out[code] = close
    return worked_out
