"""Answers with names: after the close, in identified rounds, for coordinators; refused with a reason elsewhere."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pyreadstat
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from assessments.imports.services import import_responses
from assessments.individuals.services import export_individuals
from assessments.models import Invitation, Round
from assessments.results.queries import plan_of
from assessments.rounds.closing import close_round
from assessments.survey import services as responding
from partnerships.models import Stakeholder
from synergy.accounts.models import User
from synergy.audit.models import Entry
from synergy.web.downloads import csv_bytes

PAGE = reverse("result-individual", args=["alpha", 1])
EXPORT = reverse("result-individual-export", args=["alpha", 1])
SENTINEL = "Zanzibar-sentinel-words"


@pytest.fixture
def answered(open_round: Round, invite: Callable[..., Invitation], farid: Stakeholder, amina: User) -> Round:
    """Farid has sent; one response came on paper."""
    now = timezone.now()
    invitation = invite(farid, sector="hospital")
    responding.start(invitation=invitation, at=now)
    responding.save_answers(
        invitation=invitation, answers={"RES1": "5", "RES2": "dk"}, comments={"O1": f"=1+1 {SENTINEL}"}, at=now
    )
    responding.submit(invitation=invitation, at=now)
    import_responses(by=amina, round=open_round, content=csv_bytes(["RES1"], [[2]]), name="paper.csv", at=now)
    return open_round


def in_mode(round: Round, mode: str, by: User | None = None) -> Round:
    Round.objects.filter(pk=round.pk).update(mode=mode)
    return close_round(by=by, round=round, at=timezone.now()) if by else round


@pytest.fixture
def identified(answered: Round, amina: User) -> Round:
    """Closed with names."""
    return in_mode(answered, "identified", amina)


def test_the_page_shows_names_with_answers_in_words(identified: Round, coordinator: Client) -> None:
    words = coordinator.get(PAGE).content.decode()
    for part in ("Farid", "strongly agree", "I don", f"=1+1 {SENTINEL}", "imported, without a name", "no answer"):
        assert part.casefold() in words.casefold(), part
    assert PAGE in coordinator.get(reverse("round-detail", args=["alpha", 1])).content.decode()


def test_results_of_the_group_keep_to_k(identified: Round) -> None:
    assert plan_of(identified).published is False


def test_the_file_holds_one_row_a_person_and_runs_nothing(identified: Round, coordinator: Client) -> None:
    assert coordinator.get(EXPORT).status_code == 405
    book = load_workbook(BytesIO(coordinator.post(EXPORT).content))
    sheet, _labels, codebook, _notes = book.worksheets
    head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    found = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert set(found) == {"Farid", "imported, without a name"}
    farid = found["Farid"]
    assert (farid["RES1"], farid["RES2"], farid["RES3"], farid["O1"]) == (5, "dk", None, f"=1+1 {SENTINEL}")
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert codebook.cell(2, 1).value
    entry = Entry.objects.get(action="results.individual_export")
    assert entry.details == {"rows": 2}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_spss_file_tells_missing_answers_apart(
    language: str, identified: Round, coordinator: Client, tmp_path: Path
) -> None:
    response = coordinator.post(EXPORT, {"format": "sav", "language": language})
    path = tmp_path / "answers.sav"
    path.write_bytes(response.content)
    table, about = pyreadstat.read_sav(path, user_missing=True)
    farid = table[table["name"] == "Farid"].iloc[0]
    assert (farid["RES1"], farid["RES2"], farid["RES3"], farid["O1"]) == (5, -7, -9, f"=1+1 {SENTINEL}")
    labels = about.variable_value_labels["RES1"]
    assert labels[5] == {"en": "Strongly agree", "fr": "Fortement d’accord"}[language]
    assert set(labels) == {1, 2, 3, 4, 5, -7, -8, -9}
    assert about.missing_ranges["RES1"] == [{"lo": code, "hi": code} for code in (-8.0, -7.0, -9.0)]
    assert pyreadstat.read_sav(path)[0]["RES2"].isna().all()


def test_a_csv_of_answers_runs_nothing(identified: Round, coordinator: Client) -> None:
    text = coordinator.post(EXPORT, {"format": "csv", "language": "en"}).content.decode("utf-8-sig")
    assert f"'=1+1 {SENTINEL}" in text


def test_an_unknown_format_is_a_message_and_takes_nothing(identified: Round, coordinator: Client) -> None:
    response = coordinator.post(EXPORT, {"format": "exe"}, follow=True)
    assert "Choose one of the formats" in response.content.decode()
    assert not Entry.objects.filter(action="results.individual_export").exists()


@pytest.mark.parametrize("mode", ["confidential", "anonymous"])
def test_a_mode_without_names_shows_none_and_says_why(
    mode: str, answered: Round, coordinator: Client, amina: User
) -> None:
    in_mode(answered, mode, amina)
    for answer in (coordinator.get(PAGE), coordinator.post(EXPORT)):
        assert answer.status_code == 403
        assert "promised otherwise" in answer.content.decode()
        assert SENTINEL not in answer.content.decode()
    with pytest.raises(PermissionDenied, match="promised otherwise"):
        export_individuals(by=amina, round=Round.objects.get(), at=timezone.now())


def test_before_the_close_nobody_sees_answers_with_names(answered: Round, coordinator: Client) -> None:
    in_mode(answered, "identified")
    for answer in (coordinator.get(PAGE), coordinator.post(EXPORT)):
        assert answer.status_code == 403
        assert "before the round is closed" in answer.content.decode()


def test_only_coordinators_see_answers_with_names(identified: Round, evaluator: Client) -> None:
    answer = evaluator.get(PAGE)
    assert answer.status_code == 403
    assert SENTINEL not in answer.content.decode()


def test_pages_are_short_and_queries_few(
    identified: Round, coordinator: Client, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    with django_assert_max_num_queries(16):  # type: ignore[attr-defined]
        coordinator.get(PAGE)
