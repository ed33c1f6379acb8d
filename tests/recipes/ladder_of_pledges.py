"""What the register of docs/register.md can do once its steps are followed: test_register_recipe.py runs this there."""

import re
from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps
from django.test import Client

from assessments.models import Round
from assessments.results.timeline import timeline
from partnerships.models import Partnership
from synergy.accounts.models import User
from synergy.audit import entries as audit

LIST = "/p/alpha/pledges/"


def _pledges() -> Any:
    return apps.get_app_config("partnerships").get_model("Pledge")._default_manager


def test_a_pledge_is_added_changed_and_deleted_and_the_history_says_so(coordinator: Client, alpha: Partnership) -> None:
    assert "Add the first pledge" in coordinator.get(LIST).content.decode()
    assert coordinator.post(f"{LIST}add/", {"title": "Two rooms", "made_on": "2026-02-01"}).headers["Location"] == LIST
    pledge = _pledges().get(partnership=alpha, title="Two rooms", made_on=date(2026, 2, 1))
    assert "Two rooms" in coordinator.get(LIST).content.decode()
    coordinator.post(f"{LIST}{pledge.pk}/edit/", {"title": "Three rooms", "made_on": "2026-02-01"})
    assert "Three rooms" in coordinator.get(f"{LIST}{pledge.pk}/delete/").content.decode()
    assert coordinator.post(f"{LIST}{pledge.pk}/delete/").headers["Location"] == LIST
    assert not _pledges().exists()
    assert [line.sentence for line in audit.history(alpha.scope)] == [
        "Amina deleted the pledge Three rooms",
        "Amina changed the pledge Three rooms",
        "Amina wrote down the pledge Two rooms",
    ]


def test_a_date_that_cannot_be_meant_is_refused_beside_its_field(coordinator: Client) -> None:
    page = coordinator.post(f"{LIST}add/", {"title": "Two rooms", "made_on": "2999-01-01"})
    assert list(page.context["form"].errors) == ["made_on"]
    assert not _pledges().exists()


def test_pledges_have_a_tab_before_the_settings_for_those_who_may_read_them(
    viewer: Client, administrator: Client
) -> None:
    page = re.sub(r">\s+<", "><", viewer.get(LIST).content.decode())
    assert f'<a href="{LIST}" aria-current="page">Pledges</a><a href="/p/alpha/settings/">Settings</a>' in page
    assert "Add a pledge" not in page
    assert "Pledges" not in administrator.get("/p/alpha/settings/").content.decode()


def test_a_pledge_is_marked_on_the_trend(amina: User, alpha: Partnership) -> None:
    _pledges().create(partnership=alpha, made_on=date(2026, 2, 1), title="Two rooms")
    rounds = [Round(closes_at=datetime(2026, month, 1, tzinfo=UTC), partnership=alpha) for month in (1, 6)]
    (mark,) = timeline(alpha, rounds).entries
    assert (mark.title, mark.kind, mark.url) == ("Two rooms", "pledge", LIST)
