"""The items of a round: what was asked, how it was answered, and who could not say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.dashboards import words as say
from assessments.dashboards.agreements import agreement_sentence
from assessments.queries.findings import Agreement
from assessments.queries.instruments import Item
from assessments.queries.results import RoundResults, TallyValue, Value
from synergy.charts.likert import SQUARES_BELOW, Frame, diverging, frame, full, net, squares
from synergy.charts.shapes import Table
from synergy.charts.svg import Markup
from synergy.web.templatetags.manners import number, percent

ORDERS = ("subject", "net", "asked")
SQUARES_UP_TO = 30


@dataclass(frozen=True)
class Answered:
    """One option and how many chose it."""

    label: str
    count: int
    step: int


@dataclass(frozen=True)
class ItemLine:
    """`answers` is empty where a distribution may not be shown; `scale` names the ends of an unusual scale."""

    code: str
    text: str
    reverse: bool
    scale: str
    shown: bool
    alike: bool
    mean: str
    n: int | None
    answers: list[Answered]
    kind: str  # agree, balance or compared: which colours the bar takes
    bar: Markup
    whole: Markup  # the same as a bar of 100 %; empty where squares are drawn
    sides: str
    apart: str
    unsure: str


@dataclass(frozen=True)
class ItemGroup:
    """A construct and its items; each item stands under the first construct it feeds."""

    code: str
    name: str
    role: str
    mean: str
    band: str
    agreement: str
    items: list[ItemLine]


@dataclass(frozen=True)
class ItemBlock:
    """Constructs that belong together; `first` is the one that stands open."""

    title: str
    count: int
    groups: list[ItemGroup]
    first: bool


@dataclass(frozen=True)
class Spreads:
    """Everything the page of questions shows; `switch`: some bars can be drawn as 100 %."""

    blocks: list[ItemBlock]
    order: str
    switch: bool
    table: Table


@dataclass(frozen=True)
class _Frames:
    """One middle line for all items drawn as squares, one for all drawn as bars from `bars_from` answers."""

    few: Frame
    many: Frame
    bars_from: int


def spreads(
    found: RoundResults, tallies: Mapping[str, TallyValue], agreement: Mapping[str, Agreement], order: str = "subject"
) -> Spreads:
    """Items under their construct, by net agreement, or in the order in which they were asked."""
    frames = _frames(found, tallies)
    lines = {item.code: item_line(item, tallies.get(item.code), frames) for item in found.asked.items}
    if order == "net":
        blocks = _by_net(found, tallies, lines)
    elif order == "asked":
        blocks = [_flat(str(one.title), [lines[item.code] for item in one.items]) for one in found.asked.sections]
    else:
        blocks = item_blocks(found, lines, agreement)
    shown = order if order in ORDERS else "subject"
    return Spreads(blocks, shown, any(line.whole for line in lines.values()), _table(found, lines))


def _frames(found: RoundResults, tallies: Mapping[str, TallyValue]) -> _Frames:
    spread = [
        _counts(item, tally.counts) for item in found.asked.items if (tally := tallies.get(item.code)) and tally.counts
    ]
    # Where most answers number about twenty, a page half of squares and half of bars would be hard to compare.
    alike = max(map(sum, spread), default=0) < SQUARES_UP_TO
    bars_from = SQUARES_UP_TO if alike else SQUARES_BELOW
    return _Frames(
        few=frame([one for one in spread if sum(one) < bars_from], as_shares=False),
        many=frame([one for one in spread if sum(one) >= bars_from], as_shares=True),
        bars_from=bars_from,
    )


def _counts(item: Item, counts: Mapping[str, int]) -> list[int]:
    return [counts.get(option.value, 0) for option in item.options]


def _flat(title: str, lines: list[ItemLine]) -> ItemBlock:
    return ItemBlock(title, len(lines), [ItemGroup("", "", "", "", "", "", lines)], first=True)


def _by_net(found: RoundResults, tallies: Mapping[str, TallyValue], lines: Mapping[str, ItemLine]) -> list[ItemBlock]:
    """Statements from most to least agreement, reversed ones turned; the others cannot be agreed with."""
    agree = [item for item in found.asked.items if item.scale == "agree" and lines[item.code].answers]
    nets = {item.code: _net(item, tallies[item.code]) for item in agree}
    ranked = sorted(agree, key=lambda item: -nets[item.code])
    rest = [item for item in found.asked.items if item.code not in nets]
    blocks = [_flat(_("From most to least agreement"), [lines[item.code] for item in ranked])] if ranked else []
    return [*blocks, _flat(_("Other questions"), [lines[item.code] for item in rest])] if rest else blocks


def _net(item: Item, tally: TallyValue) -> float:
    found = net(_counts(item, tally.counts or {}))
    return -found if item.reverse else found


def item_blocks(
    found: RoundResults, lines: Mapping[str, ItemLine], agreement: Mapping[str, Agreement]
) -> list[ItemBlock]:
    groups = item_groups(found, lines, agreement)
    kinds = {
        ("theme",): _("The four themes"),
        ("element",): _("The nine elements"),
        ("process", "level", "synergy", "indicator"): _("Decisions, results, influence and cost"),
    }
    of_code = {one.code: one.kind for one in found.asked.constructs}
    blocks: list[ItemBlock] = []
    for members, title in kinds.items():
        own = [group for group in groups if of_code[group.code] in members]
        if own:
            blocks.append(ItemBlock(title, sum(len(group.items) for group in own), own, first=not blocks))
    return blocks


def item_groups(
    found: RoundResults, lines: Mapping[str, ItemLine], agreement: Mapping[str, Agreement]
) -> list[ItemGroup]:
    """In the order of the constructs, which is that of the framework, not of the questionnaire."""
    groups = []
    for construct in found.asked.constructs:
        own = [item for item in construct.items if item.feeds[0] == construct.code]
        if own:
            value, close = found.value(construct.code), agreement.get(construct.code)
            groups.append(
                ItemGroup(
                    code=construct.code,
                    name=str(construct.name),
                    role=construct.role if construct.kind == "theme" else "",
                    mean=say.mean_words(value, found.asked) if value.shown else "",
                    band=say.band_words(value, found.asked),
                    agreement=agreement_sentence(close) if close else "",
                    items=[lines[item.code] for item in own],
                )
            )
    return groups


def item_line(item: Item, tally: TallyValue | None, frames: _Frames) -> ItemLine:
    shown = tally is not None and tally.shown
    counts = _counts(item, tally.counts) if tally and tally.counts else []
    many = sum(counts) >= frames.bars_from
    sign = percent(0).removeprefix("0")
    bar = diverging(counts, frames.many, sign) if many else squares(counts, frames.few) if counts else Markup("")
    return ItemLine(
        code=item.code,
        text=str(item.text),
        reverse=item.reverse,
        scale=_scale(item),
        shown=shown,
        alike=tally is not None and tally.note == "alike",
        mean=_mean(item, tally) if shown and tally else "",
        n=tally.n if tally and shown else None,
        answers=_answers(item, tally.counts) if tally and tally.counts else [],
        kind=item.scale,
        bar=bar,
        whole=full(counts, sign) if many else Markup(""),
        sides=sides_words(item, counts, as_shares=many) if counts else "",
        apart=_apart(tally.counts) if tally and tally.counts else "",
        unsure=_unsure(tally) if tally and shown else "",
    )


def sides_words(item: Item, counts: Sequence[int], *, as_shares: bool) -> str:
    """Both sides and the middle in words; per cents only beside bars."""
    half, total = len(counts) // 2, sum(counts)
    told = [sum(counts[half + 1 :]), sum(counts[:half]), counts[half]]
    if as_shares:
        right, left, middle = (percent(one / total) for one in told)
    else:
        right, left, middle = (str(one) for one in told)
    words = {
        "agree": _("%(right)s agree · %(left)s disagree · %(middle)s in between"),
        "balance": _("%(middle)s about right · %(left)s to one side · %(right)s to the other"),
        "compared": _("%(right)s more · %(left)s less · %(middle)s about the same"),
    }.get(item.scale, "")
    return words % {"right": right, "left": left, "middle": middle}


def _table(found: RoundResults, lines: Mapping[str, ItemLine]) -> Table:
    """Every count as it is read: the picture in numbers."""
    columns = [_("Question"), *(str(step) for step in range(1, 6)), _("Don’t know, not applicable"), _("Mean"), "n"]
    rows = []
    for item in found.asked.items:
        line = lines[item.code]
        counts = [str(one.count) for one in line.answers] or [say.not_shown() if not line.shown else say.DASH] * 5
        rows.append(
            [
                line.text,
                *counts[:5],
                *[say.DASH] * (5 - len(counts)),
                line.apart or say.DASH,
                line.mean or say.DASH,
                str(line.n) if line.n is not None else say.DASH,
            ]
        )
    return Table(columns, rows)


def _answers(item: Item, counts: dict[str, int]) -> list[Answered]:
    return [
        Answered(str(option.label), counts.get(option.value, 0), step) for step, option in enumerate(item.options, 1)
    ]


def _scale(item: Item) -> str:
    """Said only where the options are not those of the legend."""
    if item.scale == "agree":
        return _("Answers are reversed: disagreeing counts as high.") if item.reverse else ""
    first, last = str(item.options[0].label), str(item.options[-1].label)
    if item.scale == "balance":
        words = _("From “%(first)s” to “%(last)s”; the middle counts as high.")
        return words % {"first": first, "last": last}
    return _("From “%(first)s” to “%(last)s”.") % {"first": first, "last": last}


def _mean(item: Item, tally: TallyValue) -> str:
    if item.scale == "compared":
        return ""
    if tally.mean is None:
        value = Value(item.code, shown=True, low=tally.low, high=tally.high, note=tally.note)
        return say.range_words(value) if value.alike else ""
    return number(tally.mean, 1)


def _apart(counts: dict[str, int]) -> str:
    unsure, out = counts.get("dk", 0), counts.get("na", 0)
    said = []
    if unsure:
        said.append(ngettext("%(n)s doesn’t know", "%(n)s don’t know", unsure) % {"n": unsure})
    if out:
        said.append(ngettext("%(n)s not applicable", "%(n)s not applicable", out) % {"n": out})
    return " · ".join(said)


def _unsure(tally: TallyValue) -> str:
    """Many who do not know are a finding of their own."""
    if tally.dk_share is None or tally.dk_share < say.DONT_KNOW_FROM:
        return ""
    return _("%(share)s don’t know") % {"share": percent(tally.dk_share)}


def legend(found: RoundResults) -> Sequence[str]:
    """The labels of the agreement scale, from low to high."""
    item = next((item for item in found.asked.items if item.scale == "agree"), None)
    return [str(option.label) for option in item.options] if item else []
