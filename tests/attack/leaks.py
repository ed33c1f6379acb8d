"""Leaks to be planted, one in each kind of surface: a number that only persons' rows give."""

from collections.abc import Callable
from dataclasses import replace
from statistics import fmean, stdev
from typing import Any

import pytest

from assessments.exports import files, views
from assessments.management.commands import export_scores
from assessments.models.answers import Response
from assessments.results import tiles
from assessments.results.round import pages as results

Plant = Callable[[pytest.MonkeyPatch], None]


def of_rows(slug: str = "alpha") -> str:
    """SD of persons' means, three decimals: what the spread of a score once was."""
    answers = Response.objects.filter(round__partnership__slug=slug).values_list("answers", flat=True)
    values = [[value for value in given.values() if isinstance(value, int)] for given in answers]
    return f"{stdev(fmean(one) for one in values if one):.3f}"


def in_a_page(patch: pytest.MonkeyPatch) -> None:
    words = results.response_sentence
    patch.setattr(results, "response_sentence", lambda round: f"{words(round)} {of_rows()}")


def in_a_picture(patch: pytest.MonkeyPatch) -> None:
    drawn = tiles.profile

    def leaking(*args: Any, **kwargs: Any) -> Any:
        picture = drawn(*args, **kwargs)
        return replace(picture, spec={**picture.spec, "spread": of_rows()})

    patch.setattr(tiles, "profile", leaking)


def in_a_csv(patch: pytest.MonkeyPatch) -> None:
    numbers = views.CHARTS["items"]

    def leaking(round: Any, before: Any) -> Any:
        columns, rows = numbers(round, before)
        return columns, [*rows, [of_rows()]]

    patch.setitem(views.CHARTS, "items", leaking)


def in_a_workbook(patch: pytest.MonkeyPatch) -> None:
    notes = files.notes_table
    patch.setattr(files, "notes_table", lambda rows: notes([*rows, ("Spread", of_rows())]))


def in_a_file_for_spss(patch: pytest.MonkeyPatch) -> None:
    written = files.sav_bytes

    def leaking(frame: Any, language: str, title: str, notes: Any) -> bytes:
        return written(frame, language, title, [*notes, f"Spread: {of_rows()}"])

    patch.setattr(files, "sav_bytes", leaking)


def in_json(patch: pytest.MonkeyPatch) -> None:
    text = export_scores._text

    def leaking(round: Any, before: Any, choice: Any) -> bytes:
        found = text(round, before, choice)
        return found + of_rows().encode() if choice.format == export_scores.JSON else found

    patch.setattr(export_scores, "_text", leaking)


LEAKS: dict[str, Plant] = {
    "page": in_a_page,
    "picture": in_a_picture,
    "csv": in_a_csv,
    "xlsx": in_a_workbook,
    "sav": in_a_file_for_spss,
    "json": in_json,
}
