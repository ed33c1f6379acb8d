"""Published scores and questions as rows, masked exactly as the pages show them; every column is listed by name."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from assessments.models import Round
from assessments.models.score import METHOD
from assessments.questionnaire import Construct, Item, Questionnaire, questionnaire
from assessments.results.queries import RoundResults, breakdown_of, results_of, tallies_of
from assessments.results.trends import Trends
from assessments.results.values import (
    BreakdownValues,
    ChangeValue,
    PlanValue,
    PublishedValue,
    ScoreValue,
    TallyValue,
)

Cell = str | int | float | bool | None
CellRow = list[Cell]
Record = dict[str, Cell]

ITEM = "item"
EVERYBODY = "everybody"
"""Group of the rows of a breakdown that hold everybody, on the questions on which its groups are compared."""
USUAL_OPTIONS = range(1, 6)

RESPONSE_COLUMNS = ("round", "closed_on", "instrument", "invited", "answered")
CHANGE_MORE = (
    *("change_before", "change_after", "change_items", "change_n_before", "change_n_after"),
    *("change_both", "change_r", "change_p", "change_p_holm"),
)
SCORE_COLUMNS = (
    *RESPONSE_COLUMNS,
    *("breakdown", "group", "group_name", "kind", "construct", "name_en", "name_fr"),
    *("shown", "n", "mean", "sd", "low", "high", "note", "band"),
    *("share_less", "share_same", "share_more"),
    *("change_since_round", "change_linked", "change", "change_low", "change_high", "verdict"),
    *("method", "rho_within", "rho_across", "sd_assumed"),
    *("items", "answers", "rho", *CHANGE_MORE, "in_words"),
    *("feeds", "na", "dk", "blank", *(f"count_{value}" for value in USUAL_OPTIONS)),
)
ITEM_COLUMNS = (
    *("round", "closed_on", "instrument", "construct", "item", "text_en", "text_fr", "shown", "n", "mean"),
    *("low", "high", "note", *(f"count_{value}" for value in USUAL_OPTIONS), "na", "dk", "na_share", "dk_share"),
    *("sd", "blank", "in_words"),
)


def more_counts(asked: Iterable[Questionnaire]) -> tuple[str, ...]:
    """Columns of the options that these versions have beside the usual five, by their value."""
    values = {int(option.value) for version in asked for item in version.items for option in item.options}
    return tuple(f"count_{value}" for value in sorted(values - set(USUAL_OPTIONS)))


def score_columns(round: Round) -> tuple[str, ...]:
    return (*SCORE_COLUMNS, *more_counts([questionnaire(round.version)]))


def item_columns(round: Round) -> tuple[str, ...]:
    return (*ITEM_COLUMNS, *more_counts([questionnaire(round.version)]))


def score_rows(results: RoundResults, kinds: Collection[str] = ()) -> list[CellRow]:
    """A row a construct of these kinds (theme, element ...), or of all."""
    return _rows(_scores(results, kinds), SCORE_COLUMNS)


def group_rows(results: RoundResults, breakdown: BreakdownValues) -> list[CellRow]:
    """A row a group and construct on which groups are compared, hidden groups included; everybody beside them last."""
    return _rows(_groups(results, breakdown), SCORE_COLUMNS)


def trend_rows(trends: Trends) -> list[CellRow]:
    """A row a round and construct, oldest round first."""
    records = (
        _of_round(round) | _of_construct(construct) | _of_value(trends.value(round, construct.code))
        for round in trends.rounds
        for construct in trends.constructs
    )
    return _rows(records, SCORE_COLUMNS)


def turnout_rows(rounds: Sequence[Round]) -> list[CellRow]:
    return _rows(map(_of_round, rounds), RESPONSE_COLUMNS)


def item_rows(round: Round, tallies: Mapping[str, TallyValue]) -> list[CellRow]:
    """A row an item (`item_columns`), with counts of each option where distributions may be shown."""
    asked = questionnaire(round.version)
    return _rows((_item_of_page(round, item, tallies.get(item.code)) for item in asked.items), item_columns(round))


def round_rows(round: Round, before: Round | None) -> list[CellRow]:
    """All published of a closed round as `export_scores` and the download give it (`score_columns`)."""
    return _rows(records_of_round(round, before), score_columns(round))


def records_of_round(round: Round, before: Round | None) -> list[Record]:
    """Everybody's scores, every question, then the groups; hidden cells have no number. Some ten queries."""
    results = results_of(round, before)
    breakdowns = [values for code in round.breakdowns if (values := breakdown_of(round, code))]
    tallies = tallies_of(round)
    records = _scores(results)
    records += [_item(results, item, tallies.get(item.code)) for item in results.asked.items]
    return records + [record for breakdown in breakdowns for record in _groups(results, breakdown)]


def _rows(records: Iterable[Record], columns: Sequence[str]) -> list[CellRow]:
    return [[record.get(name) for name in columns] for record in records]


def _scores(results: RoundResults, kinds: Collection[str] = ()) -> list[Record]:
    head = _of_round(results.round) | _of_plan(results.plan) | _of_group("", "", "")
    return [
        head
        | _of_construct(construct)
        | _of_value(results.value(construct.code))
        | _of_change(results.changes.get(construct.code))
        for construct in results.asked.constructs
        if not kinds or construct.kind in kinds
    ]


def _groups(results: RoundResults, breakdown: BreakdownValues) -> list[Record]:
    columns = [
        (group, label, {construct: breakdown.value(group, construct) for construct in breakdown.constructs})
        for group, label in breakdown.labels.items()
    ]
    if results.plan.method == METHOD:
        columns.append((EVERYBODY, _("Everybody, on the questions compared"), breakdown.everybody))
    head = _of_round(results.round) | _of_plan(results.plan)
    return [
        head
        | _of_group(breakdown.code, group, label)
        | _of_construct(construct)
        | _of_value(values.get(construct.code) or ScoreValue(construct.code, shown=False))
        for group, label, values in columns
        for construct in results.asked.constructs
        if construct.code in breakdown.constructs
    ]


def _of_round(round: Round) -> Record:
    return {
        "round": round.number,
        "closed_on": round.point_on.isoformat(),
        "instrument": round.version.code,
        "invited": round.invited if round.collection == Round.Collection.LINKS else None,
        "answered": round.submitted,
    }


def _of_plan(plan: PlanValue) -> Record:
    return {
        "method": plan.method,
        "rho_within": plan.within,
        "rho_across": plan.across,
        "sd_assumed": plan.spread,
    }


def _of_group(breakdown: str, group: str, name: str) -> Record:
    return {"breakdown": breakdown, "group": group, "group_name": name}


def _of_construct(construct: Construct) -> Record:
    names: Record = {"name_en": construct.name.en, "name_fr": construct.name.fr}
    return {"kind": construct.kind, "construct": construct.code} | names


def _of_value(value: ScoreValue) -> Record:
    shares = zip(("share_less", "share_same", "share_more"), ("antagony", "additive", "synergy"), strict=True)
    return {
        **_numbers(value),
        "band": value.band,
        **{column: value.shares.get(option) for column, option in shares},
        "items": ";".join(value.items),
        "answers": ";".join(map(str, value.answers)),
        "rho": value.rho,
        "in_words": value.in_words,
    }


def _numbers(value: PublishedValue) -> Record:
    return {name: getattr(value, name) for name in ("shown", "n", "mean", "sd", "low", "high", "note")}


def _of_change(change: ChangeValue | None) -> Record:
    if change is None:
        return {}
    return {
        "change_since_round": change.against,
        "change_linked": change.linked,
        "change": change.difference,
        "change_low": change.low,
        "change_high": change.high,
        "verdict": change.verdict,
        "change_before": change.before,
        "change_after": change.after,
        "change_items": ";".join(change.items),
        "change_n_before": change.n_before,
        "change_n_after": change.n_after,
        "change_both": change.n_linked,
        "change_r": change.r,
        "change_p": change.p,
        "change_p_holm": change.p_adjusted,
    }


def _item(results: RoundResults, item: Item, tally: TallyValue | None) -> Record:
    head = _of_round(results.round) | _of_plan(results.plan) | _of_group("", "", "")
    named: Record = {"kind": ITEM, "construct": item.code, "name_en": item.text.en, "name_fr": item.text.fr}
    return head | named | {"feeds": ";".join(item.feeds)} | _of_tally(tally)


def _item_of_page(round: Round, item: Item, tally: TallyValue | None) -> Record:
    named: Record = {"item": item.code, "text_en": item.text.en, "text_fr": item.text.fr}
    return _of_round(round) | {"construct": ";".join(item.feeds[:1])} | named | _of_tally(tally)


def _of_tally(tally: TallyValue | None) -> Record:
    if tally is None or not tally.shown:
        return {"shown": False}
    missing = {name: getattr(tally, name) for name in ("na", "dk", "blank", "na_share", "dk_share")}
    counts = {f"count_{value}": n for value, n in (tally.counts or {}).items()}
    return {**_numbers(tally), **missing, **counts, "in_words": tally.in_words}
