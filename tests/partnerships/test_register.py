"""What rooms hand in: actions that exist before a page names them, and tabs in one order."""

import re
import tomllib

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy

from partnerships import register
from partnerships.decorators import partnership_view
from partnerships.models import Partnership


def test_a_page_cannot_stand_behind_an_action_that_no_room_has_handed_in() -> None:
    with pytest.raises(KeyError, match=r"round\.invent"):
        partnership_view("round.invent")


def test_an_action_belongs_to_one_room() -> None:
    with pytest.raises(ValueError, match=r"'round\.open' is registered twice"):
        register.action("round.open", register.VIEWER, refusal=gettext_lazy("No."))


@pytest.mark.parametrize(
    ("role", "labels"),
    [
        ("coordinator", "Overview Rounds Results People Meetings Journal Actions Settings"),
        ("viewer", "Overview Rounds Results Meetings Journal Actions Settings"),
        ("administrator", "Rounds People Settings"),
    ],
)
def test_the_tabs_of_all_rooms_stand_in_one_order_for_those_who_may_open_them(
    alpha: Partnership, request: pytest.FixtureRequest, role: str, labels: str
) -> None:
    page = request.getfixturevalue(role).get(reverse("partnership-settings", args=[alpha.slug])).content.decode()
    (tabs,) = re.findall(r'<nav class="tabs" aria-label="Partnership">(.*?)</nav>', page, re.S)
    assert re.findall(r">(\w+)</a>", tabs) == labels.split()


def test_partnerships_name_no_action_and_no_tab_of_assessments() -> None:
    handed_in = (settings.BASE_DIR / "assessments/apps.py").read_text("utf-8")
    foreign = [code for code in register.ACTIONS if f'action("{code}"' in handed_in]
    foreign += [url_name for _place, _label, url_name, _action, _held in register.TABS if f'"{url_name}"' in handed_in]
    foreign.remove("overview")  # the address of a partnership, where its links lead
    sources = [path.read_text("utf-8") for path in (settings.BASE_DIR / "partnerships").rglob("*.py")]
    assert len(foreign) > 10
    assert [name for name in foreign if any(f'"{name}"' in source for source in sources)] == []


def test_every_room_of_partnerships_stands_in_the_contracts_that_keep_rooms_apart() -> None:
    rooms = {path.parent.name for path in (settings.BASE_DIR / "partnerships").glob("*/views.py")}
    contracts = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    layers, forbidden = contracts["contracts"][0]["layers"], contracts["contracts"][1]["forbidden_modules"]
    (independent,) = [layer.split(" | ") for layer in layers if "partnerships.people" in layer]
    assert set(independent) == set(forbidden) == {f"partnerships.{room}" for room in rooms}
