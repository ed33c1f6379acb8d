"""The two charts that only the overview has: the themes over the rounds, and how many answered each of them."""

from collections.abc import Sequence
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.models import Round
from assessments.questionnaire import Construct
from assessments.results.timeline import Timeline
from assessments.results.trends import Trends, changes_since_first
from assessments.results.wording.charts import (
    chart_words,
    month_words,
    trend_sentence,
    trend_title,
    turnout_sentence,
    turnout_title,
)
from assessments.results.wording.means import DASH, mean_with_interval
from synergy.charts.response import response
from synergy.charts.shapes import Chart, ChartTable, Event, Point, Series, Turnout
from synergy.charts.trend import trend
from synergy.web.formats import day, percent

BARS = 12


def trend_chart(trends: Trends, timeline: Timeline) -> Chart:
    since_first = changes_since_first(trends)
    slug = trends.rounds[-1].partnership.slug
    series = [_series(trends, construct) for construct in trends.constructs]
    return Chart(
        id="trend",
        title=trend_title(trends, since_first),
        sentence=trend_sentence(trends, since_first, timeline),
        picture=trend(series, chart_words(), _events(timeline)),
        table=_trend_table(trends),
        csv_url=reverse("trend-download", args=[slug]),
    )


def _series(trends: Trends, construct: Construct) -> Series:
    points = [_point(trends, round, construct) for round in trends.rounds]
    points = [replace(point, fresh=place == trends.method_change) for place, point in enumerate(points)]
    return Series(construct.code, str(construct.name), construct.role, points)


def _point(trends: Trends, round: Round, construct: Construct) -> Point:
    value = trends.value(round, construct.code)
    hidden, decimals = value.mean is None, value.decimals
    label = month_words(round.point_on)
    return Point(round.point_on, label, value.mean, value.low, value.high, value.n, hidden=hidden, decimals=decimals)


def _events(timeline: Timeline) -> list[Event]:
    return [
        Event(
            number,
            entry.on,
            _("%(month)s: %(what)s") % {"month": month_words(entry.on), "what": entry.title},
            entry.kind,
            entry.url,
        )
        for number, entry in enumerate(timeline.entries, start=1)
    ]


def _trend_table(trends: Trends) -> ChartTable:
    columns = [_("Round"), _("Closed"), *(str(theme.short) for theme in trends.constructs)]
    rows = []
    for round in reversed(trends.rounds):
        values = [trends.value(round, theme.code) for theme in trends.constructs]
        rows.append([str(round), day(round.point_on), *map(mean_with_interval, values)])
    return ChartTable(columns, rows)


def turnout_chart(rounds: Sequence[Round]) -> Chart:
    """The last twelve rounds as bars, oldest first; the table has them all."""
    turnouts = [
        Turnout(str(round), round.submitted or 0, round.invited or 0, _turnout_words(round)) for round in rounds[-BARS:]
    ]
    return Chart(
        id="response",
        title=turnout_title(rounds),
        sentence=turnout_sentence(rounds),
        picture=response(turnouts),
        table=_turnout_table(rounds),
        csv_url=reverse("response-download", args=[rounds[-1].partnership.slug]),
    )


def _turnout_words(round: Round) -> str:
    if not round.is_by_links:
        return str(round.submitted or 0)
    return _("%(n)s of %(invited)s") % {"n": round.submitted or 0, "invited": round.invited or 0}


def _turnout_table(rounds: Sequence[Round]) -> ChartTable:
    columns = [_("Round"), _("Closed"), _("Invited"), _("Answered"), _("Share")]
    rows = []
    for round in reversed(rounds):
        answered, invited = round.submitted or 0, str(round.invited or 0) if round.is_by_links else DASH
        share = percent(answered / round.invited) if round.invited and round.is_by_links else DASH
        rows.append([str(round), day(round.point_on), invited, str(answered), share])
    return ChartTable(columns, rows)
