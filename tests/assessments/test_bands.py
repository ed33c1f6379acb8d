"""Questions in three steps: what the page, its table and the file say where exact counts would tell too much."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from assessments.dashboards.items import Spreads, spreads
from assessments.exports.codebooks import notes_of
from assessments.exports.frames import material_of, pairs
from assessments.exports.scores import ITEM_COLUMNS, items_of_round
from assessments.models import InstrumentVersion, ItemTally, Round
from assessments.queries.results import results_of, tallies_of
from partnerships.models import Partnership, Stakeholder
from synergy.accounts.models import User
from tests.assessments.holding import held, spread
from tests.assessments.test_results_page import words

ClientOf = Callable[[User], Client]
PAGE = "/p/alpha/results/1/questions/"
WHY = "Some questions are shown in three steps without a mean"
STEPS = {"low": 1, "mid": 3, "high": 8, "na": 0, "dk": 1}
COUNTS = ("count_1", "count_2", "count_3", "count_4", "count_5")
BANDS = ("count_low", "count_mid", "count_high")


def in_bands(round: Round, item: str, counts: dict[str, int] | None = STEPS, note: str = "", n: int = 12) -> None:
    ItemTally.objects.filter(round=round, breakdown="", item=item).update(
        shown=True, n=n, mean=None, sd=None, low=None, high=None, note=note, counts=counts, details={"banded": True}
    )


@pytest.fixture
def round(alpha: Partnership, core: InstrumentVersion, members: list[Stakeholder]) -> Round:
    return held(alpha, core, members, spread(4))


def shown(round: Round, order: str = "subject") -> Spreads:
    return spreads(results_of(round), tallies_of(round), {}, order)


def line(spread: Spreads, code: str) -> Any:
    return next(one for block in spread.blocks for group in block.groups for one in group.items if one.code == code)


def test_three_steps_are_drawn_and_read_out_without_a_mean(round: Round) -> None:
    in_bands(round, "E1A")
    one, other = (line(shown(round), code) for code in ("E1A", "E2A"))
    assert [(answer.label, answer.count) for answer in one.answers] == [("Disagree", 1), ("Neutral", 3), ("Agree", 8)]
    assert [one.bar.count(f"lk-{step}") for step in range(1, 6)] == [0, 1, 3, 8, 0]
    assert (one.mean, one.n, one.apart) == ("", 12, "1 doesn’t know")
    assert one.sides == "8 agree · 1 disagree · 3 in between"
    assert other.mean
    assert len(other.answers) == 5


def test_many_answers_in_three_steps_are_a_bar(round: Round) -> None:
    in_bands(round, "E1A", {"low": 10, "mid": 10, "high": 30, "na": 0, "dk": 0}, n=50)
    one = line(shown(round), "E1A")
    assert one.bar.count("<rect") == one.whole.count("<rect") == 3
    assert one.sides == "60% agree · 20% disagree · 20% in between"


def test_the_steps_of_a_balance_question_have_the_names_of_its_sides(round: Round) -> None:
    in_bands(round, "E5B")
    one = line(shown(round), "E5B")
    assert [answer.label for answer in one.answers] == ["Too informal", "About right", "Too formal"]
    assert one.sides == "3 about right · 1 to one side · 8 to the other"


def test_the_order_by_agreement_keeps_questions_in_three_steps(round: Round) -> None:
    in_bands(round, "E1A", {"low": 0, "mid": 0, "high": 12, "na": 0, "dk": 0})
    in_bands(round, "E1B", {"low": 12, "mid": 0, "high": 0, "na": 0, "dk": 0})
    in_bands(round, "E2A", None, "alike", n=8)
    ranked, others = (
        [one.code for group in block.groups for one in group.items] for block in shown(round, "net").blocks
    )
    assert (ranked[0], ranked[-1]) == ("E1A", "E1B")
    assert "E2A" in others


def test_the_table_counts_two_answers_together(round: Round) -> None:
    in_bands(round, "E1A")
    table = shown(round).table
    assert table.columns[1:8] == ["1", "2", "3", "4", "5", "1–2", "4–5"]
    rows = {row[0]: row[1:] for row in table.rows}
    assert rows[line(shown(round), "E1A").text] == ["–", "–", "3", "–", "–", "1", "8", "1 doesn’t know", "–", "12"]
    assert rows[line(shown(round), "E2A").text][5:7] == ["–", "–"]


def test_without_such_a_question_nothing_is_said_of_steps(round: Round, amina: User, client_of: ClientOf) -> None:
    ItemTally.objects.filter(round=round, details__banded=True).update(details={})
    assert shown(round).steps == []
    assert "4–5" not in shown(round).table.columns
    assert WHY not in words(client_of(amina).get(PAGE).content.decode())


@pytest.mark.parametrize("order", ["subject", "net", "asked"])
def test_the_page_says_once_why_there_are_steps(order: str, round: Round, amina: User, client_of: ClientOf) -> None:
    for code in ("E1A", "E1B"):
        in_bands(round, code)
    page = words(client_of(amina).get(PAGE, {"order": order}).content.decode())
    assert page.count(WHY) == 1
    assert page.count("Disagree: 1. Neutral: 3. Agree: 8.") == 2
    assert "1–2 and 4–5 are two answers counted together." in page


def test_all_in_one_step_is_said_without_a_number(round: Round, amina: User, client_of: ClientOf) -> None:
    in_bands(round, "E1A", None, "alike", n=8)
    page = words(client_of(amina).get(PAGE).content.decode())
    assert "All answers fall into the same of three steps, so how they are spread is hidden." in page
    assert "about 0 to 0" not in page


def test_the_page_is_french_for_who_reads_french(round: Round, amina: User, client_of: ClientOf) -> None:
    for code in ("E1A", "E5B"):
        in_bands(round, code)
    User.objects.filter(pk=amina.pk).update(language="fr")
    page = words(client_of(amina).get(PAGE).content.decode())
    assert WHY not in page
    assert "en trois paliers" in page
    assert "En désaccord : 1. Neutre : 3. D’accord : 8." in page
    assert "Trop informelle : 1. À peu près comme il faut : 3. Trop formelle : 8." in page


def test_the_file_counts_steps_in_columns_of_their_own(round: Round, amina: User, client_of: ClientOf) -> None:
    in_bands(round, "E1A")
    in_bands(round, "E1B", None, "alike", n=8)
    text = client_of(amina).get("/p/alpha/results/1/items.csv").content.decode("utf-8-sig")
    rows = {row["item"]: row for row in csv.DictReader(io.StringIO(text))}
    assert [rows["E1A"][name] for name in BANDS] == ["1", "3", "8"]
    assert not any(rows["E1A"][name] for name in (*COUNTS, "mean", "low", "high"))
    assert (rows["E1A"]["n"], rows["E1A"]["na"], rows["E1A"]["dk"]) == ("12", "0", "1")
    assert not any(rows["E1B"][name] for name in (*BANDS, *COUNTS, "mean"))
    assert rows["E2A"]["mean"]
    assert all(rows["E2A"][name] for name in COUNTS)
    assert not any(rows["E2A"][name] for name in BANDS)


def test_every_row_of_items_has_every_column(round: Round) -> None:
    in_bands(round, "E1A")
    ItemTally.objects.filter(round=round, item="E2A").update(
        shown=False, n=None, mean=None, sd=None, low=None, high=None, counts=None
    )
    assert {len(row) for row in items_of_round(round)} == {len(ITEM_COLUMNS)}


def test_the_notes_of_a_workbook_explain_the_steps(round: Round) -> None:
    notes = dict(notes_of(material_of(pairs([round]), "en")))
    assert all(name in notes["Items in three steps"] for name in BANDS)
    with translation.override("fr"):
        assert "count_low" in dict(notes_of(material_of(pairs([round]), "fr")))["Énoncés en trois paliers"]
