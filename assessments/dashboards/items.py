"""The items of a round: what was asked, how it was answered, and who could not say."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.dashboards import words as say
from assessments.queries.instruments import Construct, Item
from assessments.queries.results import RoundResults, TallyValue, Value
from synergy.charts.shares import shares
from synergy.charts.svg import Markup
from synergy.web.templatetags.manners import number, percent

LADDERS = {"agree": "ladder", "balance": "middle", "compared": "three"}


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
    mean: str
    n: int | None
    answers: list[Answered]
    bar: Markup
    apart: str
    unsure: str


@dataclass(frozen=True)
class ItemGroup:
    """A construct and its items; each item stands under the first construct it feeds."""

    construct: Construct
    mean: str
    band: str
    items: list[ItemLine]


@dataclass(frozen=True)
class ItemBlock:
    """Constructs that belong together; `first` is the one that stands open."""

    title: str
    count: int
    groups: list[ItemGroup]
    first: bool


def item_blocks(found: RoundResults, tallies: dict[str, TallyValue]) -> list[ItemBlock]:
    groups = item_groups(found, tallies)
    kinds = {
        ("theme",): _("The four themes"),
        ("element",): _("The nine elements"),
        ("process", "level", "synergy", "indicator"): _("Decisions, results, influence and cost"),
    }
    blocks: list[ItemBlock] = []
    for members, title in kinds.items():
        own = [group for group in groups if group.construct.kind in members]
        if own:
            blocks.append(ItemBlock(title, sum(len(group.items) for group in own), own, first=not blocks))
    return blocks


def item_groups(found: RoundResults, tallies: dict[str, TallyValue]) -> list[ItemGroup]:
    """In the order of the constructs, which is that of the framework, not of the questionnaire."""
    groups = []
    for construct in found.asked.constructs:
        own = [item for item in construct.items if item.feeds[0] == construct.code]
        if own:
            value = found.value(construct.code)
            lines = [item_line(item, tallies.get(item.code)) for item in own]
            mean = say.mean_words(value, found.asked) if value.shown else ""
            groups.append(ItemGroup(construct, mean, say.band_words(value, found.asked), lines))
    return groups


def item_line(item: Item, tally: TallyValue | None) -> ItemLine:
    shown = tally is not None and tally.shown
    answers = _answers(item, tally.counts) if tally and tally.counts else []
    return ItemLine(
        code=item.code,
        text=str(item.text),
        reverse=item.reverse,
        scale=_scale(item),
        shown=shown,
        mean=_mean(item, tally) if shown and tally else "",
        n=tally.n if tally and shown else None,
        answers=answers,
        bar=shares([one.count for one in answers], LADDERS.get(item.scale, "ladder")) if answers else Markup(""),
        apart=_apart(tally.counts) if tally and tally.counts else "",
        unsure=_unsure(tally) if tally and shown else "",
    )


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
