"""What changed: every construct with its verdict in words, and on demand what the verdict rests on."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from assessments.questionnaire import Construct
from assessments.results.panels import download_url
from assessments.results.queries import RoundResults
from assessments.results.round.certainty import (
    KINDS,
    Details,
    Known,
    amount_words,
    both_words,
    details_of_changes,
    details_of_scales,
    is_rated,
    known_of,
    people_words,
    reach_words,
    verdict_words,
)
from assessments.results.wording import words as say
from assessments.results.wording.agreements import closeness, closeness_words, scale_sentence
from assessments.results.wording.seams import older_words
from assessments.results.wording.sentences import change_sentences
from synergy.web.formats import number

OPEN = ("theme",)


@dataclass(frozen=True)
class ChangeRow:
    """`verdict` and `interval` are empty where nothing is compared; `people` says how many answered, and when.

    `common`: the two scores of a change, where they are others than those printed.
    """

    name: str
    role: str
    mean: str
    interval: str
    used: str
    verdict: str
    clear: bool
    change: str
    reach: str
    common: str
    people: str
    both: str
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
    linked: str
    compared: bool
    blocks: list[ChangeBlock]
    details: list[Details]
    agreement_scale: str
    older: str
    csv_url: str
    agreement_csv_url: str


def changes_table(found: RoundResults) -> Changes:
    """Every construct of a round, by kind. Four queries."""
    known = known_of(found)
    return Changes(
        title=_title(known),
        sentence=" ".join(change_sentences(found)),
        linked=_linked(known),
        compared=bool(known.latest),
        blocks=_blocks(known),
        details=[*details_of_changes(known), *details_of_scales(known)],
        agreement_scale=scale_sentence(),
        older=older_words(found),
        csv_url=download_url(found.round, "changes"),
        agreement_csv_url=download_url(found.round, "agreement"),
    )


def _title(known: Known) -> str:
    before = known.results.before
    if not known.latest or before is None:
        return _("Where each score stands")
    return _("What changed since round %(number)s") % {"number": before.number}


def _linked(known: Known) -> str:
    """What a change is, and what people who answered both times do to its interval."""
    before = known.results.before
    if before is None or not known.latest:
        return ""
    if any(one.before is None for one in known.latest.values()):
        return _(
            "In rounds that were worked out in the older way, a change is that of the people who answered both times, "
            "where enough did, and else that of everybody."
        )
    said = [_("A change is the difference of two scores, of everybody who answered either round.")]
    linked = known.linked.get(before.number)
    if linked and linked.answered_both:
        words = ngettext(
            "%(n)s person answered both rounds, which narrows the intervals (r %(r)s between the rounds).",
            "%(n)s people answered both rounds, which narrows the intervals (r %(r)s between the rounds).",
            linked.answered_both,
        )
        bare = ngettext(
            "%(n)s person answered both rounds.", "%(n)s people answered both rounds.", linked.answered_both
        )
        said.append((words if linked.r else bare) % {"n": linked.answered_both, "r": number(linked.r, 1)})
    return " ".join(said)


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
        mean=say.mean_words(value),
        interval=say.interval_words(value),
        used=say.part_words(value, construct),
        verdict=verdict_words(change.verdict) if change else "",
        clear=change is not None and change.verdict in ("rise", "fall"),
        change=amount_words(change) if change else "",
        reach=reach_words(change) if change else "",
        common=say.common_words(change, value, known.results.before_values.get(construct.code)) if change else "",
        people=people_words(change) if change else _everybody(value.n),
        both=both_words(change) if change else "",
        agreement=closeness_words(close) if close else "",
        apart=closeness(close) if close else "",
    )


def _everybody(n: int | None) -> str:
    return "" if n is None else ngettext("%(n)s answer", "%(n)s answers", n) % {"n": n}
