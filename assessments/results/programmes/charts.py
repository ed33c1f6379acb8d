"""Trends of partnerships side by side: one axis of time and one scale for all of them."""

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import Round
from assessments.questionnaire import Construct
from assessments.results.programmes.queries import PartnershipResults, ProgrammeResults
from assessments.results.wording.charts import chart_words, month_words
from assessments.results.wording.means import mean_with_interval
from synergy.charts.lines import Panel, labelled, small
from synergy.charts.shapes import Chart, ChartTable, Point, Series
from synergy.web.formats import day

LINES = 6  # more lines than these nobody holds apart in one picture


def programme_trend_chart(results: ProgrammeResults, slug: str) -> Chart:
    """A picture a theme with a line a partnership; from seven partnerships on, a small picture a partnership."""
    themes = results.of_kind("theme")
    few = len(results.columns) <= LINES
    words = chart_words()
    picture = (
        labelled([_of_theme(results, theme) for theme in themes], words)
        if few
        else small([_of_partnership(column, themes) for column in results.columns], words)
    )
    return Chart(
        id="trends",
        title=_("The four themes over time, partnership by partnership"),
        sentence=_sentence(results, few),
        picture=picture,
        table=_table(results, themes),
        csv_url=reverse("programme-trend-download", args=[slug]),
    )


def _sentence(results: ProgrammeResults, few: bool) -> str:
    rounds = sum(len(column.rounds) for column in results.columns)
    words = ngettext(
        "Means from 1 to 5 of %(n)s round, all on the same axis of time.",
        "Means from 1 to 5 of %(n)s rounds, all on the same axis of time.",
        rounds,
    )
    drawn = (
        _("One line a partnership, named at its end; intervals and numbers of answers are in the table.")
        if few
        else _("One panel a partnership; intervals and numbers of answers are in the table.")
    )
    caution = _("Small differences between lines may be chance.")
    return f"{words % {'n': rounds}} {drawn} {caution}"


def _of_theme(results: ProgrammeResults, theme: Construct) -> Panel:
    lines = [
        Series(str(place), column.partnership.name, theme.role, _points(column, theme))
        for place, column in enumerate(results.columns)
    ]
    return Panel(str(theme.name), theme.role, lines)


def _of_partnership(column: PartnershipResults, themes: list[Construct]) -> Panel:
    lines = [Series(theme.code, str(theme.name), theme.role, _points(column, theme)) for theme in themes]
    return Panel(column.partnership.name, "ink", lines)


def _points(column: PartnershipResults, theme: Construct) -> list[Point]:
    older = [column.theme_value(round, theme.code).is_method_one for round in column.rounds]
    points = [_point(column, round, theme.code) for round in column.rounds]
    was_older = [False, *older[:-1]]
    steps = zip(points, was_older, older, strict=True)
    return [replace(point, fresh=was and not now) for point, was, now in steps]


def _point(column: PartnershipResults, round: Round, theme: str) -> Point:
    value = column.theme_value(round, theme)
    label, hidden, decimals = month_words(round.point_on), value.mean is None, value.decimals
    return Point(round.point_on, label, value.mean, n=value.n, hidden=hidden, decimals=decimals)


def _table(results: ProgrammeResults, themes: list[Construct]) -> ChartTable:
    columns = [_("Partnership"), _("Round"), _("Closed"), *(str(theme.short) for theme in themes)]
    rows = [
        [
            column.partnership.name,
            str(round.number),
            day(round.point_on),
            *(mean_with_interval(column.theme_value(round, theme.code)) for theme in themes),
        ]
        for column in results.columns
        for round in reversed(column.rounds)
    ]
    return ChartTable(columns, rows)
