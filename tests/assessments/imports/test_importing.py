"""Answers from a file: refused by row and column, taken once, scored like any other."""

from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from assessments.imports.services import NotImported, check_responses, import_responses
from assessments.models import Round
from assessments.models.answers import Response, SealedAnswers
from assessments.results.queries import breakdown_of, scores_of
from assessments.rounds.closing import close_round
from synergy.accounts.models import User
from synergy.web.sheets import SheetError
from tests.factories import AT

CLOSE = datetime(2026, 3, 20, 21, tzinfo=UTC)


def csv(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def sample(rows: int = 12) -> bytes:
    """RES1 counts 1 to 5 over and over; half clinicians, half patient partners."""
    kinds = ("clinician", "Patient partner")
    lines = [f"{kinds[n % 2]},hospital,p{n},en,{n % 5 + 1},{4 - n // 2 % 2},na,dk" for n in range(rows)]
    return csv("Stakeholder kind,sector,respondent_key,language,RES1,RES2,RES3,RES4", *lines)


def test_a_file_closes_and_scores_like_any_round(elsewhere: Round, amina: User) -> None:
    parsed = import_responses(by=amina, round=elsewhere, content=sample(), name="answers.csv", at=AT)
    assert (len(parsed.responses), parsed.refused_rows) == (12, 0)
    round = close_round(by=amina, round=elsewhere, at=CLOSE)
    value = scores_of([round])[round.pk]["RES"]
    # RES1 sums to 2 * 15 + 1 + 2 = 33, RES2 is 4 4 3 3 over and over: (33 / 12 + 3.5) / 2.
    assert (value.n, value.mean) == (12, 3.125)
    table = breakdown_of(round, "kind")
    assert table is not None
    assert table.shown == {"clinician", "patient_partner"}
    assert (round.invited, round.submitted) == (12, 12)


@pytest.mark.parametrize(
    ("cell", "words"),
    [("6", "1 to 5"), ("0", "1 to 5"), ("3.5", "1 to 5"), ("yes", "1 to 5"), ("=1+1", "1 to 5")],
)
def test_a_wrong_value_refuses_the_whole_response_by_row_and_column(elsewhere: Round, cell: str, words: str) -> None:
    content = csv("kind,RES1,RES2", "clinician,4,4", f"clinician,4,{cell}")
    parsed = check_responses(by=None, round=elsewhere, content=content, name="a.csv", at=AT)
    assert len(parsed.responses) == 1
    (refusal,) = parsed.refusals
    assert (refusal.row, refusal.column) == (3, "RES2")
    assert words in refusal.message


def test_rows_beside_refused_ones_are_imported_only_after_a_dry_run(elsewhere: Round) -> None:
    content = csv("RES1", "4", "9", "3")
    with pytest.raises(NotImported) as refused:
        import_responses(by=None, round=elsewhere, content=content, name="a.csv", at=AT)
    assert refused.value.refusals[0].row == 3
    assert not SealedAnswers.objects.exists()
    check_responses(by=None, round=elsewhere, content=content, name="a.csv", at=AT)
    parsed = import_responses(by=None, round=elsewhere, content=content, name="a.csv", at=AT)
    assert len(parsed.responses) == SealedAnswers.objects.count() == 2


def test_a_file_or_person_is_not_imported_twice(elsewhere: Round) -> None:
    import_responses(by=None, round=elsewhere, content=sample(), name="a.csv", at=AT)
    elsewhere.refresh_from_db()
    with pytest.raises(NotImported, match="already"):
        import_responses(by=None, round=elsewhere, content=sample(), name="a.csv", at=AT)
    with pytest.raises(NotImported, match="respondent key"):
        import_responses(by=None, round=elsewhere, content=csv("key,RES1", "p3,4"), name="b.csv", at=AT)
    assert SealedAnswers.objects.count() == 12


def test_a_key_twice_in_a_file_refuses_the_second(elsewhere: Round) -> None:
    parsed = check_responses(by=None, round=elsewhere, content=csv("key,RES1", "a,4", "a,5"), name="a.csv", at=AT)
    assert [(refusal.row, refusal.column) for refusal in parsed.refusals] == [(3, "key")]


@pytest.mark.parametrize("header", ["RES1,RES9", "RES1,<b>x</b>", "kind,sector", "RES1,res1"])
def test_unknown_or_missing_columns_refuse_the_file(elsewhere: Round, header: str) -> None:
    with pytest.raises(SheetError):
        check_responses(by=None, round=elsewhere, content=csv(header, "4,4"), name="a.csv", at=AT)


def test_unknown_kinds_and_sectors_are_named(elsewhere: Round) -> None:
    content = csv("kind,sector,RES1", "clinician,moon,4", "martian,hospital,4")
    parsed = check_responses(by=None, round=elsewhere, content=content, name="a.csv", at=AT)
    assert [(refusal.row, refusal.column) for refusal in parsed.refusals] == [(2, "sector"), (3, "kind")]


def test_a_workbook_is_read_like_a_csv(elsewhere: Round) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["kind", "RES1", "RES2", "I1"])
    sheet.append(["clinician", 4, 5.0, 3])
    sheet.append(["clinician", None, "dk", 4])
    file = BytesIO()
    book.save(file)
    parsed = check_responses(by=None, round=elsewhere, content=file.getvalue(), name="a.xlsx", at=AT)
    assert dict(parsed.responses[0].answers) == {"RES1": 4, "RES2": 5, "I1": 3}
    assert [(refusal.row, refusal.column) for refusal in parsed.refusals] == [(3, "I1")]


def test_only_a_coordinator_imports(elsewhere: Round, bruno: User) -> None:
    with pytest.raises(PermissionDenied):
        check_responses(by=bruno, round=elsewhere, content=sample(), name="a.csv", at=AT)


def test_the_command_says_rows_and_columns_and_imports_after_the_dry_run(elsewhere: Round, tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_bytes(csv("kind,RES1", *["clinician,4"] * 6, "clinician,7"))
    with pytest.raises(CommandError, match="dry run"):
        call_command("import_responses", "--round", str(elsewhere.pk), str(path), stdout=StringIO())
    output = StringIO()
    call_command("import_responses", "--round", str(elsewhere.pk), str(path), "--dry-run", stdout=output)
    assert "Row 8, column “RES1”" in output.getvalue()
    assert not SealedAnswers.objects.exists()
    call_command("import_responses", "--round", str(elsewhere.pk), str(path), stdout=output)
    assert "6 responses imported, 1 left out" in output.getvalue()


def test_keys_never_stand_in_the_database(elsewhere: Round, amina: User) -> None:
    import_responses(by=amina, round=elsewhere, content=sample(), name="a.csv", at=AT)
    close_round(by=amina, round=elsewhere, at=CLOSE)
    keys = list(Response.objects.values_list("panel_key", flat=True))
    assert len(set(keys)) == 12
    assert all(len(key) == 64 for key in keys)
