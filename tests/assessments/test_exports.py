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
from partnerships.models import Partnership, Stakeholder
from synergy.accounts.models import User
from tests.assessments.holding import held, opened, spread


@pytest.fixture
def second(alpha: Partnership, core: InstrumentVersion, members: list[Stakeholder]) -> Round:
    held(alpha, core, members, spread(3))
    return held(alpha, core, members, spread(4), 2)


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
        told = {name: row[name] for name in SCORE_COLUMNS[SCORE_COLUMNS.index("shown") + 1 :]}
        assert not any(told.values()), told


def test_only_closed_rounds_are_exported(alpha: Partnership, core: InstrumentVersion) -> None:
    with pytest.raises(CommandError, match="not closed"):
        printed(opened(alpha, core), "csv")
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
