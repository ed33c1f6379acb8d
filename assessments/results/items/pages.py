"""The items of a round: what was asked, how it was answered, and who could not say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.questionnaire import Construct, Item
from assessments.results.analyses import AgreementValue, agreement_of
from assessments.results.items.answers import (
    Picture,
    counts_of,
    item_mean_words,
    nonresponse_words,
    pictures_of,
    scale_words,
    unsure_words,
)
from assessments.results.items.arithmetic import Arithmetic, arithmetic, missing_words
from assessments.results.items.methods import lead_sentence, method_sentences
from assessments.results.links import download_url, page_url
from assessments.results.queries import RoundResults, tallies_of
from assessments.results.tables import Block, theme_role
from assessments.results.values import TallyValue
from assessments.results.wording.agreement import agreement_sentence
from assessments.results.wording.means import DASH, band_words, mean_words, not_shown
from assessments.results.wording.names import short_names, table_name
from partnerships.navigation import Tab
from synergy.charts.likert import net
from synergy.charts.shapes import ChartTable
from synergy.charts.svg import Markup


@dataclass(frozen=True)
class ItemLine:
    """`answers` (label, count) is empty where a distribution may not be shown; `scale` names unusual ends of a scale.

    `in_words` stands in place of counts that an older round does not give; `whole` is empty where squares are drawn.
    """

    code: str
    text: str
    scale: str
    shown: bool
    in_words: str
    mean: str
    n: int | None
    answers: list[tuple[str, int]]
    kind: str  # agree, balance or compared: which colours the bar takes
    bar: Markup
    whole: Markup
    sides: str
    nonresponse: str
    unsure: str


@dataclass(frozen=True)
class ItemGroup:
    """A construct and its items; each item stands under the first construct it feeds.

    A construct whose items stand under others has no `items`: `questions` says where they are. `missing` says why there
    is no score.
    """

    code: str = ""
    name: str = ""
    role: str = ""
    mean: str = ""
    band: str = ""
    agreement: str = ""
    items: list[ItemLine] = field(default_factory=list)
    arithmetic: Arithmetic | None = None
    missing: str = ""
    questions: str = ""


@dataclass(frozen=True)
class ItemsPage:
    """`switch`: some bars can be drawn as 100 %; `under_other_scores`: scores with those of others."""

    blocks: list[Block[ItemGroup]]
    orders: list[Tab]
    legend: list[str]
    switch: bool
    table: ChartTable
    under_other_scores: list[ItemGroup]
    lead: str
    method: list[str]
    spread_from: int
    csv_url: str


def items_page(results: RoundResults, order: str = "") -> ItemsPage:
    """How every question was answered: by construct, by net agreement, or in the order of the questionnaire.

    Two queries.
    """
    tallies, agreement = tallies_of(results.round), agreement_of(results.round)
    pictures = pictures_of(results.asked.items, tallies)
    lines = {item.code: _line(item, tallies.get(item.code), pictures[item.code]) for item in results.asked.items}
    if order == "net":
        blocks = _by_net(results, tallies, lines)
    elif order == "asked":
        blocks = [
            _flat(str(section.title), [lines[item.code] for item in section.items])
            for section in results.asked.sections
        ]
    else:
        order, blocks = "subject", _by_subject(results, tallies, lines, agreement)
    return ItemsPage(
        blocks=blocks,
        orders=_orders(results, order),
        legend=_legend(results.asked.items),
        switch=any(line.whole for line in lines.values()),
        table=_table(results, lines),
        under_other_scores=_under_other_scores(results, tallies) if order == "subject" else [],
        lead=lead_sentence(results.plan),
        method=method_sentences(results, tallies),
        spread_from=results.plan.distribution_from,
        csv_url=download_url(results.round, "items"),
    )


def _orders(results: RoundResults, chosen: str) -> list[Tab]:
    page = page_url(results.round, "result-items")
    # Translators: orders of the questions; “agreed” is saying yes (accord), not how close answers lie (convergence).
    labels = {"subject": _("By subject"), "net": _("Most agreed first"), "asked": _("As asked")}
    return [
        Tab(label, page if order == "subject" else f"{page}?order={order}", order == chosen)
        for order, label in labels.items()
    ]


def _legend(items: Sequence[Item]) -> list[str]:
    """The labels of the agreement scale, from low to high."""
    item = next((item for item in items if item.scale == "agree"), None)
    return [str(option.label) for option in item.options] if item else []


def _line(item: Item, tally: TallyValue | None, picture: Picture) -> ItemLine:
    shown = tally if tally and tally.shown else None
    bar, whole, sides = picture
    counts = counts_of(item, tally)
    return ItemLine(
        code=item.code,
        text=str(item.text),
        scale=scale_words(item),
        shown=shown is not None,
        in_words=tally.in_words if tally else "",
        mean=item_mean_words(item, shown) if shown else "",
        n=shown.n if shown else None,
        answers=[(str(option.label), n) for option, n in zip(item.options, counts, strict=True)] if counts else [],
        kind=item.scale,
        bar=bar,
        whole=whole,
        sides=sides,
        nonresponse=nonresponse_words(shown) if shown else "",
        unsure=unsure_words(shown) if shown else "",
    )


def _flat(title: str, lines: list[ItemLine]) -> Block[ItemGroup]:
    return Block(title, [ItemGroup(items=lines)], _count(len(lines)), is_open=True)


def _count(n: int) -> str:
    return ngettext("%(n)s question", "%(n)s questions", n) % {"n": n}


def _by_net(
    results: RoundResults, tallies: Mapping[str, TallyValue], lines: Mapping[str, ItemLine]
) -> list[Block[ItemGroup]]:
    """Statements from most to least agreement, reversed ones turned; the others cannot be agreed with."""
    items = results.asked.items
    agree = [item for item in items if item.scale == "agree" and lines[item.code].answers]
    ranked = sorted(agree, key=lambda item: -_net(item, tallies[item.code]))
    others = [item for item in items if item.scale != "agree" or not lines[item.code].answers]
    titled = ((_("From most to least agreement"), ranked), (_("Other questions"), others))
    return [_flat(title, [lines[item.code] for item in members]) for title, members in titled if members]


def _net(item: Item, tally: TallyValue) -> float:
    agreeing = net(counts_of(item, tally))
    return -agreeing if item.reverse else agreeing


def _by_subject(
    results: RoundResults,
    tallies: Mapping[str, TallyValue],
    lines: Mapping[str, ItemLine],
    agreement: Mapping[str, AgreementValue],
) -> list[Block[ItemGroup]]:
    """In the order of the constructs, which is that of the framework, not of the questionnaire."""
    kinds = {
        ("theme",): _("The four themes"),
        ("element",): _("The nine elements"),
        ("process", "level", "synergy", "indicator"): _("Decisions, results, influence and cost"),
    }
    blocks: list[Block[ItemGroup]] = []
    for members, title in kinds.items():
        groups = []
        for construct in results.asked.constructs:
            own = [item for item in construct.items if item.feeds[0] == construct.code]
            if own and construct.kind in members:
                group_lines = [lines[item.code] for item in own]
                groups.append(_group(results, tallies, construct, group_lines, agreement.get(construct.code)))
        if groups:
            n = sum(len(group.items) for group in groups)
            blocks.append(Block(title, groups, _count(n), is_open=not blocks))
    return blocks


def _group(
    results: RoundResults,
    tallies: Mapping[str, TallyValue],
    construct: Construct,
    lines: list[ItemLine],
    agreement: AgreementValue | None,
) -> ItemGroup:
    """With its sum where all its items stand under it."""
    value = results.value(construct.code)
    return ItemGroup(
        code=construct.code,
        name=str(construct.name),
        role=theme_role(construct),
        mean=mean_words(value) if value.mean is not None or value.in_words else "",
        band=band_words(value, results.asked),
        agreement=agreement_sentence(agreement) if agreement else "",
        items=lines,
        arithmetic=arithmetic(results, tallies, construct) if len(lines) == len(construct.items) else None,
        missing=missing_words(results, construct),
    )


def _under_other_scores(results: RoundResults, tallies: Mapping[str, TallyValue]) -> list[ItemGroup]:
    """Scores not all of whose questions stand under them: synergy, processes and levels."""
    return [
        ItemGroup(
            code=construct.code,
            name=table_name(construct, results.asked),
            questions=_questions(results, construct),
            mean=mean_words(results.value(construct.code)),
            band=band_words(results.value(construct.code), results.asked),
            arithmetic=arithmetic(results, tallies, construct),
            missing=missing_words(results, construct),
        )
        for construct in results.asked.constructs
        if any(item.feeds[0] != construct.code for item in construct.items)
    ]


def _questions(results: RoundResults, construct: Construct) -> str:
    """Under which scores its questions stand."""
    homes = dict.fromkeys(item.feeds[0] for item in construct.items)
    words = ngettext(
        "Its %(n)s question stands under: %(names)s.",
        "Its %(n)s questions stand under: %(names)s.",
        len(construct.items),
    )
    return words % {"n": len(construct.items), "names": short_names(results.asked.constructs, list(homes))}


def _table(results: RoundResults, lines: Mapping[str, ItemLine]) -> ChartTable:
    """Every count as it is read: the picture in numbers."""
    options = ["1", "2", "3", "4", "5"]
    columns = [_("Question"), *options, _("Don’t know, not applicable"), _("Mean"), "n"]
    rows = []
    for line in (lines[item.code] for item in results.asked.items):
        counts = {option: str(n) for option, (_label, n) in zip(options, line.answers, strict=False)}
        blank = DASH if line.shown else not_shown()
        cells = [counts.get(option, blank) for option in options]
        rows.append(
            [line.text, *cells, line.nonresponse or DASH, line.mean or DASH, DASH if line.n is None else str(line.n)]
        )
    return ChartTable(columns, rows)
