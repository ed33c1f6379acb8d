"""Answers from a file through the pages: chosen once, looked at, then imported or given up."""

import stat
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from assessments.imports import services as importing
from assessments.imports.services import start_import
from assessments.imports.waiting_files import drop_old_files
from assessments.models import ImportedFile, Round
from assessments.models.answers import SealedAnswers
from assessments.questionnaire import questionnaire
from partnerships.models import Grant
from synergy.accounts.models import User
from synergy.audit.models import Entry
from synergy.outbox.claims import do_due_work
from synergy.outbox.models import Work
from synergy.web.downloads import csv_bytes
from tests.factories import AT

SENTINEL = "Zanzibar-sentinel-words"
GOOD = csv_bytes(["kind", "RES1", "O1"], [["clinician", 4, SENTINEL]] * 6)
MIXED = csv_bytes(["kind", "RES1", "RES2"], [["clinician", 4, 5]] * 6 + [["nobody", 4, 9]])


def address(name: str, *args: Any) -> str:
    return reverse(name, args=["alpha", 1, *args])


def choose(browser: Client, content: bytes, name: str = "answers.csv") -> Any:
    return browser.post(address("round-import"), {"file": SimpleUploadedFile(name, content)}, follow=True)


def kept(folder: Path) -> list[Path]:
    return list((folder / "imports").iterdir()) if (folder / "imports").exists() else []


@pytest.fixture
def chosen(elsewhere: Round, coordinator: Client) -> int:
    """The key of a good file that Amina has chosen and not yet confirmed."""
    choose(coordinator, GOOD)
    return ImportedFile.objects.get().pk


def test_a_file_is_chosen_once_looked_at_and_imported(elsewhere: Round, coordinator: Client, tmp_path: Path) -> None:
    preview = choose(coordinator, GOOD)
    imported = ImportedFile.objects.get()
    assert preview.redirect_chain[-1][0] == address("round-import-preview", imported.pk)
    assert "6 responses" in preview.content.decode()
    assert not SealedAnswers.objects.exists()
    asked = coordinator.post(address("round-import-confirm", imported.pk), follow=True)
    assert "The answers are being imported" in asked.content.decode()
    assert not SealedAnswers.objects.exists()
    assert do_due_work(timezone.now()) == 1
    work = Work.objects.get()
    done = coordinator.get(reverse("work-detail", args=["alpha", work.pk])).content.decode()
    assert "The answers are imported" in done
    assert f'href="{address("round-detail")}"' in done
    assert "<b>6 responses</b> have been imported so far." in coordinator.get(address("round-detail")).content.decode()
    assert SealedAnswers.objects.count() == 6
    assert kept(tmp_path) == []
    elsewhere.refresh_from_db()
    assert elsewhere.is_open


def test_the_preview_names_row_column_and_reason(elsewhere: Round, coordinator: Client) -> None:
    words = choose(coordinator, MIXED).content.decode()
    assert "1 would be refused." in words
    for part in ("<b>kind</b>: “nobody” is not known here.", "<b>RES2</b>: “9” is not an answer"):
        assert part in words
    coordinator.post(address("round-import-confirm", ImportedFile.objects.get().pk))
    do_due_work(timezone.now())
    assert SealedAnswers.objects.count() == 6


def test_the_file_waits_readable_by_us_alone_and_nowhere_else(
    chosen: int, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (file,) = kept(tmp_path)
    assert file.read_bytes() == GOOD
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert SENTINEL not in caplog.text
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert SENTINEL not in str(cursor.fetchall()), table
    assert SENTINEL not in str([session.get_decoded() for session in Session.objects.all()])


def test_giving_up_deletes_the_file_and_imports_nothing(chosen: int, coordinator: Client, tmp_path: Path) -> None:
    coordinator.post(address("round-import-discard", chosen))
    assert kept(tmp_path) == []
    assert coordinator.get(address("round-import-preview", chosen)).status_code == 410
    coordinator.post(address("round-import-confirm", chosen))
    assert not SealedAnswers.objects.exists()
    assert Entry.objects.filter(action="round.import_discarded").exists()


def test_a_second_click_imports_nothing_twice(chosen: int, coordinator: Client) -> None:
    for _click in range(2):
        coordinator.post(address("round-import-confirm", chosen))
    assert do_due_work(timezone.now()) == 1
    assert do_due_work(timezone.now()) == 0
    answer = coordinator.post(address("round-import-confirm", chosen), follow=True)
    assert answer.status_code == 410
    assert "It was confirmed" in answer.content.decode()
    assert SealedAnswers.objects.count() == 6
    assert "imported into this round already" in choose(coordinator, GOOD).content.decode()


def test_an_import_asked_for_is_not_given_up_beside_it_but_called_off(
    chosen: int, coordinator: Client, tmp_path: Path
) -> None:
    coordinator.post(address("round-import-confirm", chosen))
    page = coordinator.post(address("round-import-discard", chosen), follow=True).content.decode()
    assert "This file is being imported now." in page
    coordinator.post(reverse("work-cancel", args=["alpha", Work.objects.get().pk]))
    assert do_due_work(timezone.now()) == 0
    assert not SealedAnswers.objects.exists()
    assert len(kept(tmp_path)) == 1
    coordinator.post(address("round-import-confirm", chosen))
    assert do_due_work(timezone.now()) == 1
    assert SealedAnswers.objects.count() == 6


def test_what_became_impossible_meanwhile_is_said_and_the_file_stays(
    chosen: int, coordinator: Client, tmp_path: Path
) -> None:
    coordinator.post(address("round-import-confirm", chosen))
    Round.objects.update(state=Round.State.CANCELLED)
    assert do_due_work(timezone.now()) == 1
    page = coordinator.get(reverse("work-detail", args=["alpha", Work.objects.get().pk])).content.decode()
    assert "It could not be done: Answers can be imported while a round is open" in page
    assert f'href="{address("round-import-preview", chosen)}"' in page
    assert len(kept(tmp_path)) == 1
    assert not SealedAnswers.objects.exists()


def test_the_file_of_an_import_that_was_asked_for_waits_for_it(
    chosen: int, coordinator: Client, tmp_path: Path
) -> None:
    coordinator.post(address("round-import-confirm", chosen))
    later = timezone.now() + timedelta(days=3)
    assert importing.drop_old_files(later) == 0
    assert do_due_work(later) == 1
    assert SealedAnswers.objects.count() == 6
    assert kept(tmp_path) == []


def test_a_file_left_behind_by_an_import_that_is_done_goes_at_once(
    elsewhere: Round, amina: User, tmp_path: Path
) -> None:
    start_import(by=amina, round=elsewhere, content=GOOD, name="a.csv", at=AT)
    assert importing.drop_old_files(AT + timedelta(minutes=1)) == 0
    ImportedFile.objects.update(rows=6)
    assert importing.drop_old_files(AT + timedelta(minutes=1)) == 1
    assert kept(tmp_path) == []


def test_why_an_import_failed_is_told_to_whoever_asked_for_it_alone(
    chosen: int, coordinator: Client, viewer: Client
) -> None:
    coordinator.post(address("round-import-confirm", chosen))
    Round.objects.update(state=Round.State.CANCELLED)
    do_due_work(timezone.now())
    seen = viewer.get(reverse("work-detail", args=["alpha", Work.objects.get().pk])).content.decode()
    assert "It could not be done." in seen
    assert "while a round is open" not in seen
    assert "round-import" not in seen
    assert "Go on" not in seen


def test_another_coordinator_s_preview_opens_only_to_them(
    elsewhere: Round, coordinator: Client, viewer: Client, bruno: User
) -> None:
    choose(coordinator, MIXED)
    Grant.objects.filter(user=bruno).update(role=Grant.Role.COORDINATOR)
    answer = viewer.get(address("round-import-preview", ImportedFile.objects.get().pk))
    assert answer.status_code == 410
    assert "nobody" not in answer.content.decode()


def test_the_tick_deletes_files_older_than_a_day(elsewhere: Round, amina: User, tmp_path: Path) -> None:
    imported = start_import(by=amina, round=elsewhere, content=GOOD, name="a.csv", at=AT)
    assert drop_old_files(AT + timedelta(hours=23, minutes=59)) == 0
    assert len(kept(tmp_path)) == 1
    assert drop_old_files(AT + timedelta(hours=24)) == 1
    assert kept(tmp_path) == []
    assert drop_old_files(AT + timedelta(hours=24)) == 0
    assert imported.rows is None


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"RES1,XYZ\n4,1\n", "a.csv", "XYZ"),
        (b"%PDF-1.7", "a.pdf", "cannot be read"),
        (b"", "a.csv", "empty"),
        (b"RES1\n" + b"x" * 6_000_000, "a.csv", "larger than 5 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_the_field(
    elsewhere: Round, coordinator: Client, tmp_path: Path, content: bytes, name: str, words: str
) -> None:
    answer = choose(coordinator, content, name)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert kept(tmp_path) == []


def test_what_stands_in_the_file_is_text_on_the_page(elsewhere: Round, coordinator: Client) -> None:
    hostile = "<script>alert(1)</script>"
    words = choose(coordinator, csv_bytes(["kind", "RES1"], [[hostile, 4]])).content.decode()
    assert hostile not in words
    assert "&lt;script&gt;" in words


def test_the_empty_sheet_is_one_that_may_be_filled_in(elsewhere: Round, coordinator: Client) -> None:
    book = load_workbook(BytesIO(coordinator.get(address("round-import-template")).content))
    sheet, codebook = book.worksheets
    columns = [cell.value for cell in sheet[1]]
    asked = questionnaire(elsewhere.version)
    assert set(columns) == {
        "respondent_key", "kind", "sector", "tenure", *asked.comment_codes(), *(item.code for item in asked.items)
    }  # fmt: skip
    lines = {row[0].value: [str(cell.value) for cell in row] for row in codebook.iter_rows(min_row=2)}
    assert set(lines) == set(columns)
    item = asked.item("RES1")
    assert item is not None
    assert lines["RES1"][1:3] == [item.text.en, item.text.fr]
    assert "1 = " in lines["RES1"][3]
    assert "dk = " in lines["RES1"][4]
    sheet.append([f"person-{column}" if column == "respondent_key" else None for column in columns])
    sheet.cell(2, columns.index("RES1") + 1, 4)
    filled = BytesIO()
    book.save(filled)
    assert "<b>1 response</b>" in choose(coordinator, filled.getvalue(), "filled.xlsx").content.decode()


def test_paper_answers_join_an_open_round_and_no_closed_one(open_round: Round, coordinator: Client) -> None:
    assert address("round-import") in coordinator.get(address("round-detail")).content.decode()
    choose(coordinator, GOOD)
    coordinator.post(address("round-import-confirm", ImportedFile.objects.get().pk))
    do_due_work(timezone.now())
    assert SealedAnswers.objects.filter(round=open_round).count() == 6
    Round.objects.update(state=Round.State.CLOSED, closed_at=timezone.now())
    assert 'type="file"' not in coordinator.get(address("round-import")).content.decode()
    assert "Answers can be imported while a round is open" in choose(coordinator, MIXED).content.decode()
