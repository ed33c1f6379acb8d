"""The pager, the date inputs and the way numbers and dates are written."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template
from django.test import Client
from django.utils import translation

from synergy.web import formats
from synergy.web.forms import DateField, DateTimeField, StaffForm
from synergy.web.pager import paginate


@pytest.mark.parametrize(
    "asked, number", [("2", 2), ("", 1), ("0", 1), ("-1", 1), ("x", 1), ("99", 3), ("9" * 400, 1), ("²", 1), ("2.0", 1)]
)
def test_any_page_asked_for_shows_the_nearest_one(asked: str, number: int) -> None:
    page = paginate(list(range(25)), QueryDict(f"page={asked}&q=a b"), size=10)
    assert page.number == number
    assert page.query == "q=a+b&"
    assert isinstance(page.object_list, list)


def test_an_empty_list_has_one_page() -> None:
    page = paginate([], QueryDict(""))
    assert (page.number, page.has_other_pages(), page.query) == (1, False, "")


class Plan(StaffForm, forms.Form):
    day = DateField()
    at = DateTimeField()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_native_date_inputs_speak_iso_in_every_language(language: str) -> None:
    with translation.override(language):
        form = Plan(initial={"day": date(2026, 1, 2), "at": datetime(2026, 1, 2, 15, 4)})
        assert 'type="date"' in str(form["day"])
        assert 'value="2026-01-02"' in str(form["day"])
        assert 'type="datetime-local"' in str(form["at"])
        assert 'value="2026-01-02T15:04"' in str(form["at"])
        sent = Plan({"day": "2026-01-02", "at": "2026-01-02T15:04"})
        assert sent.is_valid()
        assert sent.cleaned_data["day"] == date(2026, 1, 2)


def test_crispy_leaves_the_form_tag_to_the_page() -> None:
    page = Template("{% load crispy_forms_tags %}{% crispy form %}").render(Context({"form": Plan()}))
    assert "<form" not in page
    assert "csrfmiddlewaretoken" not in page


@pytest.mark.parametrize(
    "words, english, french",
    [
        ("{{ d|day }}", "November 1, 2026", "1er novembre 2026"),
        ("{{ d|month }}", "November 2026", "novembre 2026"),
        ("{{ m|day:'America/Toronto' }}", "November 22, 2026", "22 novembre 2026"),
        ("{{ m|day:'UTC' }}", "November 23, 2026", "23 novembre 2026"),
        ("{{ m|clock:'America/Toronto' }}", "9:05\u00a0PM", "21\u00a0h\u00a005"),
        (
            "{{ m|moment:'America/Vancouver' }}",
            "November 22, 2026, 6:05\u00a0PM",
            "22 novembre 2026, 18\u00a0h\u00a005",
        ),
        ("{{ up|signed }}", "+0.4", "+0,4"),
        ("{{ down|signed }}", "−0.3", "−0,3"),
        ("{{ tiny|signed }}", "0.0", "0,0"),
        ("{{ down|number:2 }}", "−0.30", "−0,30"),
        ("{{ share|percent }}", "69%", "69\u00a0%"),
        ("{{ none|signed }}{{ none|number }}{{ none|percent }}{{ none|day }}{{ none|moment }}{{ nan|signed }}", "", ""),
    ],
)
def test_numbers_and_dates_follow_the_language(words: str, english: str, french: str) -> None:
    values: dict[str, Any] = {
        "d": date(2026, 11, 1),
        "m": datetime(2026, 11, 23, 2, 5, tzinfo=UTC),
        "up": 0.44,
        "down": -0.3,
        "tiny": -0.04,
        "share": 0.6875,
        "none": None,
        "nan": float("nan"),
    }
    template = Template("{% load formats %}" + words)
    for language, expected in [("en", english), ("fr", french)]:
        with translation.override(language):
            assert template.render(Context(values)) == expected


def test_short_days_are_short() -> None:
    with translation.override("en"):
        assert formats.short_day(date(2026, 11, 22)) == "Nov 22, 2026"


def test_the_icon_browsers_ask_for_by_themselves_is_there() -> None:
    assert Client().get("/favicon.ico").headers["Location"].startswith("/static/img/favicon")
