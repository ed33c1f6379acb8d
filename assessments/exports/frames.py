"""Published scores of one or several rounds as one frame: long, or wide with a row a round and group."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.utils import translation
from django.utils.translation import gettext

from assessments.exports import variables
from assessments.exports.scores import EVERYBODY, ITEM, CellRow, Record, records_of_round
from assessments.exports.variables import LANGUAGES, Column, Frame, Variable, both, fixed_values
from assessments.groupings import NAMES, labels_of
from assessments.models import Round
from assessments.questionnaire import COMPARED, Construct, Item, Questionnaire, Text, questionnaire
from assessments.results.queries import OTHERS

LONG, WIDE = "long", "wide"
SHAPES = (LONG, WIDE)
Pair = tuple[Round, Round | None]
Place = tuple[bool, str]  # whether it is an item, and the code of the item or construct
_Block = tuple[Place, str, Variable]  # where the cell stands, the column it has there, and the one it gets
_IDENTITY = ("round", "breakdown", "group")


@dataclass(frozen=True)
class Material:
    """All that is published of some rounds in the words of one language, one dict a number, and what names it."""

    rounds: tuple[Round, ...]
    asked: tuple[Questionnaire, ...]  # every version once, in the order of the rounds
    records: list[Record]
    values: dict[str, dict[str, Text]]

    @property
    def constructs(self) -> list[Construct]:
        """Every construct of every version once, as the newest version that has it names it."""
        return list({construct.code: construct for asked in self.asked for construct in asked.constructs}.values())

    @property
    def items(self) -> list[Item]:
        return list({item.code: item for asked in self.asked for item in asked.items}.values())


def pairs(rounds: Sequence[Round]) -> list[Pair]:
    """Each round with the one before it, oldest first."""
    return [(round, rounds[place - 1] if place else None) for place, round in enumerate(rounds)]


def material_of(chosen: Iterable[Pair], language: str) -> Material:
    """Read the rounds through the door, at most some twelve queries a round."""
    chosen = list(chosen)
    with translation.override(language):
        records = [record for round, before in chosen for record in _records(round, before)]
    rounds = tuple(round for round, _before in chosen)
    asked = {round.version_id: questionnaire(round.version) for round in rounds}
    material = Material(rounds, tuple(asked.values()), records, fixed_values())
    material.values.update(_names(material))
    return material


def frame_of(material: Material, shape: str) -> Frame:
    """Long: a row a round, breakdown, group and construct or item. Wide: a row a round and group."""
    return _wide(material) if shape == WIDE else _long(material)


def _records(round: Round, before: Round | None) -> Iterable[Record]:
    more: Record = {"partnership": round.partnership.name, "instrument_version": round.version.number}
    return (record | more for record in records_of_round(round, before))


def _long(material: Material) -> Frame:
    columns = (*variables.LONG, *variables.counts(material.asked))
    shown = _variables(columns, material)
    return Frame(tuple(shown), [[record.get(variable.name) for variable in shown] for record in material.records])


def _wide(material: Material) -> Frame:
    """New columns stand behind those that programs may read by their place."""
    head, more = _variables(variables.OF_ROUNDS, material), _variables(variables.METHODS, material)
    first = [block for construct in material.constructs for block in _of_construct(construct, material)]
    later = [block for construct in material.constructs for block in _of_construct(construct, material, later=True)]
    later += [block for item in material.items for block in _of_item(item, material)]
    rows = []
    for _key, group in groupby(material.records, lambda record: [record[name] for name in _IDENTITY]):
        cells = {(record["kind"] == ITEM, str(record["construct"])): record for record in group}
        common = next(iter(cells.values()))
        rows.append([*_named(common, head), *_placed(cells, first), *_named(common, more), *_placed(cells, later)])
    shown = (*head, *(variable for *_place, variable in first), *more, *(variable for *_place, variable in later))
    return Frame(shown, rows)


def _named(record: Record, columns: Iterable[Variable]) -> CellRow:
    return [record.get(variable.name) for variable in columns]


def _placed(cells: Mapping[Place, Record], blocks: Iterable[_Block]) -> CellRow:
    """What a version does not ask, or by which groups are not compared, looks like something not shown."""
    return [cells.get(place, {"shown": False}).get(name) for place, name, _variable in blocks]


def _of_construct(construct: Construct, material: Material, *, later: bool = False) -> list[_Block]:
    if construct.is_compared:
        of_shown = [column for column in variables.STATISTICS if column[0] in ("shown", "n")]
        columns: Sequence[Column] = () if later else (*of_shown, *variables.SHARES)
    else:
        columns = variables.RESTS_ON if later else (*variables.STATISTICS, *variables.CHANGES)
    versions = tuple(asked.code for asked in material.asked if asked.construct(construct.code))
    return [
        (
            (False, construct.code),
            variable.name,
            _prefixed(construct.code, construct.name, variable, span_of(construct), versions),
        )
        for variable in _variables(columns, material)
    ]


def _of_item(item: Item, material: Material) -> list[_Block]:
    """An item that is a construct of its own, under the same code, has the numbers of both once."""
    twin = next((construct for construct in material.constructs if construct.code == item.code), None)
    same = twin is not None and [own.code for own in twin.items] == [item.code]
    stem = item.code if twin is None or same else f"{item.code}_{ITEM}"
    twins = (*variables.STATISTICS, *variables.RESTS_ON)
    columns = [column for column in variables.OF_ITEMS if not same or column not in twins]
    if item.scale == COMPARED:
        columns = [column for column in columns if column[0] not in ("mean", "sd", "low", "high", "note")]
    columns += [column for column in variables.counts(material.asked) if _count(column) in item.values]
    versions = tuple(asked.code for asked in material.asked if asked.item(item.code))
    return [
        ((True, item.code), variable.name, _prefixed(stem, item.text, variable, f"1–{len(item.options)}", versions))
        for variable in _variables(columns, material)
    ]


def _count(column: Column) -> str:
    return column[0].removeprefix("count_")


def _prefixed(stem: str, name: Text, variable: Variable, span: str, versions: tuple[str, ...]) -> Variable:
    label = Text(f"{name.en} – {variable.label.en}", f"{name.fr} – {variable.label.fr}")
    span = variable.span or (span if variable.kind == "number" else "")
    return replace(variable, name=f"{stem}_{variable.name}", label=label, span=span, versions=versions)


def span_of(construct: Construct) -> str:
    """The lowest and highest value a score on this construct may take."""
    return f"1–{max(len(item.options) for item in construct.items)}" if construct.items else ""


def _variables(columns: Iterable[Column], material: Material) -> list[Variable]:
    versions = tuple(asked.code for asked in material.asked)
    return [
        Variable(name, kind, both(label), both(how), span, material.values.get(name, {}), versions=versions)
        for name, kind, label, how, span in columns
    ]


def _names(material: Material) -> dict[str, dict[str, Text]]:
    """What the codes of these questionnaires and of these groups mean."""
    breakdowns = list(dict.fromkeys(str(record["breakdown"]) for record in material.records if record["breakdown"]))
    return {
        "instrument": {asked.code: asked.name for asked in material.asked},
        "breakdown": {code: both(NAMES[code]) if code in NAMES else Text(code, code) for code in breakdowns},
        "group": _groups(material, breakdowns),
        "construct": {item.code: item.text for item in material.items}
        | {construct.code: construct.name for construct in material.constructs},
        "band": {band.code: band.label for asked in material.asked for band in asked.bands},
    }


def _groups(material: Material, breakdowns: Iterable[str]) -> dict[str, Text]:
    used = {(str(record["breakdown"]), str(record["group"])) for record in material.records}
    spoken: dict[str, dict[str, list[str]]] = {}
    for language in LANGUAGES:
        with translation.override(language):
            more = {OTHERS: gettext("Other groups"), EVERYBODY: gettext("Everybody, on the questions compared")}
            for breakdown in breakdowns:
                for code, name in (labels_of(breakdown) | more).items():
                    if (breakdown, code) in used:
                        spoken.setdefault(code, {}).setdefault(language, []).append(name)
    # A code that two breakdowns share may have two names; the column group_name tells which.
    return {
        code: Text(*(" / ".join(dict.fromkeys(names[language])) for language in LANGUAGES))
        for code, names in spoken.items()
    }
