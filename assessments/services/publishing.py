"""From the answers of a closed round to the numbers that may be shown, stored and frozen."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from assessments.models import Change, ItemTally, PublicationPlan, Round, Score
from assessments.queries.instruments import Construct, Questionnaire, questionnaire
from assessments.scoring import bands, change, disclosure, scales
from assessments.scoring.intervals import Summary, summarise

DISTRIBUTION_FROM = 8
FULL_PRECISION_FROM = 30
# Of the indicators, groups are compared on one only: whether one's views count (the power-sharing gap).
_GROUP_INDICATORS = ("I2",)


@dataclass(frozen=True)
class Respondents:
    """Answers of a round as frames, one row a respondent in the same order: item scores, construct scores, traits."""

    panel_keys: tuple[str, ...]
    traits: pd.DataFrame  # columns kind, sector, tenure
    answers: pd.DataFrame  # raw: 1..5, "na", "dk", None
    items: pd.DataFrame  # scored, NaN = missing
    constructs: pd.DataFrame  # person scores by the half rule

    @classmethod
    def from_rows(
        cls, asked: Questionnaire, rows: Iterable[tuple[str, dict[str, str], dict[str, Any]]]
    ) -> "Respondents":
        found = list(rows)
        keys, traits, answers = zip(*found, strict=True) if found else ((), (), ())
        frame = pd.DataFrame(list(answers), columns=[item.code for item in asked.items], dtype=object)
        items = scales.score_items(frame, asked.scored_items())
        return cls(
            panel_keys=tuple(keys),
            traits=pd.DataFrame(list(traits), columns=["kind", "sector", "tenure"], dtype=object),
            answers=frame,
            items=items,
            constructs=scales.score_scales(items, asked.scales()),
        )

    def __len__(self) -> int:
        return len(self.answers)


@dataclass(frozen=True)
class _Group:
    """A set of respondents as rows of the frames; the empty codes are everybody."""

    breakdown: str
    code: str
    rows: "pd.Series[bool]"
    shown: bool


def publish(round: Round, now: Respondents, before_round: Round | None, before: Respondents | None) -> None:
    """Work out the plan and store scores, tallies and changes; what the plan hides is stored without any number.

    Called once, inside the transaction of the close.
    """
    asked = questionnaire(round.version)
    groups, plan = _plan(round, asked, now)
    PublicationPlan.objects.create(round=round, content=plan)
    everybody, *others = groups
    Score.objects.bulk_create(_score(round, everybody, one, now) for one in asked.constructs)
    Score.objects.bulk_create(_score(round, group, one, now) for group in others for one in _compared(asked))
    ItemTally.objects.bulk_create(_tally(round, everybody, item.code, len(item.options), now) for item in asked.items)
    if before_round is not None and before is not None and before_round.version_id == round.version_id:
        Change.objects.bulk_create(_changes(round, before_round, asked, before, now))


def _compared(asked: Questionnaire) -> list[Construct]:
    """The constructs on which groups are shown."""
    return [one for one in asked.constructs if one.kind != "indicator" or one.code in _GROUP_INDICATORS]


def _plan(round: Round, asked: Questionnaire, now: Respondents) -> tuple[list[_Group], dict[str, Any]]:
    """Everybody, then the groups of the breakdown chosen before opening, hidden where STATISTICS 9 says so."""
    enough = len(now) >= round.k
    everybody = pd.Series(data=True, index=now.answers.index, dtype=bool)
    groups = [_Group("", "", everybody, enough)]
    listed = []
    for breakdown in round.breakdowns[:1]:
        trait = now.traits[breakdown].fillna("").astype(str)
        # A scale too few people answered is shown of nobody, so it must not hide the groups on the other scales.
        codes = [one.code for one in _compared(asked) if now.constructs[one.code].count() >= round.k]
        # People who did not say are a group like any other, under the empty code; it is never listed.
        counts = {code: _counts(now.constructs.loc[trait == code, codes]) for code in sorted(set(trait))}
        hidden = set(disclosure.one_partition(counts, round.k).hidden) if enough else set(counts)
        counts.pop("", None)
        groups += [_Group(breakdown, code, trait == code, code not in hidden) for code in counts]
        listed.append({"code": breakdown, "shown": sorted(set(counts) - hidden), "hidden": sorted(hidden - {""})})
    plan = {
        "k": round.k,
        "distribution_from": max(DISTRIBUTION_FROM, round.k),
        "respondents": len(now),
        "published": enough,
        "breakdowns": listed,
    }
    return groups, plan


def _counts(scores: pd.DataFrame) -> dict[str, int]:
    """People of one group, and how many of them have a score on each construct."""
    return {str(code): int(n) for code, n in scores.notna().sum().items()} | {"": len(scores)}


def _score(round: Round, group: _Group, construct: Construct, now: Respondents) -> Score:
    compared = construct.items[0].scale == "compared" if construct.items else False
    summary = summarise(now.constructs.loc[group.rows, construct.code].to_numpy(), hi=3 if compared else 5)
    row = Score(round=round, breakdown=group.breakdown, group=group.code, construct=construct.code, shown=False)
    if not group.shown:
        return row
    if compared:
        return _shares(row, construct, now.answers.loc[group.rows, construct.items[0].code], summary.n)
    _fill(row, summary, round.k, is_group=bool(group.code))
    if row.shown and row.mean is not None:
        row.details = {"band": bands.band(summary.mean, questionnaire(round.version).ranges())}
    return row


def _shares(row: Score, construct: Construct, column: pd.Series, n: int) -> Score:
    """The compared item is reported as shares, never as a mean (Bergen Model), from the size of distributions."""
    if n < max(DISTRIBUTION_FROM, row.round.k):
        return row
    options = construct.items[0].options
    shares = scales.shares(scales.tally(column, [int(option.value) for option in options]))
    row.shown, row.n = True, n
    row.details = {"shares": {option.code: round(shares[int(option.value)], 4) for option in options}}
    return row


def _fill(row: Score | ItemTally, summary: Summary, k: int, *, is_group: bool) -> None:
    """Put what may be printed of a cell into the row; large cells keep full precision, small ones are rounded."""
    cell = disclosure.mask(summary, k, group=is_group)
    if cell.kind == "hidden":
        return
    row.shown, row.n = True, cell.n
    row.low, row.high, row.note = cell.low, cell.high, "alike" if cell.kind == "coarse" else ""
    row.mean, row.sd = cell.mean, cell.sd
    if cell.kind == "shown" and summary.n >= FULL_PRECISION_FROM:
        row.mean, row.sd, row.low, row.high = summary.mean, summary.sd, summary.low, summary.high


def _tally(round: Round, group: _Group, code: str, options: int, now: Respondents) -> ItemTally:
    row = ItemTally(round=round, breakdown=group.breakdown, group=group.code, item=code, shown=False)
    values = now.items.loc[group.rows, code].to_numpy()
    if not group.shown:
        return row
    _fill(row, summarise(values, hi=max(options, 3)), round.k, is_group=bool(group.code))
    if not row.shown:
        return row
    count = scales.tally(now.answers.loc[group.rows, code], range(1, options + 1))
    row.details = {"dk_share": count.dk_share, "na_share": count.na_share, "blank": count.blank}
    if count.valid >= max(DISTRIBUTION_FROM, round.k) and row.note != "alike":
        row.counts = {str(value): n for value, n in count.counts.items()} | {"na": count.na, "dk": count.dk}
    return row


def _changes(round: Round, against: Round, asked: Questionnaire, before: Respondents, now: Respondents) -> list[Change]:
    """Change of every construct since the round before, over all respondents, judged within its family by Holm."""
    rows: list[Change] = []
    for kind in ("theme", "synergy", "element", "process", "level", "indicator"):
        family = {
            construct.code: change.unlinked_change(*pair)
            for construct in asked.of_kind(kind)
            if (pair := _comparable(construct, round.k, before, now))
        }
        rows += [_change(round, against, code, one) for code, one in change.judge_family(family).items()]
    return rows


def _comparable(construct: Construct, k: int, before: Respondents, now: Respondents) -> tuple[Summary, Summary] | None:
    """Both summaries where both may be printed as they are; a change would otherwise tell what the plan hides."""
    if any(item.scale == "compared" for item in construct.items):
        return None
    pair = summarise(before.constructs[construct.code].to_numpy()), summarise(now.constructs[construct.code].to_numpy())
    cells = [disclosure.mask(summary, k, group=False) for summary in pair]
    return pair if all(cell.kind == "shown" for cell in cells) else None


def _change(round: Round, against: Round, code: str, found: change.Change) -> Change:
    places = disclosure.decimals(found.n, group=False)
    low, high = disclosure.rounded(found.low, places), disclosure.rounded(found.high, places)
    return Change(
        round=round,
        against=against,
        construct=code,
        linked=found.linked,
        difference=disclosure.rounded(found.difference, places),
        low=low,
        high=high,
        verdict=found.verdict,
        details={"p_adjusted": disclosure.rounded(found.p_adjusted, 3), "arrow": found.arrow},
    )
