"""What goes with synergy: how closely, how sure, and why that is no cause."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.questionnaire import Construct, Questionnaire
from assessments.results.analyses import CorrelateValue, CorrelateValues
from assessments.results.links import download_url
from assessments.results.queries import RoundResults
from assessments.results.wording.means import DASH, range_words
from assessments.results.wording.names import short_names, table_name
from assessments.statistics.thresholds import CORRELATES_FROM
from synergy.web.formats import percent, signed

CLOSE = 0.3  # a medium correlation (Cohen 1988), reached by the lower limit: r alone says too much with few answers


@dataclass(frozen=True)
class CorrelateRow:
    """`is_clear`: the interval says that the two go together."""

    name: str
    words: str
    is_clear: bool
    r: str
    interval: str
    share: str


@dataclass(frozen=True)
class CorrelatesBlock:
    """`weighted`: the rows have shares."""

    title: str
    people: str
    order: str
    weighted: bool
    rows: list[CorrelateRow]
    left_out: list[str]


@dataclass(frozen=True)
class CorrelatesTile:
    """`nothing` says why there is no number."""

    title: str
    sentence: str
    nothing: str
    blocks: list[CorrelatesBlock]
    caveats: list[str]
    csv_url: str


def correlates_tile(
    results: RoundResults, elements: CorrelateValues | None, processes: CorrelateValues | None
) -> CorrelatesTile:
    """Elements and processes beside the synergy score, ordered only as far as n allows."""
    asked = results.asked
    titled = (
        (_("The nine elements"), "element", elements),
        (_("The six enabling processes"), "process", processes),
    )
    blocks = [
        _block(title, asked, kind, values)
        for title, kind, values in titled
        if values and values.order != "nothing" and values.correlates
    ]
    return CorrelatesTile(
        title=_("What goes with synergy"),
        sentence=_sentence(asked.of_kind("element"), elements) if blocks else "",
        nothing="" if blocks else _nothing(elements, processes),
        blocks=blocks,
        caveats=_caveats(_comparisons(asked, elements, processes)) if blocks else [],
        csv_url=download_url(results.round, "goes-with"),
    )


def _nothing(*of_kinds: CorrelateValues | None) -> str:
    if all(values is None or values.order == "nothing" for values in of_kinds):
        words = _("What goes with synergy is said from %(n)s people on: with fewer, it would be chance.")
        return words % {"n": CORRELATES_FROM}
    return _("Too few people answered every part to say what goes with synergy.")


def _block(title: str, asked: Questionnaire, kind: str, values: CorrelateValues) -> CorrelatesBlock:
    names = {construct.code: table_name(construct, asked) for construct in asked.of_kind(kind)}
    return CorrelatesBlock(
        title=title,
        people=_people(values.n or 0),
        order=_order(values.order),
        weighted=values.order == "weighted",
        rows=[_row(names.get(correlate.code, correlate.code), correlate) for correlate in values.correlates],
        left_out=[_reason(reason) % {"name": names.get(code, code)} for code, reason in values.dropped.items()],
    )


def _people(n: int) -> str:
    words = ngettext(
        "It rests on %(n)s person with every one of these scores.",
        "It rests on %(n)s people with every one of these scores.",
        n,
    )
    return words % {"n": n}


def _comparisons(asked: Questionnaire, *of_kinds: CorrelateValues | None) -> int:
    """How many links are looked at, each pair of scores with the same questions once."""
    codes = [correlate.code for values in of_kinds if values for correlate in values.correlates]
    constructs = [construct for code in codes if (construct := asked.construct(code))]
    return len({frozenset(construct.items) for construct in constructs})


def _order(order: str) -> str:
    return {
        "uncertain": _("The closest first, but the order is uncertain: with as many other answers it could differ."),
        "weighted": _("The largest share first. Neighbours could still change places."),
    }.get(order, "")


def _reason(reason: str) -> str:
    return {
        "constant": _("%(name)s is left out: all answered alike."),
        "singular": _("%(name)s is left out: it cannot be told apart from the others."),
        "shared_items": _("%(name)s is left out: it shares questions with synergy."),
    }.get(reason, _("%(name)s is left out."))


def _row(name: str, correlate: CorrelateValue) -> CorrelateRow:
    bounded = correlate.low is not None and correlate.high is not None
    return CorrelateRow(
        name=name,
        words=link_words(correlate),
        is_clear=correlate.low is not None and correlate.low > 0,
        r=signed(correlate.r, 1),
        interval=range_words(signed(correlate.low, 1), signed(correlate.high, 1)) if bounded else DASH,
        share=percent(correlate.share) if correlate.share is not None else "",
    )


def link_words(correlate: CorrelateValue) -> str:
    """By the interval alone: which way it points, and how close it is at its lower end."""
    low, high = correlate.low, correlate.high
    if low is None or high is None or low <= 0 <= high:
        return _("too uncertain to tell")
    if high < 0:
        return _("tends to go against synergy")
    return _("clearly tends to go with synergy") if _is_close(correlate) else _("tends to go with synergy")


def _is_close(correlate: CorrelateValue) -> bool:
    return correlate.low is not None and correlate.low >= CLOSE


def _sentence(elements: Sequence[Construct], values: CorrelateValues | None) -> str:
    if values is None:
        return ""
    close = {correlate.code for correlate in values.correlates if _is_close(correlate)}
    in_order = [element.code for element in elements if element.code in close]
    if not in_order:
        return _(
            "Do people who rate an element higher tend to rate synergy higher too? The table says where that can be "
            "told."
        )
    words = ngettext(
        "%(names)s goes with synergy: people who rate it higher tend to rate synergy higher too.",
        "%(names)s go with synergy: people who rate them higher tend to rate synergy higher too.",
        len(in_order),
    )
    return words % {"names": short_names(elements, in_order)}


def _caveats(comparisons: int) -> list[str]:
    many = _(
        "Many links are looked at here at once, and nothing is corrected for that: among %(n)s comparisons, about one "
        "in twenty looks like a link by chance alone."
    )
    return [
        _("That two things go together does not say that one brings about the other."),
        _("The same people answered both at the same time, which alone makes answers go together."),
        *([many % {"n": comparisons}] if comparisons > 1 else []),
        _("Where nearly everybody answers high, a link cannot show, even if there is one."),
        _("r runs from −1 to +1; 0 is no link. The interval says where it may reasonably lie."),
    ]
