"""Files of several versions and methods side by side: nothing is lost, and nothing is taken for the other."""

import pytest

from assessments.exports.frames import WIDE
from assessments.exports.scores import EVERYBODY
from assessments.models import InstrumentVersion, ItemTally, PublicationPlan, Round, Score
from assessments.results.queries import closed_rounds
from partnerships.models import Partnership
from tests.assessments.exports.files import csv_rows, file_of, sheets
from tests.conftest import Members
from tests.factories import closed_round, spread


def test_columns_of_every_version_stand_beside_each_other(
    rounds: list[Round], alpha: Partnership, core: InstrumentVersion, members: Members
) -> None:
    content = core.content | {
        "code": "core_9",
        "version": 9,
        "constructs": [
            {**one, "code": "NEW", "name": {"en": "New theme", "fr": "Nouveau thème"}} if one["code"] == "ADA" else one
            for one in core.content["constructs"]
        ],
        "items": [
            {**item, "feeds": ["NEW" if code == "ADA" else code for code in item["feeds"]]}
            for item in core.content["items"]
        ],
    }
    second = InstrumentVersion.objects.create(
        instrument=core.instrument, number=9, code="core_9", content=content, digest="2", published_at=core.published_at
    )
    closed_round(alpha, second, members, spread(4), 3)
    found = sheets(file_of(closed_rounds(alpha), "xlsx", WIDE))
    everybody = {row["round"]: row for row in found["Data"] if not row["group"]}
    assert [(row["instrument"], row["instrument_version"]) for row in everybody.values()] == [
        ("core_1", 1),
        ("core_1", 1),
        ("core_9", 9),
    ]
    assert everybody[2]["NEW_mean"] is None
    assert everybody[3]["ADA_mean"] is None
    assert everybody[2]["ADA_mean"]
    assert everybody[3]["NEW_mean"]
    codebook = {(row["variable"], row["versions"]) for row in found["Codebook"]}
    assert {("ADA_mean", "core_1"), ("NEW_mean", "core_9"), ("RES_mean", "core_1; core_9")} <= codebook


def test_a_version_with_more_options_brings_a_column_for_each(
    alpha: Partnership, core: InstrumentVersion, members: Members
) -> None:
    seven = [{"value": value, "label": {"en": f"{value}", "fr": f"{value}"}} for value in range(1, 8)]
    scales = core.content["scales"] | {"agree": core.content["scales"]["agree"] | {"options": seven}}
    only = [item for item in core.content["items"] if item["scale"] == "agree"]
    sections = [
        section | {"items": [code for code in section["items"] if code in {item["code"] for item in only}]}
        for section in core.content["sections"]
    ]
    content = core.content | {"code": "core_7", "scales": scales, "items": only, "sections": sections}
    version = InstrumentVersion.objects.create(
        instrument=core.instrument, number=7, code="core_7", content=content, digest="7", published_at=core.published_at
    )
    closed_round(alpha, version, members, lambda person, item: 1 + (person + len(item)) % 7)
    row = next(row for row in csv_rows(file_of(closed_rounds(alpha), "csv")) if row["construct"] == "RES1")
    assert [int(row[f"count_{value}"]) for value in range(1, 8)] == [2, 2, 1, 1, 2, 2, 2]
    assert list(row)[-2:] == ["count_6", "count_7"]
    wide = csv_rows(file_of(closed_rounds(alpha), "csv", WIDE))[0]
    assert (wide["RES1_count_7"], float(wide["RES1_mean"])) == ("2", pytest.approx(49 / 12))


def test_a_round_of_method_one_gives_what_is_left_of_it(rounds: list[Round]) -> None:
    """No question has counts there but those kept, no score names its questions, and the column says 1."""
    PublicationPlan.objects.filter(round=rounds[0]).update(method=1)
    Score.objects.filter(round=rounds[0]).update(details={"band": "discuss", "decimals": 2})
    ItemTally.objects.filter(round=rounds[0]).update(details={"banded": True}, counts={"low": 1, "mid": 2, "high": 9})
    rows = [row for row in csv_rows(file_of(rounds, "csv")) if row["round"] == "1" and row["shown"] == "true"]
    assert {(row["method"], row["items"], row["rho_within"]) for row in rows} == {("1", "", "")}
    assert all(row["mean"] for row in rows if row["construct"] != "I1")
    question = next(row for row in rows if row["construct"] == "RES1")
    assert (question["count_1"], question["in_words"][:22]) == ("", "1 on the lower side · ")
    assert not [row for row in rows if row["group"] == EVERYBODY]
    notes = sheets(file_of(rounds, "xlsx"))["Notes"]
    assert any("method 1" in row["note"] for row in notes)
