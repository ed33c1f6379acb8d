"""Published scores of one or several rounds as one frame: long, or wide with a row a round and group."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.utils import translation
from django.utils.translation import gettext

from assessments.exports import variables
from assessments.exports.scores import SCORE_COLUMNS, Cell, Row, scores_of_round
from assessments.exports.variables import LANGUAGES, Frame, Variable, both, fixed_values
from assessments.models import Round
from assessments.queries.groupings import NAMES, labels_of
from assessments.queries.instruments import Construct, Questionnaire, Text, questionnaire
from assessments.queries.results import OTHERS

LONG, WIDE = "long", "wide"
SHAPES = (LONG, WIDE)
Pair = tuple[Round, Round | None]
_HEAD = tuple(name for name, *_rest in variables.OF_ROUNDS)
_IDENTITY = ("round", "breakdown", "group")


@dataclass(frozen=True)
class Material:
    """All that is published of some rounds in the words of one language, one dict a number, and what names it."""

    rounds: tuple[Round, ...]
    asked: tuple[Questionnaire, ...]  # every version once, in the order of the rounds
    records: list[dict[str, Cell]]
    values: dict[str, dict[str, Text]]


def pairs(rounds: Sequence[Round]) -> list[Pair]:
    """Each round with the one before it, oldest first."""
    return [(round, rounds[place - 1] if place else None) for place, round in enumerate(rounds)]


def material_of(chosen: Iterable[Pair], language: str) -> Material:
    """Read the rounds through the door, at most some ten queries a round."""
    chosen = list(chosen)
    with translation.override(language):
        records = [record for round, before in chosen for record in _records(round, before)]
    rounds = tuple(round for round, _before in chosen)
    asked = {round.version_id: questionnaire(round.version) for round in rounds}
    found = Material(rounds, tuple(asked.values()), records, fixed_values())
    found.values.update(_names(found))
    return found


def frame_of(found: Material, shape: str) -> Frame:
    """Long: a row a round, breakdown, group and construct. Wide: a row a round and group."""
    return _wide(found) if shape == WIDE else _long(found)


def _records(round: Round, before: Round | None) -> Iterable[dict[str, Cell]]:
    more: dict[str, Cell] = {"partnership": round.partnership.name, "instrument_version": round.version.number}
    for row in scores_of_round(round, before):
        yield dict(zip(SCORE_COLUMNS, row, strict=True)) | more


def _long(found: Material) -> Frame:
    columns = (
        *(*variables.OF_ROUNDS, *variables.OF_CONSTRUCTS, *variables.STATISTICS, *variables.SHARES),
        *variables.CHANGES,
    )
    versions = tuple(one.code for one in found.asked)
    shown = tuple(replace(_variable(column, found), versions=versions) for column in columns)
    return Frame(shown, [[record[one.name] for one in shown] for record in found.records])


def _wide(found: Material) -> Frame:
    versions = tuple(one.code for one in found.asked)
    head = [replace(_variable(column, found), versions=versions) for column in variables.OF_ROUNDS]
    columns = [(construct, one) for construct in _constructs(found) for one in _statistics(construct, found)]
    rows = []
    for _key, group in groupby(found.records, lambda record: [record[name] for name in _IDENTITY]):
        cells = {str(record["construct"]): record for record in group}
        rows.append(_wide_row(cells, columns))
    return Frame((*head, *(_of(construct, one) for construct, one in columns)), rows)


def _wide_row(cells: Mapping[str, dict[str, Cell]], columns: Iterable[tuple[Construct, Variable]]) -> Row:
    first = next(iter(cells.values()))
    return [
        *(first[name] for name in _HEAD),
        *(_cell(cells.get(construct.code), one.name) for construct, one in columns),
    ]


def _cell(record: dict[str, Cell] | None, name: str) -> Cell:
    """A construct that a version does not ask, or by which groups are not compared, looks like one not shown."""
    if record is None:
        return False if name == "shown" else None
    return record[name]


def _constructs(found: Material) -> list[Construct]:
    """Every construct of every version once, as the newest version that has it names it."""
    named = {construct.code: construct for asked in found.asked for construct in asked.constructs}
    return list(named.values())


def _statistics(construct: Construct, found: Material) -> list[Variable]:
    compared = any(item.scale == "compared" for item in construct.items)
    of_means = [one for one in variables.STATISTICS if not compared or one[0] in ("shown", "n")]
    columns = [*of_means, *(variables.SHARES if compared else variables.CHANGES)]
    versions = tuple(asked.code for asked in found.asked if asked.construct(construct.code))
    return [replace(_variable(column, found), versions=versions) for column in columns]


def _of(construct: Construct, one: Variable) -> Variable:
    label = Text(f"{construct.name.en} – {one.label.en}", f"{construct.name.fr} – {one.label.fr}")
    return replace(one, name=f"{construct.code}_{one.name}", label=label, span=one.span or _span(construct, one))


def _span(construct: Construct, one: Variable) -> str:
    return span_of(construct) if one.kind == "number" else ""


def span_of(construct: Construct) -> str:
    """The lowest and highest value a score on this construct may take."""
    return f"1–{max(len(item.options) for item in construct.items)}" if construct.items else ""


def _variable(column: tuple[str, str, object, object, str], found: Material) -> Variable:
    name, kind, label, how, span = column
    return Variable(name, kind, both(label), both(how), span, found.values.get(name, {}))  # type: ignore[arg-type]


def _names(found: Material) -> dict[str, dict[str, Text]]:
    """What the codes of these questionnaires and of these groups mean."""
    breakdowns = list(dict.fromkeys(str(record["breakdown"]) for record in found.records if record["breakdown"]))
    return {
        "instrument": {one.code: one.name for one in found.asked},
        "breakdown": {code: both(NAMES[code]) if code in NAMES else Text(code, code) for code in breakdowns},
        "group": _groups(found, breakdowns),
        "construct": {one.code: one.name for one in _constructs(found)},
        "band": {band.code: band.label for asked in found.asked for band in asked.bands},
    }


def _groups(found: Material, breakdowns: Iterable[str]) -> dict[str, Text]:
    used = {(str(record["breakdown"]), str(record["group"])) for record in found.records}
    spoken: dict[str, dict[str, list[str]]] = {}
    for language in LANGUAGES:
        with translation.override(language):
            for breakdown in breakdowns:
                for code, name in (labels_of(breakdown) | {OTHERS: gettext("Other groups")}).items():
                    if (breakdown, code) in used:
                        spoken.setdefault(code, {}).setdefault(language, []).append(name)
    # A code that two breakdowns share may have two names; the column group_name tells which.
    return {code: Text(*(" / ".join(dict.fromkeys(names[one])) for one in LANGUAGES)) for code, names in spoken.items()}
