"""Files of published scores, read back and held against the door: every format, both shapes, both languages."""

import io
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from assessments.exports.frames import LONG, WIDE, frame_of, material_of, pairs
from assessments.exports.scores import EVERYBODY, SCORE_COLUMNS
from assessments.exports.spss import sav_bytes
from assessments.individuals.files import individual_frame
from assessments.models import InstrumentVersion, Round
from assessments.questionnaire import questionnaire
from assessments.results.queries import breakdown_of, closed_rounds, results_of, tallies_of
from assessments.results.values import ScoreValue
from partnerships.models import Partnership, StakeholderKind
from tests.assessments.conftest import MakeRound
from tests.assessments.exports.files import csv_rows, file_of, sheets
from tests.conftest import Members
from tests.factories import alike, spread

HOSTILE = '=HYPERLINK("http://evil.example")\x00\x0b'
NUMBERS = ("n", "mean", "sd", "low", "high", "share_less", "change", "change_low", "change_high")
COUNTS = ("n", "mean", "na", "dk", "blank", "count_1", "count_2", "count_3")


def sav(body: bytes, folder: Path) -> tuple[pd.DataFrame, Any]:
    path = folder / "back.sav"
    path.write_bytes(body)
    frame, about = pyreadstat.read_sav(path, user_missing=True)
    return frame, about


def number(cell: Any) -> float | None:
    return None if cell in (None, "", -9) else float(cell)


def published(round: Round, row: dict[str, Any]) -> tuple[Any, ...]:
    """What the door says of the group and construct, or of the question, of this row."""
    code, table = str(row["construct"]), breakdown_of(round, str(row["breakdown"])) if row["breakdown"] else None
    value: Any
    if row["kind"] == "item":
        value = tallies_of(round)[code]
    elif table is None:
        value = results_of(round).value(code)
    elif row["group"] == EVERYBODY:
        value = table.everybody.get(code) or ScoreValue(code, shown=False)
    else:
        value = table.value(str(row["group"]), code)
    return value.n, value.mean, value.sd, value.low, value.high


def test_every_number_of_every_format_is_that_of_the_door(rounds: list[Round], tmp_path: Path) -> None:
    of_csv = csv_rows(file_of(rounds, "csv"))
    of_xlsx = sheets(file_of(rounds, "xlsx"))["Data"]
    of_sav = sav(file_of(rounds, "sav"), tmp_path)[0].to_dict("records")
    assert len(of_csv) == len(of_xlsx) == len(of_sav) > 300
    known = {round.number: round for round in rounds}
    for one, two, three in zip(of_csv, of_xlsx, of_sav, strict=True):
        told = published(known[int(one["round"])], one)
        for row in (one, two, three):
            found = tuple(number(row[name]) for name in ("n", "mean", "sd", "low", "high"))
            assert found == pytest.approx(told, abs=1e-13), one  # spreadsheets hold sixteen digits


@pytest.mark.parametrize("language", ["en", "fr"])
def test_wide_files_hold_the_numbers_of_the_long_one(rounds: list[Round], language: str, tmp_path: Path) -> None:
    wide = {(row["round"], row["group"]): row for row in csv_rows(file_of(rounds, "csv", WIDE, language))}
    table, _about = sav(file_of(rounds, "sav", WIDE, language), tmp_path)
    assert len(wide) == len(table) == 2 * (1 + 4 + 1)  # everybody, the kinds, and everybody as the kinds are compared
    for row in csv_rows(file_of(rounds, "csv", LONG, language)):
        other = wide[row["round"], row["group"]]
        for name in COUNTS if row["kind"] == "item" else NUMBERS:
            column = f"{row['construct']}_{name}"
            assert other.get(column, "") == row[name], column
        assert all(other[name] == row[name] for name in ("method", "rho_within", "rho_across", "sd_assumed"))
    first = csv_rows(file_of(rounds, "csv", WIDE, language))[0]
    assert float(first["ATM_mean"]) == table["ATM_mean"][0]
    assert [int(first[f"RES1_count_{step}"]) for step in range(1, 6)] == [0, 4, 4, 4, 0]
    assert list(first).index("ATM_mean") < list(first).index("method") < list(first).index("RES1_mean")


@pytest.mark.parametrize("shape", [LONG, WIDE])
def test_masked_cells_carry_no_number_in_any_format(rounds: list[Round], shape: str, tmp_path: Path) -> None:
    of_sav, about = sav(file_of(rounds, "sav", shape), tmp_path)
    tables: dict[str, list[dict[Any, Any]]] = {
        "csv": csv_rows(file_of(rounds, "csv", shape)),
        "xlsx": sheets(file_of(rounds, "xlsx", shape))["Data"],
        "sav": of_sav.to_dict("records"),
    }
    for form, rows in tables.items():
        secret = [row for row in rows if row["group"] in ("patient_partner", "academic", "decision_maker")]
        assert secret
        for row in secret:
            cells = {name: cell for name, cell in row.items() if name.split("_", 1)[-1] in NUMBERS}
            told = {name: cell for name, cell in cells.items() if number(cell) is not None}
            assert not told, (form, told)
            shown = [cell for name, cell in row.items() if name.endswith("shown")]
            assert {str(cell).lower() for cell in shown} <= {"false", "0.0"}
    column = "mean" if shape == LONG else "ATM_mean"
    assert about.missing_ranges[column] == [{"lo": -9.0, "hi": -9.0}]
    assert about.variable_value_labels[column] == {-9.0: "not shown, or nothing to show"}
    assert pyreadstat.read_sav(tmp_path / "back.sav")[0][column].isna().any()


def test_a_group_without_answers_looks_like_one_with_too_few(
    closed: MakeRound, alpha: Partnership, members: Members, tmp_path: Path
) -> None:
    clinicians = [one for one in members if one.kind.code == "clinician"]
    silent = [one for one in members if one.kind.code == "academic"]
    few = [one for one in members if one.kind.code in ("patient_partner", "decision_maker")]
    closed(clinicians + few, alike(4), invited=silent)
    table, _about = sav(file_of(closed_rounds(alpha), "sav", WIDE), tmp_path)
    hidden = table[table["group"].isin(["academic", "patient_partner"])]
    assert len(hidden) == 2
    assert hidden.drop(columns=["group", "group_name"]).drop_duplicates().shape[0] == 1


def test_spss_files_carry_french_labels(rounds: list[Round], tmp_path: Path) -> None:
    table, about = sav(file_of(rounds, "sav", LONG, "fr"), tmp_path)
    assert about.file_encoding == "UTF-8"
    assert about.variable_value_labels["construct"]["RES"] == "Intégration des ressources"
    assert about.variable_value_labels["band"]["attention"] == "demande de l’attention"
    assert about.file_label == "Alpha partnership"
    kind = StakeholderKind.objects.get(code="decision_maker")
    assert about.variable_value_labels["group"]["decision_maker"] == kind.name_fr
    assert kind.name_fr in set(table["group_name"])
    wide = sav(file_of(rounds, "sav", WIDE, "fr"), tmp_path)[1]
    assert wide.column_names_to_labels["RES_mean"].startswith("Intégration des ressources – ")
    assert about.notes
    assert max(len(line.encode()) for line in about.notes) <= 80


def test_the_workbook_explains_itself(rounds: list[Round]) -> None:
    found = sheets(file_of(rounds, "xlsx", WIDE))
    assert list(found) == ["Data", "Labels", "Codebook", "Notes"]
    codebook = {row["variable"]: row for row in found["Codebook"]}
    assert set(found["Data"][0]) <= set(codebook)
    theme = codebook["RES"]
    assert theme["label_fr"] == "Intégration des ressources"
    assert "at least 2 of 4" in theme["how_computed"]
    assert "Wilder" in theme["bands"]
    assert "needs attention: from 1 to under 3" in theme["bands"]
    assert (theme["range"], theme["versions"]) == ("1–5", "core_1")
    assert "2 → 3" in codebook["E5B"]["how_computed"]
    assert "-9" in codebook["RES_mean"]["missing"]
    notes = " ".join(f"{row['about']} {row['note']}" for row in found["Notes"])
    told = ("at least K = 5", "from 8 answers", "too few did", "one decimal", "not equivalent to PSAT", "Wilder")
    for words in (*told, "mean of its questions’ means", "within a theme or element", "half of it at each end"):
        assert words in notes
    assert "method 1" not in notes
    assert codebook["RES1_count_1"]["label_fr"].startswith("Plus d’un partenaire")
    assert codebook["RES1"]["items"] == "RES; SYN"
    labels = {(row["variable"], row["code"]): row for row in found["Labels"]}
    assert labels["group", "clinician"]["label_fr"] == StakeholderKind.objects.get(code="clinician").name_fr
    assert found["Data"][0]["closed_on"].date() == rounds[0].point_on


def test_hostile_names_stay_text(rounds: list[Round], tmp_path: Path) -> None:
    Partnership.objects.filter(slug="alpha").update(name=HOSTILE.replace("\x00", ""))
    StakeholderKind.objects.filter(code="clinician").update(name_en=HOSTILE.replace("\x00", "") + "é" * 40)
    found = closed_rounds(Partnership.objects.get(slug="alpha"))
    for row in csv_rows(file_of(found, "csv")):
        assert row["partnership"].startswith("'=HYPERLINK")
        assert "\x0b" not in "".join(row.values())
    book = load_workbook(io.BytesIO(file_of(found, "xlsx", WIDE)))
    cells = [cell for sheet in book.worksheets for line in sheet.iter_rows() for cell in line]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    table, about = sav(file_of(found, "sav"), tmp_path)
    assert set(table["partnership"]) == {HOSTILE.strip("\x00\x0b")}
    assert "\x0b" not in about.file_label + "".join(about.variable_value_labels["group"].values())


def test_files_of_many_rounds_stay_small_and_quick(rounds: list[Round], django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(12 * len(rounds)):
        body = file_of(rounds, "xlsx", WIDE)
    assert len(body) < 200_000
    assert len(file_of(rounds, "sav", LONG)) < 500_000


def test_a_file_without_a_row_can_be_read(core: InstrumentVersion, tmp_path: Path) -> None:
    frame = individual_frame(questionnaire(core), [])
    table, about = sav(sav_bytes(frame, "fr", "É" * 200, ["é" * 300]), tmp_path)
    assert len(table) == 0
    assert "RES1" in about.column_names
    assert len(about.file_label.encode()) <= 64


def test_nothing_published_is_a_file_without_a_number(
    closed: MakeRound, alpha: Partnership, members: Members, tmp_path: Path
) -> None:
    closed(members[:3], spread(4))
    table, _about = sav(file_of(closed_rounds(alpha), "sav", WIDE), tmp_path)
    means = [name for name in table.columns if name.endswith("_mean")]
    assert set(table[means].to_numpy().ravel()) == {-9.0}
    notes = sheets(file_of(closed_rounds(alpha), "xlsx"))["Notes"]
    assert any("nothing is published" in row["note"] for row in notes)


def test_the_long_frame_is_what_programs_get_with_two_columns_more(rounds: list[Round]) -> None:
    frame = frame_of(material_of(pairs(rounds), "en"), LONG)
    assert [name for name in frame.names if name in SCORE_COLUMNS] == list(SCORE_COLUMNS)
    assert set(frame.names) - set(SCORE_COLUMNS) == {"partnership", "instrument_version"}


@pytest.mark.parametrize("form", ["csv", "json", "xlsx", "sav"])
@pytest.mark.parametrize("shape", ["long", "wide"])
def test_the_command_writes_every_format(rounds: list[Round], form: str, shape: str, tmp_path: Path) -> None:
    target = tmp_path / f"scores.{form}"
    call_command(
        *("export_scores", "--round", str(rounds[1].pk), "--format", form, "--shape", shape),
        *("--language", "fr", "--output", str(target)),
    )
    start = {"csv": b"\xef\xbb\xbf", "json": b"[", "xlsx": b"PK", "sav": b"$FL2"}[form]
    assert target.read_bytes().startswith(start)


def test_the_command_says_what_it_cannot_do(rounds: list[Round], tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="--output"):
        call_command("export_scores", "--round", str(rounds[0].pk), "--format", "sav")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_scores", "--round", str(rounds[0].pk), "--output", str(tmp_path))
