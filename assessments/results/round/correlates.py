"""What goes with synergy: how closely, how sure, and why that is no cause."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.questionnaire import Construct, Questionnaire
from assessments.results.panels import download_url
from assessments.results.published import CorrelateValue, CorrelateValues
from assessments.results.queries import RoundResults
from assessments.results.wording import words as say
from assessments.statistics.thresholds import CORRELATES_FROM
from synergy.web.formats import percent, signed

CLOSE = 0.3  # a medium correlation (Cohen 1988), reached by the lower limit: r alone says too much with few answers


@dataclass(frozen=True)
class CorrelateRow:
    name: str
    words: str
    told: bool
    r: str
    interval: str
    share: str


@dataclass(frozen=True)
class CorrelateBlock:
    title: str
    people: str
    order: str
    weighted: bool
    rows: list[CorrelateRow]
    left_out: list[str]


@dataclass(frozen=True)
class CorrelatesSection:
    """`nothing` says why there is no number."""

    title: str
    sentence: str
    nothing: str
    blocks: list[CorrelateBlock]
    caveats: list[str]
    csv_url: str


def correlates_section(
    found: RoundResults, elements: CorrelateValues | None, processes: CorrelateValues | None
) -> CorrelatesSection:
    """Elements and processes beside the synergy score, ordered only as far as n allows."""
    asked = found.asked
    blocks = [
        block
        for title, kind, one in (
            (_("The nine elements"), "element", elements),
            (_("The six enabling processes"), "process", processes),
        )
        if one and (block := _block(title, asked, kind, one))
    ]
    return CorrelatesSection(
        title=_("What goes with synergy"),
        sentence=_sentence(asked.of_kind("element"), elements) if blocks else "",
        nothing="" if blocks else _nothing(elements, processes),
        blocks=blocks,
        caveats=_caveats(_compared(asked, elements, processes)) if blocks else [],
        csv_url=download_url(found.round, "goes-with"),
    )


def _nothing(*found: CorrelateValues | None) -> str:
    if all(one is None or one.order == "nothing" for one in found):
        words = _("What goes with synergy is said from %(n)s people on: with fewer, it would be chance.")
        return words % {"n": CORRELATES_FROM}
    return _("Too few people answered every part to say what goes with synergy.")


def _block(title: str, asked: Questionnaire, kind: str, found: CorrelateValues) -> CorrelateBlock | None:
    names = {one.code: say.table_name(one, asked) for one in asked.of_kind(kind)}
    if found.order == "nothing" or not found.correlates:
        return None
    return CorrelateBlock(
        title=title,
        people=_people(found.n or 0),
        order=_order(found.order),
        weighted=found.order == "weighted",
        rows=[_row(names.get(one.code, one.code), one) for one in found.correlates],
        left_out=[_reason(reason) % {"name": names.get(code, code)} for code, reason in found.dropped.items()],
    )


def _people(n: int) -> str:
    words = ngettext(
        "It rests on %(n)s person with every one of these scores.",
        "It rests on %(n)s people with every one of these scores.",
        n,
    )
    return words % {"n": n}


def _compared(asked: Questionnaire, *found: CorrelateValues | None) -> int:
    """How many links are looked at, each pair of scores with the same questions once."""
    shown = [asked.construct(one.code) for part in found if part for one in part.correlates]
    return len({frozenset(one.items) for one in shown if one})


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


def _row(name: str, one: CorrelateValue) -> CorrelateRow:
    bounded = one.low is not None and one.high is not None
    ends = {"low": signed(one.low, 1), "high": signed(one.high, 1)}
    return CorrelateRow(
        name=name,
        words=strength_words(one),
        told=one.low is not None and one.low > 0,
        r=signed(one.r, 1),
        interval=_("%(low)s to %(high)s") % ends if bounded else say.DASH,
        share=percent(one.share) if one.share is not None else "",
    )


def strength_words(one: CorrelateValue) -> str:
    """By the interval alone: which way it points, and how close it is at its lower end."""
    if one.low is None or one.high is None or one.low <= 0 <= one.high:
        return _("too uncertain to tell")
    if one.high < 0:
        return _("tends to go against synergy")
    return _("clearly tends to go with synergy") if _is_close(one) else _("tends to go with synergy")


def _is_close(one: CorrelateValue) -> bool:
    return one.low is not None and one.low >= CLOSE


def _sentence(constructs: Sequence[Construct], found: CorrelateValues | None) -> str:
    if found is None:
        return ""
    told = [one.code for one in found.correlates if _is_close(one)]
    in_order = [one.code for one in constructs if one.code in told]
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
    return words % {"names": say.short_names(constructs, in_order)}


def _caveats(compared: int) -> list[str]:
    many = _(
        "Many links are looked at here at once, and nothing is corrected for that: among %(n)s comparisons, about one "
        "in twenty looks like a link by chance alone."
    )
    return [
        _("That two things go together does not say that one brings about the other."),
        _("The same people answered both at the same time, which alone makes answers go together."),
        *([many % {"n": compared}] if compared > 1 else []),
        _("Where nearly everybody answers high, a link cannot show, even if there is one."),
        _("r runs from −1 to +1; 0 is no link. The interval says where it may reasonably lie."),
    ]
