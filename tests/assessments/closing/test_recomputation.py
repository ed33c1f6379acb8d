"""From the rows of a file to the rows of the export, against a second reckoning in plain Python, to 1e-9."""

import csv
import io
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import sqrt
from random import Random
from typing import Any

import pytest
from django.core.management import call_command
from scipy import stats

from assessments.exports.analyses import GAP_COLUMNS, gap_rows
from assessments.imports.services import import_responses
from assessments.models import InstrumentVersion, Round
from assessments.rounds.closing import close_round
from partnerships.models import Partnership
from synergy.accounts.models import User
from tests import factories
from tests.assessments.reckoning import (
    COMPARED,
    ITEMS,
    RATED,
    Answers,
    Groups,
    K,
    Reckoning,
    Score,
    change,
    common,
    r_between,
)

AT = datetime(2026, 3, 2, 14, tzinfo=UTC)
Rows = dict[tuple[str, str, str], dict[str, Any]]  # (group, "item" or "", code) -> row of `export_scores`
Persons = dict[int, tuple[str, Answers]]


@dataclass(frozen=True)
class Setting:
    """How many people of which kinds, and which shares of answers are missing; `stay`: who answers a given round."""

    name: str
    people: int
    kinds: dict[str, int]
    rounds: int = 2
    stay: float = 1.0
    na: float = 0.0
    dk: float = 0.08
    blank: float = 0.03
    seed: int = 20
    level: float = 3.4

    def __str__(self) -> str:
        return self.name


FIVE = {"clinician": 40, "academic": 25, "patient_partner": 20, "decision_maker": 14, "supplier": 1}
TWO = {"clinician": 1, "academic": 1}
SETTINGS = [
    Setting("a thousand people", 1_020, FIVE, rounds=3, stay=0.8, na=0.04),
    Setting("sixty people", 60, FIVE, rounds=3, stay=0.9),
    Setting("thirty people of two kinds", 30, TWO, stay=0.95, dk=0.04),
    Setting("eleven people", 11, TWO),
    Setting("eleven people, others each time", 14, TWO, rounds=3, stay=0.8, seed=3),
    Setting("six people", 6, TWO, dk=0.03, blank=0),
    Setting("seven content people", 7, TWO, dk=0.02, blank=0, level=4.9),
    Setting("nine of one mind", 9, TWO, dk=0.02, blank=0, level=9),
]


def answered(random: Random, setting: Setting, level: float) -> Answers:
    given = {}
    ends = (setting.blank, setting.blank + setting.na, setting.blank + setting.na + setting.dk)
    for code, item in ITEMS.items():
        chance, most = random.random(), 3 if item["scale"] == "compared" else 5
        value = str(max(1, min(most, round(random.gauss(level, 1.1)))))
        given[code] = "" if chance < ends[0] else "na" if chance < ends[1] else "dk" if chance < ends[2] else value
    return given


def simulated(setting: Setting) -> list[Persons]:
    """Round -> person -> kind and answers; people have a level of their own."""
    random = Random(setting.seed)
    kinds = random.choices(list(setting.kinds), list(setting.kinds.values()), k=setting.people)
    levels = [random.gauss(setting.level, 0.5) for _ in range(setting.people)]
    return [
        {
            person: (kinds[person], answered(random, setting, levels[person] + step * (0.15 if person % 2 else 0.05)))
            for person in range(setting.people)
            if random.random() < setting.stay
        }
        for step in range(setting.rounds)
    ]


def file_of(people: Persons) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["kind", "respondent_key", *ITEMS])
    writer.writerows([kind, f"key {person}", *given.values()] for person, (kind, given) in people.items())
    return out.getvalue().encode()


def exported(round: Round) -> Rows:
    out = io.StringIO()
    call_command("export_scores", "--round", str(round.pk), "--format", "json", stdout=out)
    found = json.loads(out.getvalue())
    return {(row["group"], "item" if row["kind"] == "item" else "", row["construct"]): row for row in found}


@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_file_to_export_gives_the_numbers_of_a_second_reckoning(
    setting: Setting, alpha: Partnership, core: InstrumentVersion, amina: User
) -> None:
    before: Reckoning | None = None
    for number, people in enumerate(simulated(setting), start=1):
        closes_at = AT + timedelta(days=1)
        round = factories.round_from_file(
            alpha, core, number, k=K, breakdowns=["kind"], opens_at=AT, closes_at=closes_at
        )
        import_responses(by=amina, round=round, content=file_of(people), name="answers.csv", at=AT)
        closed = close_round(by=amina, round=round, at=AT + timedelta(days=number))
        rows, now = exported(closed), Reckoning(people)
        _check_everybody(rows, now)
        _check_questions(rows, now)
        _check_groups(rows, now, closed)
        if before is not None:
            _check_changes(rows, before, now)
        before = now


def near(value: float) -> Any:
    return pytest.approx(value, abs=1e-9)


def _same(row: dict[str, Any], score: Score) -> None:
    assert (row["shown"], row["n"], row["items"]) == (True, score.n, ";".join(score.items)), row["construct"]
    found = [row[name] for name in ("mean", "sd", "low", "high")]
    assert found == [near(one) for one in (score.mean, score.se * sqrt(score.n), score.low, score.high)], row[
        "construct"
    ]


def _check_everybody(rows: Rows, now: Reckoning) -> None:
    for code in RATED:
        row, items = rows["", "", code], now.items(code)
        own = now.own(code) if len(items) > 1 else None
        assert (row["rho_within"], row["rho_across"], row["rho"]) == (*now.rho, own), code
        assert row["sd_assumed"] == near(now.pooled)
        if items:
            _same(row, now.score(code, items))
        else:
            assert (row["shown"], row["mean"]) == (False, None)
    chosen = [given["I1"] for _, given in now.people.values() if given["I1"].isdigit()]
    shares = [chosen.count(value) / len(chosen) if len(chosen) >= 8 else None for value in "123"]
    assert [rows["", "", "I1"][name] for name in ("share_less", "share_same", "share_more")] == shares


def _check_questions(rows: Rows, now: Reckoning) -> None:
    for item, raw in ITEMS.items():
        row, given = rows["", "item", item], [answers[item] for _, answers in now.people.values()]
        n, rated = len(now.values[item]), raw["scale"] != "compared"
        if n < (5 if rated else 8):
            assert (row["shown"], row["n"], row["mean"], row["count_1"], row["dk"]) == (False, None, None, None, None)
            continue
        options = range(1, 6 if rated else 4)
        counts = [given.count(str(value)) if n >= 8 else None for value in options]
        assert (row["n"], row["na"], row["dk"], row["blank"]) == (n, *map(given.count, ("na", "dk", "")))
        assert [row[f"count_{value}"] for value in options] == counts
        if rated:
            score = now.score(item, [item])
            assert [row[name] for name in ("mean", "low", "high")] == [
                near(one) for one in (score.mean, score.low, score.high)
            ]
            assert row["sd"] == (near(now.sd(item)) if n >= 8 else None)


def _check_groups(rows: Rows, now: Reckoning, round: Round) -> None:
    found, told = Groups(now), [dict(zip(GAP_COLUMNS, row, strict=True)) for row in gap_rows(round, "kind")]
    listed = {(str(row["group"]), str(row["construct"])): row for row in told}
    for code in COMPARED:
        shown = {
            group
            for group, kind, construct in rows
            if construct == code and not kind and rows[group, kind, code]["shown"]
        }
        stands = code in found.items
        assert shown - {""} == ({*found.shown, "everybody"} if stands else set()), code
        if not stands:
            continue
        _same(rows["everybody", "", code], now.score(code, found.items[code]))
        scores = found.scores(code)
        for group, score in scores.items():
            _same(rows[group, "", code], score)
        if len(scores) > 1:
            for group, score in scores.items():
                _check_gap(listed[group, code], score, [one for other, one in scores.items() if other != group])


def _check_gap(row: dict[str, Any], one: Score, others: list[Score]) -> None:
    """F = F0 (n - 2) / (n - 1 - F0), and the interval that excludes 0 exactly where p < .05."""
    n_rest = sum(other.n for other in others)
    rest = sum(other.n * other.mean for other in others) / n_rest
    v = one.se**2 + sum((other.n * other.se) ** 2 for other in others) / n_rest**2
    n, difference = one.n + n_rest, one.mean - rest
    f0 = difference**2 / v
    assert (row["n"], row["n_others"], row["difference"]) == (one.n, n_rest, near(difference))
    if n - 1 - f0 <= 0:
        assert row["low"] is None
        return
    half = stats.t.ppf(0.975, n - 2) * sqrt(v * (n - 1 - f0) / (n - 2))
    assert [row["low"], row["high"]] == [near(difference - half), near(difference + half)]
    p = stats.f.sf(f0 * (n - 2) / (n - 1 - f0), 1, n - 2)
    assert (p < 0.05) == (abs(difference) > half)


def _check_changes(rows: Rows, before: Reckoning, now: Reckoning) -> None:
    items = common(before, now)
    r = r_between(before, now, items)
    for code in RATED:
        row = rows["", "", code]
        if code not in items:
            assert row["change"] is None, code
            continue
        expected = change(before, now, code, items[code], r)
        assert (row["change_r"], row["change_both"] or 0, row["change_items"]) == (
            r,
            expected.both,
            ";".join(items[code]),
        )
        assert (row["change_n_before"], row["change_n_after"]) == (expected.before.n, expected.after.n)
        means = (expected.before.mean, expected.after.mean, expected.after.mean - expected.before.mean)
        assert [row[name] for name in ("change_before", "change_after", "change")] == [near(one) for one in means]
        told = (expected.low, expected.high, expected.p)
        limits = [None if one is None else near(one) for one in told]
        assert [row[name] for name in ("change_low", "change_high", "change_p")] == limits, code
