"""The answers to one item in numbers and words: option by option, or in three steps where each would tell too much."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.dashboards import words as say
from assessments.queries.instruments import Item
from assessments.queries.results import TallyValue, Value
from synergy.web.templatetags.manners import number, percent

BANDS = ("low", "mid", "high")  # the first two options, the middle one, the last two


@dataclass(frozen=True)
class Answered:
    """One option, or one of three steps, and how many chose it."""

    label: str
    count: int


def counts_of(item: Item, tally: TallyValue | None) -> list[int]:
    """From the first option to the last, or in three steps; empty where a distribution may not be shown."""
    if tally is None or not tally.counts:
        return []
    values = BANDS if tally.banded else [option.value for option in item.options]
    return [tally.counts.get(value, 0) for value in values]


def answers_of(item: Item, tally: TallyValue | None) -> list[Answered]:
    labels = step_words(item) if tally and tally.banded else [str(option.label) for option in item.options]
    counts = counts_of(item, tally)
    return [Answered(label, count) for label, count in zip(labels, counts, strict=True)] if counts else []


def step_words(item: Item) -> list[str]:
    """What the three steps of an item are called; a balance item names both sides in words of its own."""
    if item.scale == "agree":
        return agree_steps()
    return [str(option.label) for option in item.options[1:-1]]


def agree_steps() -> list[str]:
    # Translators: three steps into which the five answers from “strongly disagree” to “strongly agree” are put.
    return [_("Disagree"), _("Neutral"), _("Agree")]


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


def scale_words(item: Item) -> str:
    """Said only where the options are not those of the legend."""
    if item.scale == "agree":
        return _("Answers are reversed: disagreeing counts as high.") if item.reverse else ""
    first, last = str(item.options[0].label), str(item.options[-1].label)
    if item.scale == "balance":
        words = _("From “%(first)s” to “%(last)s”; the middle counts as high.")
        return words % {"first": first, "last": last}
    return _("From “%(first)s” to “%(last)s”.") % {"first": first, "last": last}


def mean_words(item: Item, tally: TallyValue) -> str:
    """Empty for a compared item and for one in three steps, which have no mean."""
    if item.scale == "compared" or tally.banded:
        return ""
    if tally.mean is None:
        value = Value(item.code, shown=True, low=tally.low, high=tally.high, note=tally.note)
        return say.range_words(value) if value.alike else ""
    return number(tally.mean, 1)


def apart_words(counts: Mapping[str, int]) -> str:
    unsure, out = counts.get("dk", 0), counts.get("na", 0)
    said = []
    if unsure:
        said.append(ngettext("%(n)s doesn’t know", "%(n)s don’t know", unsure) % {"n": unsure})
    if out:
        said.append(ngettext("%(n)s not applicable", "%(n)s not applicable", out) % {"n": out})
    return " · ".join(said)


def unsure_words(tally: TallyValue) -> str:
    """Many who do not know are a finding of their own."""
    if tally.dk_share is None or tally.dk_share < say.DONT_KNOW_FROM:
        return ""
    return _("%(share)s don’t know") % {"share": percent(tally.dk_share)}
