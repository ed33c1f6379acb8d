"""Exports say what the pages say, with every column listed."""

import csv
import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from assessments.exports.scores import ITEM_COLUMNS, SCORE_COLUMNS
from assessments.models import InstrumentVersion, Round, Score
from assessments.questionnaire import questionnaire
from partnerships.models import Partnership
from synergy.accounts.models import User
from tests.assessments.conftest import MakeRound
from tests.conftest import Members
from tests.factories import open_round, spread

OF_ROUND = ("method", "rho_within", "rho_across", "sd_assumed", "feeds")


@pytest.fixture
def second(closed: MakeRound, members: Members) -> Round:
    closed(members, spread(3))
    return closed(members, spread(4), 2)


def printed(round: Round, form: str) -> str:
    out = io.StringIO()
    call_command("export_scores", "--round", str(round.pk), "--format", form, stdout=out)
    return out.getvalue()


def test_csv_and_json_hold_the_same_rows_and_the_stored_numbers(second: Round) -> None:
    rows = list(csv.DictReader(io.StringIO(printed(second, "csv"))))
    found: list[dict[str, Any]] = json.loads(printed(second, "json"))
    assert tuple(rows[0]) == tuple(found[0]) == SCORE_COLUMNS
    assert [row["construct"] for row in rows] == [row["construct"] for row in found]
    stored = Score.objects.get(round=second, breakdown="", construct="ATM")
    row = next(row for row in found if row["construct"] == "ATM" and not row["breakdown"])
    assert (row["n"], row["mean"], row["sd"], row["low"], row["high"]) == (
        stored.n,
        stored.mean,
        stored.sd,
        stored.low,
        stored.high,
    )
    assert (row["invited"], row["band"], row["verdict"], row["change_since_round"]) == (12, "strength", "rise", 1)
    assert row["name_fr"] == "Climat du partenariat"


def test_hidden_cells_have_no_number(second: Round) -> None:
    hidden = [row for row in json.loads(printed(second, "json")) if not row["shown"]]
    assert hidden
    for row in hidden:
        told = {name: row[name] for name in SCORE_COLUMNS[SCORE_COLUMNS.index("shown") + 1 :] if name not in OF_ROUND}
        assert not any(told.values()), told


def test_every_question_has_a_row_that_adds_up_to_its_table(second: Round) -> None:
    rows = {row["construct"]: row for row in json.loads(printed(second, "json")) if row["kind"] == "item"}
    assert list(rows) == [item.code for item in questionnaire(second.version).items]
    row = rows["RES1"]
    counts = [row[f"count_{step}"] for step in range(1, 6)]
    assert (row["n"], counts, row["na"], row["dk"], row["blank"]) == (12, [0, 0, 4, 4, 4], 0, 0, 0)
    assert row["mean"] == pytest.approx(4)
    assert row["sd"] == pytest.approx((8 / 11) ** 0.5)
    assert (row["feeds"], row["method"], row["name_en"][:8]) == ("RES;SYN", 2, "More tha")
    assert row["low"] < 4 < row["high"]


def test_a_question_of_five_to_seven_answers_has_a_mean_and_no_table(closed: MakeRound, members: Members) -> None:
    """Seven answer; RES1 is left out by nobody, RES2 by one, RES3 by three."""

    def answer(person: int, item: str) -> int | None:
        skipped = (item == "RES2" and person == 0) or (item == "RES3" and person < 3)
        return None if skipped else spread(3)(person, item)

    found = json.loads(printed(closed(members[:7], answer), "json"))
    rows = {row["construct"]: row for row in found if row["kind"] == "item"}
    for code, n in (("RES1", 7), ("RES2", 6)):
        assert (rows[code]["shown"], rows[code]["n"], rows[code]["sd"], rows[code]["count_3"]) == (True, n, None, None)
        assert rows[code]["mean"] is not None
    hidden = {name: rows["RES3"][name] for name in ("n", "mean", "sd", "low", "high", "na", "dk", "blank", "count_1")}
    assert rows["RES3"]["shown"] is False
    assert set(hidden.values()) == {None}
    assert next(row for row in found if row["construct"] == "RES")["items"] == "RES1;RES2;RES4"


def test_a_score_is_the_mean_of_the_means_of_its_questions(second: Round) -> None:
    found = json.loads(printed(second, "json"))
    items = {row["construct"]: row for row in found if row["kind"] == "item"}
    scores = [row for row in found if row["kind"] != "item" and not row["breakdown"] and row["items"]]
    assert len(scores) > 20
    for row in scores:
        means = [items[code]["mean"] for code in row["items"].split(";")]
        assert row["mean"] == pytest.approx(sum(means) / len(means), abs=1e-12)
        if row["change"] is not None:
            assert row["change"] == pytest.approx(row["change_after"] - row["change_before"], abs=1e-12)
            assert (row["change_after"], row["change_items"]) == (row["mean"], row["items"])
            assert (row["change_both"], row["change_n_before"], row["change_n_after"]) == (12, 12, 12)


def test_everybody_on_the_questions_compared_has_rows_of_a_name_of_its_own(closed: MakeRound, members: Members) -> None:
    """One of five clinicians leaves RES1 out: groups are compared without it, and so is everybody beside them."""

    def answer(person: int, item: str) -> int | None:
        return None if item == "RES1" and person == 0 else spread(3)(person, item)

    found = json.loads(printed(closed(members, answer, breakdowns=["kind"]), "json"))
    res = {(row["breakdown"], row["group"]): row for row in found if row["construct"] == "RES"}
    assert res["", ""]["items"] == "RES1;RES2;RES3;RES4"
    beside = res["kind", "everybody"]
    assert (beside["items"], beside["n"]) == ("RES2;RES3;RES4", 12)
    assert beside["group_name"] == "Everybody, on the questions compared"
    items = {row["construct"]: row["mean"] for row in found if row["kind"] == "item"}
    assert beside["mean"] == pytest.approx(sum(items[code] for code in ("RES2", "RES3", "RES4")) / 3)
    assert res["kind", "clinician"]["mean"] == round(res["kind", "clinician"]["mean"], 1)
    assert res["kind", "clinician"]["items"] == beside["items"]


def test_only_closed_rounds_are_exported(alpha: Partnership, core: InstrumentVersion) -> None:
    with pytest.raises(CommandError, match="not closed"):
        printed(open_round(alpha, core), "csv")
    with pytest.raises(CommandError, match="no round"):
        call_command("export_scores", "--round", "999")


def test_a_number_on_the_page_is_the_number_in_the_file(second: Round, amina: User) -> None:
    client = Client()
    client.force_login(amina)
    page = client.get("/p/alpha/results/2/").content.decode()
    text = client.get("/p/alpha/results/2/elements.csv").content.decode("utf-8-sig")
    for row in csv.DictReader(io.StringIO(text)):
        assert f"<td>{float(row['mean']):.2f}</td>" in page


def test_items_carry_their_wording_and_counts(second: Round, amina: User) -> None:
    client = Client()
    client.force_login(amina)
    response = client.get("/p/alpha/results/2/items.csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert tuple(rows[0]) == ITEM_COLUMNS
    assert "attachment" in response["Content-Disposition"]
    first = next(row for row in rows if row["item"] == "RES1")
    assert [int(first[f"count_{step}"]) for step in range(1, 6)] == [0, 0, 4, 4, 4]


def test_trends_and_response_have_a_row_for_every_round(second: Round, amina: User) -> None:
    client = Client()
    client.force_login(amina)
    trends = client.get("/p/alpha/results/trends.csv").content.decode("utf-8-sig")
    assert [(row["round"], row["construct"]) for row in csv.DictReader(io.StringIO(trends))] == [
        (number, theme) for number in "12" for theme in ("RES", "ATM", "BEN", "ADA")
    ]
    turnout = client.get("/p/alpha/results/response.csv").content.decode("utf-8-sig")
    assert [(row["round"], row["answered"]) for row in csv.DictReader(io.StringIO(turnout))] == [
        ("1", "12"),
        ("2", "12"),
    ]
