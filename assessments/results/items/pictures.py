"""How the answers to every question are drawn: as squares where few answered, else as bars."""

from collections.abc import Mapping, Sequence

from assessments.questionnaire import Item
from assessments.results.items.answers import counts_of, sides_words
from assessments.results.values import TallyValue
from synergy.charts.likert import SQUARES_BELOW, diverging, frame, full, squares
from synergy.charts.svg import Markup
from synergy.web.formats import percent

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
