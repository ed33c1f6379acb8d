"""From respondents, earlier rounds and questionnaire to what may be published; nothing else is ever published.

Whatever is worked out later, from scores to gaps, comes from a `Publication` and from nothing else; so what this module
does not put into one is not published (STATISTICS 9).

>>> from assessments.disclosure.publications import publication
>>> from assessments.disclosure.respondents import Respondents, Row
>>> from assessments.disclosure.rules import Rules
>>> from assessments.statistics.scales import Scoring, Item, Scale
>>> scoring = Scoring((Item("A"), Item("B")), (Scale("S", ("A", "B"), kind="theme"),))

Item non-response: Amina, Bruno and Chen answered A; Chen skipped B. With K = 3, B is not published, nor is it in the
score: the score tells no more than A does, and nothing of what Amina and Bruno said to B.

>>> rows = [Row("", {}, {"A": 4, "B": 5}), Row("", {}, {"A": 4, "B": 2}), Row("", {}, {"A": 2, "B": "dk"})]
>>> published = publication(Respondents.from_rows(scoring, rows), Rules(k=3))
>>> list(published.items), round(published.items["A"].mean, 2), published.scales["S"].items
(['A'], 3.33, ('A',))

With K = 2 both are published, and the score is the mean of two printed means: no new number of Chen.

>>> published = publication(Respondents.from_rows(scoring, rows), Rules(k=2))
>>> [round(cell.mean, 2) for cell in published.items.values()]
[3.33, 3.5]
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

import numpy as np

from assessments.disclosure.breakdowns import Breakdown, breakdowns
from assessments.disclosure.cells import fitting, valid
from assessments.disclosure.linkage import Earlier, Linkage, linkage
from assessments.disclosure.respondents import Respondents
from assessments.disclosure.rules import FEWEST_SPREADS, Rules
from assessments.statistics.correlates import Correlates, correlates
from assessments.statistics.correlations import Correlations, correlations
from assessments.statistics.reliability import omega
from assessments.statistics.rounding import round_half_up
from assessments.statistics.tables import Table, table_of
from assessments.statistics.thresholds import OMEGA_FROM, OWN_FROM

OUTCOME, CORRELATED = "SYN", ("element", "process")


@dataclass(frozen=True)
class ItemCell:
    """What is published of an item; `table` and `sd` only from as many answers as a distribution needs.

    `mean` is None for an item that is not rated. `na`, `dk` and `blank`: who gave no valid answer.
    """

    n: int
    mean: float | None
    sd: float | None
    table: Table | None
    na: int
    dk: int
    blank: int


@dataclass(frozen=True)
class ScaleCell:
    """What a construct rests on: its items that count, and people with an answer to one of them at least.

    `omega` from 100 people.
    """

    n: int
    items: tuple[str, ...]
    omega: float | None = None


@dataclass(frozen=True)
class Publication:
    """All that may be published of a round. Empty, but for the number of respondents, where too few answered.

    `spread` stands for the SD of items with fewer answers than a distribution needs: root mean square over the scored
    items, one decimal.
    """

    respondents: int
    comments_readable: bool = False
    items: Mapping[str, ItemCell] = field(default_factory=dict)
    scales: Mapping[str, ScaleCell] = field(default_factory=dict)
    correlations: Correlations = field(default_factory=Correlations)
    spread: float = 0.0
    breakdowns: tuple[Breakdown, ...] = ()
    linkages: tuple[Linkage, ...] = ()
    correlates: Mapping[str, Correlates] = field(default_factory=dict)  # kind of construct -> beside synergy

    @property
    def published(self) -> bool:
        return bool(self.items)

    @property
    def counted(self) -> frozenset[str]:
        """Items that count in scores: those published with a mean."""
        return frozenset(code for code, cell in self.items.items() if cell.mean is not None)


def publication(people: Respondents, rules: Rules, earlier: Sequence[Earlier] = ()) -> Publication:
    """What may be published of these people (STATISTICS 9); the same people in another order give the same.

    `earlier`: closed rounds of the same partnership to compare with, by this method.
    """
    linked = int(people.from_links.sum()) if people.mixed else len(people)
    comments = linked >= rules.comments_from
    if len(people) < rules.k or (people.mixed and 0 < linked < rules.k):
        return Publication(len(people), comments)
    tables, items = _item_cells(people, rules)
    counted = frozenset(code for code, cell in items.items() if cell.mean is not None)
    scales, known = _scale_cells(people, counted)
    large = [code for code, cell in scales.items() if len(cell.items) > 1 and known[code] >= OWN_FROM]
    scored = [code for code in people.scoring.scored if code in items]
    return Publication(
        len(people),
        comments,
        items,
        scales,
        correlations(people.blocks(scored), people.scoring, scored, large),
        _common_spread([(tables[code], items[code]) for code in scored]),
        tuple(breakdowns(people, rules, counted)),
        tuple(linkage(people, counted, round) for round in earlier),
        _correlates(people, scales, known.get(OUTCOME, 0)),
    )


def _item_cells(people: Respondents, rules: Rules) -> tuple[dict[str, Table], dict[str, ItemCell]]:
    """Primary suppression of items: a mean from K answers, how they are spread from eight; those by link alike.

    Beside the cells, which are published, the tables of all items, which are not.
    """
    counts, from_links = people.tables(np.zeros(len(people), dtype=np.int32), 1)
    tables = {item.code: table_of(item, row) for item, row in zip(people.scoring.items, counts[0], strict=True)}
    shown, spread = (fitting(valid(from_links)[0], least) for least in (rules.k, rules.distribution_from))
    cells = {}
    for (code, table), mean_fits, spread_fits in zip(tables.items(), shown, spread, strict=True):
        printed = table if spread_fits and table.n >= rules.distribution_from else None
        if table.n >= rules.k and mean_fits and (printed or table.item.rated):
            mean, sd = (table.mean, printed.sd if printed else None) if table.item.rated else (None, None)
            cells[code] = ItemCell(table.n, mean, sd, printed, table.na, table.dk, table.blank)
    return tables, cells


def _scale_cells(people: Respondents, counted: frozenset[str]) -> tuple[dict[str, ScaleCell], dict[str, int]]:
    """What each construct rests on, and how many people count where its items are joined with others.

    Those are the people with an answer to one of its items, beside imported ones by link alone.
    """
    cells, known = {}, {}
    for scale in people.scoring.scales:
        items = tuple(code for code in scale.items if code in counted)
        if people.scoring.rated(scale) and len(items) >= scale.needed:
            answered = people.answered(items)
            known[scale.code] = int((answered & people.from_links).sum() if people.mixed else answered.sum())
            many = known[scale.code] >= OMEGA_FROM
            cells[scale.code] = ScaleCell(int(answered.sum()), items, omega(people.scores(items)) if many else None)
    return cells, known


def _common_spread(scored: Sequence[tuple[Table, ItemCell]]) -> float:
    """Root mean square of the SDs of the scored items, one decimal.

    In a short version it would tell the SD of the single item without a distribution, for the other SDs are known.
    There only items with a distribution count, and without any a quarter of the range is assumed.
    """
    spreads = [table.sd or 0.0 for table, _cell in scored]
    if len(scored) < FEWEST_SPREADS:
        spreads = [cell.sd for _table, cell in scored if cell.sd is not None]
        low, high = scored[0][0].item.range if scored else (0.0, 0.0)
        spreads = spreads or [(high - low) / 4]
    return round_half_up(sqrt(sum(sd**2 for sd in spreads) / len(spreads)), 1)


def _correlates(people: Respondents, scales: Mapping[str, ScaleCell], enough: int) -> dict[str, Correlates]:
    """Elements and processes beside synergy, over people's own scores; nothing where synergy has no score."""
    if OUTCOME not in scales:
        return {}
    by_code = {scale.code: scale for scale in people.scoring.scales}
    own = {code: people.persons(by_code[code], cell.items) for code, cell in scales.items()}
    outcome = own[OUTCOME]
    shared = frozenset(code for code in scales if set(by_code[code].items) & set(by_code[OUTCOME].items))
    of_kind = {kind: [code for code in scales if by_code[code].kind == kind] for kind in CORRELATED}
    return {
        kind: correlates({code: own[code] for code in codes}, outcome, shared, enough)
        for kind, codes in of_kind.items()
    }
