"""The panels of a page: cards, charts and their tables, made of published numbers only."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.models import Round
from assessments.questionnaire import Construct
from assessments.results.queries import RoundResults
from assessments.results.timeline import Timeline
from assessments.results.trends import Trends
from assessments.results.values import Value
from assessments.results.wording import titles as findings
from assessments.results.wording import words as say
from synergy.charts.profile import profile
from synergy.charts.response import response
from synergy.charts.shapes import Band, Chart, Event, Point, Row, Series, Table, Turnout
from synergy.charts.shares import shares
from synergy.charts.strips import strip
from synergy.charts.svg import Markup
from synergy.charts.trend import trend
from synergy.web.formats import day, percent

BARS = 12


@dataclass(frozen=True)
class Card:
    """A construct large: its mean or why there is none, where that lies, what changed, and who answered."""

    role: str
    name: str
    about: str
    shown: bool
    mean: str
    told: bool  # words in place of a mean, in an older round
    band: str
    strip: Markup
    verdict: str
    common: str  # the two scores a change is the difference of, where they are others than those printed
    used: str  # “3 of 4 questions” where not all count
    clear: bool
    answered: str
    interval: str
    url: str = ""


def theme_cards(found: RoundResults) -> list[Card]:
    """Each leads to the questions behind it."""
    page = reverse("result-items", args=[found.round.partnership.slug, found.round.number])
    return [card(found, theme, f"{page}#questions-{theme.code}") for theme in found.asked.of_kind("theme")]


def card(found: RoundResults, construct: Construct, url: str = "") -> Card:
    value, change = found.value(construct.code), found.changes.get(construct.code)
    return Card(
        role=construct.role,
        name=str(construct.name),
        about=str(construct.about),
        shown=value.shown,
        mean=say.mean_words(value),
        told=bool(value.told),
        band=say.band_words(value, found.asked),
        strip=strip(row_of(found, construct)),
        verdict=say.change_words(change) if change else "",
        common=say.common_words(change, value, found.before_values.get(construct.code)) if change else "",
        used=say.part_words(value, construct),
        clear=change is not None and change.verdict in ("rise", "fall"),
        answered=say.answered_words(value.n, found.round),
        interval=say.interval_words(value),
        url=url,
    )


def row_of(found: RoundResults, construct: Construct) -> Row:
    value, before = found.value(construct.code), found.before_values.get(construct.code)
    return Row(
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


def trend_chart(trends: Trends, events: Timeline) -> Chart:
    since_first = findings.first_changes(trends)
    slug = trends.rounds[-1].partnership.slug
    return Chart(
        id="trend",
        title=findings.trend_title(trends, since_first),
        sentence=findings.trend_sentence(trends, since_first, events),
        picture=trend([_series(trends, one) for one in trends.constructs], say.chart_words(), _events(events)),
        table=_trend_table(trends),
        csv_url=reverse("trend-download", args=[slug]),
    )


def _series(trends: Trends, construct: Construct) -> Series:
    values = [trends.value(round, construct.code) for round in trends.rounds]
    points = [_point(round, value) for round, value in zip(trends.rounds, values, strict=True)]
    points = [replace(point, fresh=place == trends.seam) for place, point in enumerate(points)]
    return Series(construct.code, str(construct.name), construct.role, points)


def _point(round: Round, value: Value) -> Point:
    hidden = value.mean is None
    label, decimals = say.month_words(round.point_on), value.decimals
    return Point(round.point_on, label, value.mean, value.low, value.high, value.n, hidden=hidden, decimals=decimals)


def _events(events: Timeline) -> list[Event]:
    return [
        Event(
            one.number,
            one.on,
            _("%(month)s: %(what)s") % {"month": say.month_words(one.on), "what": one.title},
            one.kind,
            one.url,
        )
        for one in events.happenings
    ]


def _trend_table(trends: Trends) -> Table:
    columns = [_("Round"), _("Closed"), *(str(theme.short) for theme in trends.constructs)]
    rows = [
        [str(round), day(round.point_on), *(cell_words(trends.value(round, one.code)) for one in trends.constructs)]
        for round in reversed(trends.rounds)
    ]
    return Table(columns, rows)


def cell_words(value: Value) -> str:
    """“3.74 (3.41 to 4.05), n 16” for tables that have a column a construct."""
    interval = say.interval_words(value)
    if not interval:
        return say.mean_words(value)
    return _("%(mean)s (%(interval)s), n %(n)s") % {
        "mean": say.mean_words(value),
        "interval": interval,
        "n": value.n,
    }


def elements_chart(found: RoundResults) -> Chart:
    elements = found.asked.of_kind("element")
    sentence = findings.profile_sentence(found, elements)
    return profile_chart(found, "elements", findings.elements_title(found), sentence, elements, with_bands=True)


def levels_chart(found: RoundResults) -> Chart:
    rows = (*found.asked.of_kind("synergy"), *found.asked.of_kind("level"))
    title = _("Synergy beside the three levels of working together")
    return profile_chart(found, "levels", title, findings.levels_sentence(found), rows)


def processes_chart(found: RoundResults) -> Chart:
    processes = found.asked.of_kind("process")
    sentence = findings.profile_sentence(found, processes)
    return profile_chart(found, "processes", _("The six enabling processes"), sentence, processes)


def profile_chart(
    found: RoundResults,
    code: str,
    title: str,
    sentence: str,
    constructs: Sequence[Construct],
    *,
    with_bands: bool = False,
) -> Chart:
    bands = [Band(band.low, band.high, str(band.label)) for band in found.asked.bands] if with_bands else []
    number = found.before.number if found.before else ""
    words = say.chart_words(_("round %(number)s") % {"number": number} if number else "")
    return Chart(
        id=code,
        title=title,
        sentence=sentence,
        picture=profile([row_of(found, one) for one in constructs], words, bands),
        table=construct_table(found, constructs),
        csv_url=download_url(found.round, code),
    )


def download_url(round: Round, what: str) -> str:
    return reverse("chart-download", args=[round.partnership.slug, round.number, what])


def construct_table(found: RoundResults, constructs: Sequence[Construct]) -> Table:
    columns = ["", _("Mean"), _("%(level)s interval") % {"level": say.level_words()}, "n", _("Band")]
    compared = bool(found.changes) and found.before is not None
    if compared and found.before:
        columns.append(_("Change since round %(number)s") % {"number": found.before.number})
    rows = []
    for one in constructs:
        value, change = found.value(one.code), found.changes.get(one.code)
        row = [
            say.table_name(one, found.asked),
            say.mean_words(value),
            say.interval_words(value) or say.DASH,
            str(value.n) if value.n is not None else say.DASH,
            say.band_words(value, found.asked) or say.DASH,
        ]
        rows.append([*row, say.change_words(change) if change else say.DASH] if compared else row)
    return Table(columns, rows)


def response_chart(rounds: Sequence[Round]) -> Chart:
    """The last twelve rounds as bars, oldest first; the table has them all."""
    slug = rounds[-1].partnership.slug
    turnouts = [Turnout(str(one), one.submitted or 0, one.invited or 0, _turnout_words(one)) for one in rounds[-BARS:]]
    return Chart(
        id="response",
        title=findings.response_title(rounds),
        sentence=findings.response_sentence(rounds),
        picture=response(turnouts),
        table=_response_table(rounds),
        csv_url=reverse("response-download", args=[slug]),
    )


def _turnout_words(round: Round) -> str:
    if round.collection == Round.Collection.IMPORT:
        return str(round.submitted or 0)
    return _("%(n)s of %(invited)s") % {"n": round.submitted or 0, "invited": round.invited or 0}


def _response_table(rounds: Sequence[Round]) -> Table:
    columns = [_("Round"), _("Closed"), _("Invited"), _("Answered"), _("Share")]
    rows = []
    for one in reversed(rounds):
        imported = one.collection == Round.Collection.IMPORT
        share = percent((one.submitted or 0) / one.invited) if one.invited and not imported else say.DASH
        invited = say.DASH if imported else str(one.invited or 0)
        rows.append([str(one), day(one.point_on), invited, str(one.submitted or 0), share])
    return Table(columns, rows)


@dataclass(frozen=True)
class Indicators:
    """The compared item as shares, and the other indicators as cards."""

    compared: "Compared | None"
    cards: list[Card]
    csv_url: str


@dataclass(frozen=True)
class Compared:
    name: str
    sentence: str
    shown: bool
    bar: Markup
    options: list[tuple[int, str, str]]  # step, label, share in words


def indicators(found: RoundResults) -> Indicators:
    """Shares for the item that compares with working alone; means for influence and cost."""
    cards, compared = [], None
    for one in found.asked.of_kind("indicator"):
        if any(item.scale == "compared" for item in one.items):
            compared = _compared(found, one)
        else:
            cards.append(card(found, one))
    return Indicators(compared, cards, download_url(found.round, "indicators"))


def _compared(found: RoundResults, construct: Construct) -> Compared:
    value = found.value(construct.code)
    options = construct.items[0].options
    parts = [round((value.n or 0) * value.shares.get(option.code, 0)) for option in options]
    return Compared(
        name=str(construct.name),
        sentence=findings.shares_sentence(value),
        shown=value.shown,
        bar=shares(parts, "three") if value.shown else Markup(""),
        options=[
            (step, str(option.label), percent(value.shares.get(option.code, 0)))
            for step, option in enumerate(options, start=1)
        ]
        if value.shown
        else [],
    )
