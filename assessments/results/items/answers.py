"""The answers to one item in numbers and words, option by option, and drawn: squares where few answered, else bars."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.questionnaire import Item
from assessments.results.values import DONT_KNOW_FROM, TallyValue
from synergy.charts.likert import SQUARES_BELOW, diverging, frame, full, squares
from synergy.charts.svg import Markup
from synergy.web.formats import number, percent


def counts_of(item: Item, tally: TallyValue | None) -> list[int]:
    """From the first option to the last; empty where a distribution may not be shown."""
    if tally is None or not tally.counts:
        return []
    return [tally.counts.get(option.value, 0) for option in item.options]


def sides_words(item: Item, counts: Sequence[int], *, as_shares: bool) -> str:
    """Both sides and the middle in words; per cents only beside bars."""
    half, total = len(counts) // 2, sum(counts)
    sides = {"right": sum(counts[half + 1 :]), "left": sum(counts[:half]), "middle": counts[half]}
    words = {
        "agree": _("%(right)s agree · %(left)s disagree · %(middle)s in between"),
        "balance": _("%(middle)s about right · %(left)s to one side · %(right)s to the other"),
        "compared": _("%(right)s more · %(left)s less · %(middle)s about the same"),
    }.get(item.scale, "")
    return words % {side: percent(count / total) if as_shares else count for side, count in sides.items()}


def scale_words(item: Item) -> str:
    """Said only where the options are not those of the legend."""
    if item.scale == "agree":
        return _("Answers are reversed: disagreeing counts as high.") if item.reverse else ""
    ends = {"first": str(item.options[0].label), "last": str(item.options[-1].label)}
    if item.scale == "balance":
        return _("From “%(first)s” to “%(last)s”; the middle counts as high.") % ends
    return _("From “%(first)s” to “%(last)s”.") % ends


def item_mean_words(item: Item, tally: TallyValue) -> str:
    """As finely as a score, so that whoever adds them up gets it; empty for a compared item, which has no mean."""
    return "" if item.scale == "compared" or tally.mean is None else number(tally.mean, tally.decimals)


def nonresponse_words(tally: TallyValue) -> str:
    """Who gave no valid answer, where anybody did not; many who do not know are told by themselves."""
    unsure, not_applicable = 0 if unsure_words(tally) else tally.dk or 0, tally.na or 0
    parts = []
    if unsure:
        parts.append(ngettext("%(n)s doesn’t know", "%(n)s don’t know", unsure) % {"n": unsure})
    if not_applicable:
        words = ngettext("%(n)s not applicable", "%(n)s not applicable", not_applicable)
        parts.append(words % {"n": not_applicable})
    return " · ".join(parts)


def unsure_words(tally: TallyValue) -> str:
    """Many who do not know are a finding by themselves; of an older round only their share may be known."""
    if tally.dk_share is None or tally.dk_share < DONT_KNOW_FROM:
        return ""
    share = percent(tally.dk_share)
    if tally.n is None or not tally.dk:
        return _("%(share)s don’t know") % {"share": share}
    words = ngettext(
        "%(n)s of %(total)s doesn’t know (%(share)s)", "%(n)s of %(total)s don’t know (%(share)s)", tally.dk
    )
    return words % {"n": tally.dk, "total": tally.n + (tally.na or 0) + tally.dk, "share": share}


SQUARES_UP_TO = 30
Picture = tuple[Markup, Markup, str]
"""A bar or squares; the same as a bar of 100 %, where it is a bar; and how many stand on either side, in words."""


def pictures_of(items: Sequence[Item], tallies: Mapping[str, TallyValue]) -> dict[str, Picture]:
    """Item -> its picture. All squares share one middle line, and so do all bars."""
    counts = {item.code: counts_of(item, tallies.get(item.code)) for item in items}
    spreads = [spread for spread in counts.values() if spread]
    # Where most answers number about twenty, a page half of squares and half of bars would be hard to compare.
    all_few = max(map(sum, spreads), default=0) < SQUARES_UP_TO
    bars_from = SQUARES_UP_TO if all_few else SQUARES_BELOW
    few = frame([spread for spread in spreads if sum(spread) < bars_from], as_shares=False)
    many = frame([spread for spread in spreads if sum(spread) >= bars_from], as_shares=True)
    sign = percent(0).removeprefix("0")
    pictures: dict[str, Picture] = {}
    for item in items:
        spread = counts[item.code]
        if not spread:
            pictures[item.code] = (Markup(""), Markup(""), "")
        elif sum(spread) < bars_from:
            pictures[item.code] = (squares(spread, few), Markup(""), sides_words(item, spread, as_shares=False))
        else:
            sides = sides_words(item, spread, as_shares=True)
            pictures[item.code] = (diverging(spread, many, sign), full(spread, sign), sides)
    return pictures
