"""What changed: every construct with its verdict in words, and on demand what the verdict rests on."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from assessments.questionnaire import Construct
from assessments.results.analyses import AgreementValue, agreement_of, reliability_of
from assessments.results.links import download_url
from assessments.results.queries import RoundResults
from assessments.results.round.certainty import (
    KINDS,
    DetailsTable,
    amount_words,
    both_words,
    details_of_changes,
    details_of_scales,
    people_words,
    reach_words,
    verdict_words,
)
from assessments.results.tables import Block, theme_role
from assessments.results.values import ChangeValue
from assessments.results.wording.agreement import closeness_words, distance_words, scale_sentence
from assessments.results.wording.changes import CLEAR, change_sentences, compared_scores_words, method_one_sentence
from assessments.results.wording.means import interval_words, mean_words, used_items_words
from assessments.results.wording.names import table_name
from synergy.web.formats import number

OPEN = ("theme",)


@dataclass(frozen=True)
class ChangeRow:
    """`verdict` and `interval` are empty where nothing is compared; `people` says how many answered, and when.

    `compared_scores`: the two scores of a change, where they are others than those printed.
    """

    name: str
    role: str
    mean: str
    interval: str
    used: str
    verdict: str
    is_clear: bool
    change: str
    reach: str
    compared_scores: str
    people: str
    both: str
    agreement: str
    distance: str


@dataclass(frozen=True)
class ChangesTile:
    title: str
    sentence: str
    compared: bool
    blocks: list[Block[ChangeRow]]
    details: list[DetailsTable]
    agreement_scale: str
    method_one: str
    csv_url: str
    agreement_csv_url: str


def changes_tile(results: RoundResults) -> ChangesTile:
    """Every construct of a round, by kind. Two queries."""
    before, agreement = results.before, agreement_of(results.round)
    changes = results.changes_since.get(before.number, {}) if before else {}
    return ChangesTile(
        title=(
            _("What changed since round %(number)s") % {"number": before.number}
            if before and changes
            else _("Where each score stands")
        ),
        sentence=" ".join([*change_sentences(results), *_meaning(results, changes)]),
        compared=bool(changes),
        blocks=_blocks(results, changes, agreement),
        details=[*details_of_changes(results), *details_of_scales(results, agreement, reliability_of(results.round))],
        agreement_scale=scale_sentence(),
        method_one=method_one_sentence(results),
        csv_url=download_url(results.round, "changes"),
        agreement_csv_url=download_url(results.round, "agreement"),
    )


def _meaning(results: RoundResults, changes: dict[str, ChangeValue]) -> list[str]:
    """What a change is, and what people who answered both times do to its interval."""
    if results.before is None or not changes:
        return []
    if any(change.before is None for change in changes.values()):
        return [
            _(
                "In rounds that were worked out in the older way, a change is that of the people who answered both "
                "times, where enough did, and else that of everybody."
            )
        ]
    meaning = _("A change is the difference of two scores, of everybody who answered either round.")
    people, r = results.plan.linked.get(results.before.number, (0, None))
    if not people:
        return [meaning]
    narrower = ngettext(
        "%(n)s person answered both rounds, which narrows the intervals (r %(r)s between the rounds).",
        "%(n)s people answered both rounds, which narrows the intervals (r %(r)s between the rounds).",
        people,
    )
    bare = ngettext("%(n)s person answered both rounds.", "%(n)s people answered both rounds.", people)
    return [meaning, (narrower if r else bare) % {"n": people, "r": number(r, 1)}]


def _blocks(
    results: RoundResults, changes: dict[str, ChangeValue], agreement: dict[str, AgreementValue]
) -> list[Block[ChangeRow]]:
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
        constructs = results.asked.of_kind(kind)
        rows = [
            _row(results, construct, changes.get(construct.code), agreement.get(construct.code))
            for construct in constructs
            if not construct.is_compared
        ]
        if rows:
            verdicts = [changes[construct.code].verdict for construct in constructs if construct.code in changes]
            blocks.append(Block(titles[kind], rows, _counted(verdicts), kind in OPEN))
    return blocks


def _counted(verdicts: Sequence[str]) -> str:
    """How many of each verdict, for a block that is folded: “2 clear rises · 7 without clear change”."""
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


def _row(
    results: RoundResults, construct: Construct, change: ChangeValue | None, agreement: AgreementValue | None
) -> ChangeRow:
    value, before = results.value(construct.code), results.before_values.get(construct.code)
    return ChangeRow(
        name=table_name(construct, results.asked),
        role=theme_role(construct),
        mean=mean_words(value),
        interval=interval_words(value),
        used=used_items_words(value, construct),
        verdict=verdict_words(change.verdict) if change else "",
        is_clear=change is not None and change.verdict in CLEAR,
        change=amount_words(change) if change else "",
        reach=reach_words(change) if change else "",
        compared_scores=compared_scores_words(change, value, before) if change else "",
        people=people_words(change) if change else _everybody(value.n),
        both=both_words(change) if change else "",
        agreement=closeness_words(agreement) if agreement else "",
        distance=distance_words(agreement) if agreement else "",
    )


def _everybody(n: int | None) -> str:
    return "" if n is None else ngettext("%(n)s answer", "%(n)s answers", n) % {"n": n}
