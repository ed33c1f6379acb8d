"""What changed: every construct with its verdict in words, and on demand what the verdict rests on."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from assessments.dashboards import words as say
from assessments.dashboards.agreements import closeness, closeness_words, scale_sentence
from assessments.dashboards.certainty import (
    KINDS,
    Details,
    Known,
    amount_words,
    details_of_changes,
    details_of_scales,
    is_rated,
    known_of,
    people_words,
    verdict_words,
)
from assessments.dashboards.panels import download_url
from assessments.dashboards.sentences import change_sentences
from assessments.queries.instruments import Construct
from assessments.queries.results import RoundResults

OPEN = ("theme",)


@dataclass(frozen=True)
class ChangeRow:
    """`verdict` and `interval` are empty where nothing is compared; `people` says whose change it is."""

    name: str
    role: str
    mean: str
    interval: str
    verdict: str
    clear: bool
    change: str
    people: str
    agreement: str
    apart: str


@dataclass(frozen=True)
class ChangeBlock:
    title: str
    rows: list[ChangeRow]
    told: str  # how many of each verdict, for a block that is folded
    open: bool


@dataclass(frozen=True)
class Changes:
    title: str
    sentence: str
    whose: str
    compared: bool
    blocks: list[ChangeBlock]
    details: list[Details]
    agreement_scale: str
    csv_url: str
    agreement_csv_url: str


def changes_table(found: RoundResults) -> Changes:
    """Every construct of a round, by kind. Four queries."""
    known = known_of(found)
    return Changes(
        title=_title(known),
        sentence=" ".join(change_sentences(found)),
        whose=_whose(known),
        compared=bool(known.latest),
        blocks=_blocks(known),
        details=[*details_of_changes(known), *details_of_scales(known)],
        agreement_scale=scale_sentence(),
        csv_url=download_url(found.round, "changes"),
        agreement_csv_url=download_url(found.round, "agreement"),
    )


def _title(known: Known) -> str:
    before = known.results.before
    if not known.latest or before is None:
        return _("Where each score stands")
    return _("What changed since round %(number)s") % {"number": before.number}


def _whose(known: Known) -> str:
    """Whose change it is, once for the whole table; each row gives the numbers."""
    before = known.results.before
    linked = {one.linked for one in known.latest.values()}
    if before is None or not linked:
        return ""
    names = {"before": before.number, "now": known.results.round.number}
    if linked == {True}:
        return _(
            "Each change is that of the same people: those who answered both round %(before)s and round %(now)s."
        ) % (names)
    if linked == {False}:
        return _(
            "Everybody who answered round %(before)s or round %(now)s is compared. They are not all the same people, "
            "so a part of a change may come from who answered."
        ) % (names)
    return _(
        "Where enough people answered both round %(before)s and round %(now)s, the change is theirs alone; elsewhere "
        "everybody is compared. Each row says which."
    ) % (names)


def _blocks(known: Known) -> list[ChangeBlock]:
    titles = {
        "theme": _("The four themes"),
        "synergy": pgettext("construct", "Synergy"),
        "element": _("The nine elements"),
        "process": _("The six enabling processes"),
        "level": _("The three levels"),
        "indicator": _("Influence and cost"),
    }
    blocks = []
    for kind in KINDS:
        rows = [_row(known, one) for one in known.results.asked.of_kind(kind) if is_rated(one)]
        if rows:
            codes = [one.code for one in known.results.asked.of_kind(kind)]
            verdicts = [known.latest[code].verdict for code in codes if code in known.latest]
            blocks.append(ChangeBlock(titles[kind], rows, _told(verdicts), kind in OPEN))
    return blocks


def _told(verdicts: Sequence[str]) -> str:
    """“2 clear rises · 7 without clear change”."""
    words = {
        "rise": lambda n: ngettext("%(n)s clear rise", "%(n)s clear rises", n),
        "fall": lambda n: ngettext("%(n)s clear fall", "%(n)s clear falls", n),
        "possible_rise": lambda n: ngettext("%(n)s possible rise", "%(n)s possible rises", n),
        "possible_fall": lambda n: ngettext("%(n)s possible fall", "%(n)s possible falls", n),
        "none": lambda n: ngettext("%(n)s without clear change", "%(n)s without clear change", n),
        "too_few": lambda n: ngettext("%(n)s with too few to tell", "%(n)s with too few to tell", n),
    }
    counts = {verdict: list(verdicts).count(verdict) for verdict in words}
    return " · ".join(words[verdict](n) % {"n": n} for verdict, n in counts.items() if n)


def _row(known: Known, construct: Construct) -> ChangeRow:
    value, change = known.results.value(construct.code), known.latest.get(construct.code)
    close = known.agreement.get(construct.code)
    return ChangeRow(
        name=say.table_name(construct, known.results.asked),
        role=construct.role if construct.kind == "theme" else "",
        mean=say.mean_words(value, known.results.asked) or say.not_shown(),
        interval=say.interval_words(value, 1),
        verdict=verdict_words(change.verdict) if change else "",
        clear=change is not None and change.verdict in ("rise", "fall"),
        change=amount_words(change) if change else "",
        people=people_words(change) if change else _everybody(value.n),
        agreement=closeness_words(close) if close else "",
        apart=closeness(close) if close else "",
    )


def _everybody(n: int | None) -> str:
    return "" if n is None else ngettext("%(n)s answer", "%(n)s answers", n) % {"n": n}
