"""The tiles the overview and a round’s page have in common: cards and charts, made of published numbers only."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.questionnaire import Construct
from assessments.results.links import download_url, questions_url
from assessments.results.queries import RoundResults
from assessments.results.wording.changes import CLEAR, change_words, compared_scores_words
from assessments.results.wording.charts import (
    chart_words,
    elements_title,
    levels_sentence,
    profile_sentence,
    shares_sentence,
)
from assessments.results.wording.means import (
    DASH,
    band_words,
    interval_words,
    level_words,
    mean_words,
    used_items_words,
)
from assessments.results.wording.names import table_name
from assessments.results.wording.responses import answered_words
from synergy.charts.profile import profile, strip
from synergy.charts.shapes import BandRange, Chart, ChartTable, ProfileRow
from synergy.charts.shares import shares
from synergy.charts.svg import Markup
from synergy.web.formats import percent


@dataclass(frozen=True)
class ScoreTile:
    """A construct large: its mean or why there is none, where that lies, what changed, and who answered."""

    role: str
    name: str
    about: str
    shown: bool
    mean: str
    in_words: bool  # words in place of a mean, in an older round
    band: str
    strip: Markup
    verdict: str
    is_clear: bool
    compared_scores: str  # the two scores a change is the difference of, where they are others than those printed
    used: str  # “3 of 4 questions” where not all count
    answered: str
    interval: str
    url: str = ""


@dataclass(frozen=True)
class SharesTile:
    """The item that compares with working alone; `options` are step, label and share in words."""

    name: str
    sentence: str
    shown: bool
    bar: Markup
    options: list[tuple[int, str, str]]


@dataclass(frozen=True)
class RoundTiles:
    """`shares` is None where the round did not ask for it; the other indicators are tiles like those of themes."""

    themes: list[ScoreTile]
    elements: Chart
    levels: Chart
    processes: Chart
    shares: SharesTile | None
    indicators: list[ScoreTile]
    indicators_csv_url: str


def round_tiles(results: RoundResults) -> RoundTiles:
    """Of a round that published anything."""
    indicators = results.asked.of_kind("indicator")
    compared = [indicator for indicator in indicators if indicator.is_compared]
    return RoundTiles(
        themes=[
            score_tile(results, theme, questions_url(results.round, theme)) for theme in results.asked.of_kind("theme")
        ],
        elements=_elements_chart(results),
        levels=_levels_chart(results),
        processes=_processes_chart(results),
        shares=_shares_tile(results, compared[-1]) if compared else None,
        indicators=[score_tile(results, indicator) for indicator in indicators if not indicator.is_compared],
        indicators_csv_url=download_url(results.round, "indicators"),
    )


def score_tile(results: RoundResults, construct: Construct, url: str = "") -> ScoreTile:
    value, change = results.value(construct.code), results.changes.get(construct.code)
    before = results.before_values.get(construct.code)
    return ScoreTile(
        role=construct.role,
        name=str(construct.name),
        about=str(construct.about),
        shown=value.shown,
        mean=mean_words(value),
        in_words=bool(value.in_words),
        band=band_words(value, results.asked),
        strip=strip(_profile_row(results, construct)),
        verdict=change_words(change) if change else "",
        is_clear=change is not None and change.verdict in CLEAR,
        compared_scores=compared_scores_words(change, value, before) if change else "",
        used=used_items_words(value, construct),
        answered=answered_words(value.n, results.round),
        interval=interval_words(value),
        url=url,
    )


def _profile_row(results: RoundResults, construct: Construct) -> ProfileRow:
    value, before = results.value(construct.code), results.before_values.get(construct.code)
    return ProfileRow(
        code=construct.code,
        name=str(construct.short),
        role=construct.role,
        mean=value.mean,
        low=value.low,
        high=value.high,
        n=value.n,
        before=before.mean if before else None,
        hidden=value.mean is None,
        decimals=value.decimals,
        before_decimals=before.decimals if before else value.decimals,
    )


def _elements_chart(results: RoundResults) -> Chart:
    elements = results.asked.of_kind("element")
    bands = [BandRange(band.low, band.high, str(band.label)) for band in results.asked.bands]
    sentence = profile_sentence(results, elements)
    return _profile_chart(results, "elements", elements_title(results), sentence, elements, bands)


def _levels_chart(results: RoundResults) -> Chart:
    constructs = (*results.asked.of_kind("synergy"), *results.asked.of_kind("level"))
    title = _("Synergy beside the three levels of working together")
    return _profile_chart(results, "levels", title, levels_sentence(results), constructs)


def _processes_chart(results: RoundResults) -> Chart:
    processes = results.asked.of_kind("process")
    sentence = profile_sentence(results, processes)
    return _profile_chart(results, "processes", _("The six enabling processes"), sentence, processes)


def _profile_chart(
    results: RoundResults,
    code: str,
    title: str,
    sentence: str,
    constructs: Sequence[Construct],
    bands: Sequence[BandRange] = (),
) -> Chart:
    rows = [_profile_row(results, construct) for construct in constructs]
    return Chart(
        id=code,
        title=title,
        sentence=sentence,
        picture=profile(rows, chart_words(results.before), bands),
        table=_profile_table(results, constructs),
        csv_url=download_url(results.round, code),
    )


def _profile_table(results: RoundResults, constructs: Sequence[Construct]) -> ChartTable:
    columns = ["", _("Mean"), _("%(level)s interval") % {"level": level_words()}, "n", _("Band")]
    rows = [_numbers(results, construct) for construct in constructs]
    if results.changes and results.before:
        columns.append(_("Change since round %(number)s") % {"number": results.before.number})
        for row, construct in zip(rows, constructs, strict=True):
            change = results.changes.get(construct.code)
            row.append(change_words(change) if change else DASH)
    return ChartTable(columns, rows)


def _numbers(results: RoundResults, construct: Construct) -> list[str]:
    value = results.value(construct.code)
    return [
        table_name(construct, results.asked),
        mean_words(value),
        interval_words(value) or DASH,
        DASH if value.n is None else str(value.n),
        band_words(value, results.asked) or DASH,
    ]


def _shares_tile(results: RoundResults, construct: Construct) -> SharesTile:
    value = results.value(construct.code)
    options = construct.items[0].options if value.shown else ()
    steps = [(option, value.shares.get(option.code, 0)) for option in options]
    return SharesTile(
        name=str(construct.name),
        sentence=shares_sentence(value),
        shown=value.shown,
        bar=shares([round((value.n or 0) * share) for _option, share in steps], "three") if value.shown else Markup(""),
        options=[(step, str(option.label), percent(share)) for step, (option, share) in enumerate(steps, start=1)],
    )
