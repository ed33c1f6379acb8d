"""Published scores as rows, masked exactly as the pages show them; every column is listed here by name."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from assessments.models import Round
from assessments.queries.instruments import Construct, Item, questionnaire
from assessments.queries.results import (
    Breakdown,
    ChangeValue,
    RoundResults,
    TallyValue,
    Value,
    breakdown_of,
    results_of,
    tallies_of,
)

Cell = str | int | float | bool | None
Row = list[Cell]


@dataclass(frozen=True)
class _Line:
    """All a row of scores is made of."""

    round: Round
    construct: Construct
    value: Value
    breakdown: str = ""
    group: str = ""
    group_name: str = ""
    change: ChangeValue | None = None


RESPONSE_COLUMNS = ("round", "closed_on", "instrument", "invited", "answered")
SCORE_COLUMNS = (
    *RESPONSE_COLUMNS,
    *("breakdown", "group", "group_name", "kind", "construct", "name_en", "name_fr"),
    *("shown", "n", "mean", "sd", "low", "high", "note", "band"),
    *("share_less", "share_same", "share_more"),
    *("change_since_round", "change_linked", "change", "change_low", "change_high", "verdict"),
)
ITEM_COLUMNS = (
    *("round", "closed_on", "instrument", "construct", "item", "text_en", "text_fr", "shown", "n", "mean"),
    *("low", "high", "note", "count_1", "count_2", "count_3", "count_4", "count_5"),
    *("count_low", "count_mid", "count_high", "na", "dk", "na_share", "dk_share"),
)


def all_scores(found: RoundResults, breakdowns: Iterable[Breakdown] = ()) -> list[Row]:
    """Everybody's scores of a round, then those of its groups; hidden cells are rows without a number."""
    return everybody(found) + [row for one in breakdowns for row in groups(found, one)]


def everybody(found: RoundResults, kinds: Collection[str] = ()) -> list[Row]:
    """A row a construct of these kinds (theme, element ...), or of all."""
    return [
        _row(_Line(found.round, one, found.value(one.code), change=found.changes.get(one.code)))
        for one in found.asked.constructs
        if not kinds or one.kind in kinds
    ]


def groups(found: RoundResults, table: Breakdown) -> list[Row]:
    """A row a group and construct on which groups are compared, hidden groups included."""
    return [
        _row(_Line(found.round, one, table.value(group, one.code), table.code, group.code, group.label))
        for group in table.groups
        for one in found.asked.constructs
        if one.code in table.constructs
    ]


def over_rounds(
    rounds: Sequence[Round], values: dict[int, dict[str, Value]], constructs: Sequence[Construct]
) -> list[Row]:
    """A row a round and construct, oldest round first."""
    return [
        _row(_Line(round, one, values[round.pk].get(one.code) or Value(one.code, shown=False)))
        for round in rounds
        for one in constructs
    ]


def turnouts(rounds: Sequence[Round]) -> list[Row]:
    return [_of_round(round) for round in rounds]


def items(round: Round, tallies: dict[str, TallyValue]) -> list[Row]:
    """A row an item, with counts where distributions may be shown: of each option, or of three steps and no mean."""
    return [_item(round, item, tallies.get(item.code)) for item in questionnaire(round.version).items]


def scores_of_round(round: Round, before: Round | None) -> list[Row]:
    """All published scores of a closed round, as `export_scores` and the download give them. Seven queries at most."""
    found = results_of(round, before)
    tables = [table for code in round.breakdowns if (table := breakdown_of(round, code))]
    return all_scores(found, tables)


def items_of_round(round: Round) -> list[Row]:
    return items(round, tallies_of(round))


def _row(line: _Line) -> Row:
    one, value = line.construct, line.value
    return [
        *_of_round(line.round),
        *(line.breakdown, line.group, line.group_name, one.kind, one.code, one.name.en, one.name.fr),
        *(value.shown, value.n, value.mean, value.sd, value.low, value.high, value.note, value.band),
        *(value.shares.get(code) for code in ("antagony", "additive", "synergy")),
        *_of_change(line.change),
    ]


def _of_round(round: Round) -> Row:
    invited = round.invited if round.collection == Round.Collection.LINKS else None
    return [round.number, round.point_on.isoformat(), round.version.code, invited, round.submitted]


def _of_change(change: ChangeValue | None) -> Row:
    if change is None:
        return [None] * 6
    return [change.against, change.linked, change.difference, change.low, change.high, change.verdict]


def _item(round: Round, item: Item, tally: TallyValue | None) -> Row:
    head: Row = [round.number, round.point_on.isoformat(), round.version.code, item.feeds[0], item.code]
    head += [item.text.en, item.text.fr]
    if tally is None or not tally.shown:
        return [*head, False, *[None] * (len(ITEM_COLUMNS) - len(head) - 1)]
    counts = tally.counts or {}
    return [
        *head,
        True,
        *(tally.n, tally.mean, tally.low, tally.high, tally.note),
        *(counts.get(value) for value in ("1", "2", "3", "4", "5", "low", "mid", "high", "na", "dk")),
        *(tally.na_share, tally.dk_share),
    ]
