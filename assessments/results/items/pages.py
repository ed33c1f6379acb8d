"""The items of a round: what was asked, how it was answered, and who could not say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.questionnaire import Item
from assessments.results.items.arithmetic import (
    Arithmetic,
    Elsewhere,
    arithmetic,
    elsewhere,
    lead_sentence,
    method_sentences,
    missing_words,
)
from assessments.results.items.tallies import (
    Answered,
    answers_of,
    apart_words,
    counts_of,
    mean_words,
    scale_words,
    sides_words,
    unsure_words,
)
from assessments.results.published import Agreement
from assessments.results.queries import RoundResults
from assessments.results.values import TallyValue
from assessments.results.wording import words as say
from assessments.results.wording.agreements import agreement_sentence
from synergy.charts.likert import SQUARES_BELOW, Frame, diverging, frame, full, net, squares
from synergy.charts.shapes import Table
from synergy.charts.svg import Markup
from synergy.web.formats import percent

ORDERS = ("subject", "net", "asked")
SQUARES_UP_TO = 30


@dataclass(frozen=True)
class ItemLine:
    """`answers` is empty where a distribution may not be shown; `scale` names the ends of an unusual scale."""

    code: str
    text: str
    reverse: bool
    scale: str
    shown: bool
    told: str  # words in place of counts that an older round does not give
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
    arithmetic: Arithmetic | None = None
    missing: str = ""  # why there is no score


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
    elsewhere: list[Elsewhere]
    lead: str
    method: list[str]
    spread_from: int


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
        blocks = item_blocks(found, tallies, lines, agreement)
    shown = order if order in ORDERS else "subject"
    return Spreads(
        blocks,
        shown,
        switch=any(line.whole for line in lines.values()),
        table=_table(found, lines),
        elsewhere=elsewhere(found, tallies) if shown == "subject" else [],
        lead=lead_sentence(found.plan),
        method=method_sentences(found, tallies),
        spread_from=found.plan.distribution_from,
    )


def _frames(found: RoundResults, tallies: Mapping[str, TallyValue]) -> _Frames:
    spread = [counts for item in found.asked.items if (counts := counts_of(item, tallies.get(item.code)))]
    # Where most answers number about twenty, a page half of squares and half of bars would be hard to compare.
    alike = max(map(sum, spread), default=0) < SQUARES_UP_TO
    bars_from = SQUARES_UP_TO if alike else SQUARES_BELOW
    return _Frames(
        few=frame([one for one in spread if sum(one) < bars_from], as_shares=False),
        many=frame([one for one in spread if sum(one) >= bars_from], as_shares=True),
        bars_from=bars_from,
    )


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
    found = net(counts_of(item, tally))
    return -found if item.reverse else found


def item_blocks(
    found: RoundResults,
    tallies: Mapping[str, TallyValue],
    lines: Mapping[str, ItemLine],
    agreement: Mapping[str, Agreement],
) -> list[ItemBlock]:
    groups = item_groups(found, tallies, lines, agreement)
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
    found: RoundResults,
    tallies: Mapping[str, TallyValue],
    lines: Mapping[str, ItemLine],
    agreement: Mapping[str, Agreement],
) -> list[ItemGroup]:
    """In the order of the constructs, which is that of the framework, not of the questionnaire; each with its sum."""
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
                    mean=say.mean_words(value) if value.mean is not None or value.told else "",
                    band=say.band_words(value, found.asked),
                    agreement=agreement_sentence(close) if close else "",
                    items=[lines[item.code] for item in own],
                    arithmetic=arithmetic(found, tallies, construct) if own == list(construct.items) else None,
                    missing=missing_words(found, construct),
                )
            )
    return groups


def item_line(item: Item, tally: TallyValue | None, frames: _Frames) -> ItemLine:
    shown = tally is not None and tally.shown
    counts = counts_of(item, tally)
    many = sum(counts) >= frames.bars_from
    sign = percent(0).removeprefix("0")
    bar = diverging(counts, frames.many, sign) if many else squares(counts, frames.few) if counts else Markup("")
    return ItemLine(
        code=item.code,
        text=str(item.text),
        reverse=item.reverse,
        scale=scale_words(item),
        shown=shown,
        told=tally.told if tally else "",
        mean=mean_words(item, tally) if shown and tally else "",
        n=tally.n if tally and shown else None,
        answers=answers_of(item, tally),
        kind=item.scale,
        bar=bar,
        whole=full(counts, sign) if many else Markup(""),
        sides=sides_words(item, counts, as_shares=many) if counts else "",
        apart=apart_words(tally) if tally and shown else "",
        unsure=unsure_words(tally) if tally and shown else "",
    )


def _table(found: RoundResults, lines: Mapping[str, ItemLine]) -> Table:
    """Every count as it is read: the picture in numbers."""
    places = ["1", "2", "3", "4", "5"]
    columns = [_("Question"), *places, _("Don’t know, not applicable"), _("Mean"), "n"]
    rows = []
    for item in found.asked.items:
        line = lines[item.code]
        rows.append(
            [
                line.text,
                *_cells(line, places),
                line.apart or say.DASH,
                line.mean or say.DASH,
                str(line.n) if line.n is not None else say.DASH,
            ]
        )
    return Table(columns, rows)


def _cells(line: ItemLine, places: Sequence[str]) -> list[str]:
    told = {name: str(one.count) for name, one in zip(places, line.answers, strict=False)}
    return [told.get(place, say.DASH if line.shown else say.not_shown()) for place in places]


def legend(found: RoundResults) -> Sequence[str]:
    """The labels of the agreement scale, from low to high."""
    item = next((item for item in found.asked.items if item.scale == "agree"), None)
    return [str(option.label) for option in item.options] if item else []
