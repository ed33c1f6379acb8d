"""Names: one line, nothing invisible; wherever they are typed."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Organisation, Partnership, Programme, Sector, Stakeholder, StakeholderKind
from partnerships.programmes.services import create_programme
from synergy.accounts.models import User
from synergy.accounts.names import clean_name, tidy_name

MESSY = "  Anne\u202e\n\tMarie \u200b Roy\x07\ufeff "


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (MESSY, "Anne Marie Roy"),
        ("O’Brien-Côté", "O’Brien-Côté"),
        ("\u200bLi", "Li"),
        ("نگاه\u200cدار", "نگاه\u200cدار"),
        ("क्\u200dष", "क्\u200dष"),
        ("\u200dLi\u200c Wu", "Li Wu"),
        ("Li\u200c\u200c\u200cWu", "Li\u200cWu"),
        ("a\u2028b\u00a0\u3000c", "a b c"),
        ("\u200b\u2060\x00", ""),
    ],
)
def test_a_name_is_one_line_without_what_cannot_be_seen(typed: str, kept: str) -> None:
    assert tidy_name(typed) == kept
    assert tidy_name(kept) == kept


@pytest.mark.parametrize("typed", ["\u3164", "\u2800 \u115f", "\u0301"])
def test_a_name_without_a_visible_character_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError, match="can be seen"):
        clean_name(typed)


def _forms(alpha: Partnership, programme: Programme) -> list[tuple[str, str, dict[str, Any]]]:
    kind, sector = StakeholderKind.objects.first(), Sector.objects.first()
    assert kind
    assert sector
    day = "2026-01-01"
    own = {"mandate": "voluntary", "default_language": "en", "time_zone": "America/Toronto", "cadence_months": 6}
    person = {"kind": kind.pk, "language": "en", "started_on": day}
    return [
        ("ada", reverse("programme-create"), {}),
        ("ada", reverse("partnership-create"), {"programme": programme.pk, "started_on": day, "k": 5, **own}),
        ("amina", reverse("organisation-create", args=["alpha"]), {"sector": sector.pk}),
        ("amina", reverse("stakeholder-create", args=["alpha"]), person),
        ("amina", reverse("account-update"), {"language": "en", "time_zone": "America/Toronto"}),
        ("ada", "/admin/partnerships/programme/add/", {"slug": "new"}),
        (
            "ada",
            reverse("grant-create", args=["alpha"]),
            {"email": "new@example.org", "role": "viewer", "language": "en"},
        ),
    ]


@pytest.mark.parametrize("place", range(7))
def test_every_form_tidies_the_name_and_refuses_an_invisible_one(
    client: Client, amina: User, ada: User, alpha: Partnership, programme: Programme, place: int
) -> None:
    who, address, fields = _forms(alpha, programme)[place]
    client.force_login({"ada": ada, "amina": amina}[who])
    refused = client.post(address, {**fields, "name": "\u3164"})
    assert refused.status_code == 200
    assert "at least one character that can be seen" in refused.content.decode()
    accepted = client.post(address, {**fields, "name": MESSY})
    assert accepted.status_code == 302
    kept = [model.objects.filter(name="Anne Marie Roy").exists() for model in (Programme, Partnership, Organisation)]
    assert any([*kept, *(model.objects.filter(name="Anne Marie Roy").exists() for model in (Stakeholder, User))])


def test_the_service_of_programmes_tidies_a_name(ada: User) -> None:
    made = create_programme(by=ada, name=MESSY, description="", at=timezone.now())
    assert made.name == "Anne Marie Roy"
