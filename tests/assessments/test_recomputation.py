"""A thousand people, three rounds, five groups: from file to export, against a second reckoning in plain Python."""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from math import ceil, sqrt
from pathlib import Path
from random import Random
from statistics import fmean, stdev
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from assessments.models import InstrumentVersion, Round
from assessments.services.closing import close_round
from assessments.services.importing import import_responses
from assessments.services.instruments import publish_instruments
from partnerships.models import Partnership
from synergy.accounts.models import User

AT = datetime(2026, 3, 2, 14, tzinfo=UTC)
KINDS = {"clinician": 40, "academic": 25, "patient_partner": 20, "decision_maker": 14, "supplier": 1}
PEOPLE, ROUNDS, K = 1_020, 3, 5
Answers = dict[str, str]  # item -> what stands in the file
CONTENT: dict[str, Any] = json.loads(Path(settings.BASE_DIR, "assessments/instruments/core_1.json").read_text("utf-8"))
ITEMS = {item["code"]: item for item in CONTENT["items"]}


def answered(random: Random, level: float) -> Answers:
    given = {}
    for code, item in ITEMS.items():
        chance, most = random.random(), 3 if item["scale"] == "compared" else 5
        value = str(max(1, min(most, round(random.gauss(level, 1.1)))))
        given[code] = "" if chance < 0.04 else "na" if chance < 0.08 else "dk" if chance < 0.14 else value
    return given


def simulated() -> list[dict[int, tuple[str, Answers]]]:
    """Round -> person -> kind and answers; four in five people answer, each with a level of their own."""
    random = Random(20)
    kinds = random.choices(list(KINDS), list(KINDS.values()), k=PEOPLE)
    levels = [random.gauss(3.4, 0.5) for _ in range(PEOPLE)]
    return [
        {
            person: (kinds[person], answered(random, levels[person] + step * (0.15 if person % 2 else 0.05)))
            for person in range(PEOPLE)
            if random.random() < 0.8
        }
        for step in range(ROUNDS)
    ]


def file_of(people: dict[int, tuple[str, Answers]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["kind", "respondent_key", *ITEMS])
    writer.writerows([kind, f"key {person}", *given.values()] for person, (kind, given) in people.items())
    return out.getvalue().encode()


def item_score(code: str, text: str) -> float | None:
    if not text.isdigit():
        return None
    item, value = ITEMS[code], int(text)
    if item["scale"] == "balance":
        return float(CONTENT["scales"]["balance"]["scores"][text])
    return float(6 - value if item.get("reverse") else value)


def score(construct: str, given: Answers) -> float | None:
    """Mean of what was answered, by at least half of the items, rounded up."""
    codes = [code for code, item in ITEMS.items() if construct in item["feeds"]]
    values = [value for code in codes if (value := item_score(code, given[code])) is not None]
    return fmean(values) if len(values) >= ceil(len(codes) / 2) else None


def scores(construct: str, people: dict[int, tuple[str, Answers]]) -> dict[int, float]:
    found = ((person, score(construct, given)) for person, (_, given) in people.items())
    return {person: value for person, value in found if value is not None}


def exported(round: Round) -> dict[tuple[str, str], dict[str, Any]]:
    """(group, construct) -> row of `export_scores`."""
    out = io.StringIO()
    call_command("export_scores", "--round", str(round.pk), "--format", "json", stdout=out)
    return {(row["group"], row["construct"]): row for row in json.loads(out.getvalue())}


WITH_PARTS = ("SYN", "LEAD", "ADMI", "CONT", "INT", "OPE", "SYS")


def near(found: dict[str, Any], values: Iterable[float]) -> None:
    """To 1e-9, or rounded as printed: scores have two decimals where fewer than K of a group left out as many items as
    nobody else, those with parts may have one (docs/scoring.md, section 9).
    """
    expected = list(values)
    assert found["n"] == len(expected)
    places = (1, 2) if found["construct"] in WITH_PARTS and len(expected) < 220 else (2,)
    for name, value in (("mean", fmean(expected)), ("sd", stdev(expected))):
        assert any(found[name] == pytest.approx(one, abs=1e-9) for one in (value, *(half_up(value, n) for n in places)))


def half_up(value: float, places: int) -> float:
    return float(Decimal(f"{value:.9f}").quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))


def test_file_to_export_gives_the_scores_of_a_second_reckoning(
    alpha: Partnership, vocabulary: None, amina: User
) -> None:
    publish_instruments(at=AT)
    version = InstrumentVersion.objects.get(code="core_1")
    simulation = simulated()
    assert len({person for people in simulation for person in people}) > 1_000
    constructs = [one["code"] for one in CONTENT["constructs"] if one["code"] != "I1"]
    for number, people in enumerate(simulation, start=1):
        round = Round.objects.create(
            partnership=alpha, number=number, version=version, k=K, collection="import", breakdowns=["kind"],
            opens_at=AT, closes_at=AT + timedelta(days=1),
        )  # fmt: skip
        import_responses(by=amina, round=round, content=file_of(people), name="answers.csv", at=AT)
        rows = exported(close_round(by=amina, round=round, at=AT + timedelta(days=number)))
        for construct in constructs:
            _check_scores(rows, construct, people)
            if number > 1:
                _check_change(rows["", construct], construct, simulation[number - 2], people)
        _check_shares(rows["", "I1"], people)


def _check_scores(rows: dict[tuple[str, str], Any], construct: str, people: dict[int, tuple[str, Answers]]) -> None:
    everybody = scores(construct, people)
    near(rows["", construct], everybody.values())
    kinds: dict[str, list[float]] = defaultdict(list)
    for person, value in everybody.items():
        kinds[people[person][0]].append(value)
    for kind, values in kinds.items():
        row = rows.get((kind, construct))
        if row is not None and row["shown"] and len(values) >= 30:
            near(row, values)
        elif row is not None and row["shown"]:
            assert len(values) >= K
            assert row["mean"] == pytest.approx(fmean(values), abs=0.0500001)  # one decimal
    assert sum((kind, construct) in rows for kind in kinds) >= 4 or construct in ("I3",)


def _check_change(
    row: dict[str, Any], construct: str, before: dict[int, tuple[str, Answers]], now: dict[int, tuple[str, Answers]]
) -> None:
    """Over the people with a score in both rounds, who are far more than 60 %: paired t, large n."""
    first, second = scores(construct, before), scores(construct, now)
    differences = [second[person] - first[person] for person in first.keys() & second.keys()]
    assert row["change_linked"] is True
    assert row["change"] == pytest.approx(fmean(differences), abs=0.0050001)
    half = 1.9637 * stdev(differences) / sqrt(len(differences))
    assert row["change_low"] == pytest.approx(fmean(differences) - half, abs=0.006)
    assert row["change_high"] == pytest.approx(fmean(differences) + half, abs=0.006)


def _check_shares(row: dict[str, Any], people: dict[int, tuple[str, Answers]]) -> None:
    chosen = [given["I1"] for _, given in people.values() if given["I1"].isdigit()]
    found = [row["share_less"], row["share_same"], row["share_more"]]
    assert found == pytest.approx([chosen.count(value) / len(chosen) for value in "123"], abs=0.00005001)
