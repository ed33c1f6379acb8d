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

Place = tuple[str, str]  # group ("" is everybody) and construct
Told = tuple[Scoring, Publication]  # how a round is scored, and what is published of it


def parts(found: Publication, items: Sequence[str]) -> list[Part]:
    """Items as a score reads them; one with too few answers for a distribution enters with the spread of all."""
    cells = [(code, found.items[code]) for code in items]
    return [Part(code, one.n, one.mean or 0.0, found.spread if one.sd is None else one.sd) for code, one in cells]


def score_on(scoring: Scoring, found: Publication, construct: str, items: Sequence[str], n: int) -> Score:
    """The score of a construct on these of its items, over the `n` people who answered one of them at least."""
    rho, ends = rho_of(scoring, found.correlations, construct, items), scoring.by_code[items[0]].range
    return score(parts(found, items), n, rho, ends)


def scores(scoring: Scoring, found: Publication) -> dict[str, Score]:
    """Everybody's scores, in the order of the questionnaire."""
    return {code: score_on(scoring, found, code, cell.items, cell.n) for code, cell in found.scales.items()}


def item_scores(scoring: Scoring, found: Publication) -> dict[str, Score]:
    """Every rated item that is published, as a score of its own: mean with interval."""
    rated = [code for code, cell in found.items.items() if cell.mean is not None]
    return {code: score_on(scoring, found, code, [code], found.items[code].n) for code in rated}


def group_scores(scoring: Scoring, found: Publication, breakdown: Breakdown) -> dict[Place, Score]:
    """Scores of the shown groups, and of everybody ("") on the same items.

    The spread of each item is that of everybody, so it holds the gaps between groups; df = n - G (STATISTICS 2, 7).
    """
    worked_out = {}
    for construct, items in breakdown.items.items():
        worked_out["", construct] = score_on(scoring, found, construct, items, breakdown.everybody[construct])
        cells = {group: breakdown.cells[group, construct] for group in breakdown.shown}
        df = sum(cell.n for cell in cells.values()) - len(cells)
        rho, ends = rho_of(scoring, found.correlations, construct, items), scoring.by_code[items[0]].range
        for group, cell in cells.items():
            sizes = zip(parts(found, items), cell.answers, strict=True)
            of_group = [Part(one.code, n, one.mean, one.sd) for one, n in sizes]
            worked_out[group, construct] = score(of_group, cell.n, rho, ends, mean=cell.mean, df=df)
    return worked_out


def changes(before: Told, now: Told, link: Linkage) -> dict[str, tuple[Change, Score, Score]]:
    """Construct -> change with the two scores it is the difference of, on the items that count in both rounds."""
    found = {}
    for code, items in link.items.items():
        sizes = link.sizes[code]
        one, other = score_on(*before, code, items, sizes.before), score_on(*now, code, items, sizes.after)
        found[code] = change(one, other, sizes.both, link.r), one, other
    return found


def agreements(found: Publication) -> Mapping[str, Agreement]:
    """Of everybody, construct by construct, where every item has as many answers as a distribution needs."""
    told = {}
    for code, cell in found.scales.items():
        tables = [table for item in cell.items if (table := found.items[item].table)]
        if len(tables) == len(cell.items) and (one := agreement(tables, cell.n)):
            told[code] = one
    return told
