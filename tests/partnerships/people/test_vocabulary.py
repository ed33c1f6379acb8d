"""Kinds and sectors: what an update changes of them, and what files may still call them."""

from importlib import import_module

import pytest
from django.apps import apps

from partnerships.models import Sector, StakeholderKind
from partnerships.people.imports.rows import by_any_name, folded

MIGRATION = import_module("partnerships.migrations.0007_plainer_vocabulary")

pytestmark = pytest.mark.usefixtures("vocabulary")


def test_kinds_are_said_of_persons() -> None:
    names = {kind.code: kind.name_fr for kind in StakeholderKind.objects.all()}
    assert names["service"] == "personne représentant un organisme de services"
    assert names["family"] == "membre de la famille ou personne proche aidante"
    assert not [name for name in names.values() if name.startswith(("organisation", "gouvernement", "fournisseur"))]


def test_who_works_in_a_ciusss_finds_one_sector_with_its_name_and_one_without() -> None:
    named = [sector.code for sector in Sector.objects.all() if "CIUSSS" in sector.name_fr]
    assert named == ["hospital", "social_care"]
    assert Sector.objects.get(code="social_care").name_fr == "services sociaux hors CISSS/CIUSSS"
    assert Sector.objects.get(code="third_sector").name_fr == "organisme communautaire"


def test_the_update_leaves_names_alone_that_an_administrator_has_changed() -> None:
    MIGRATION.say_as_before(apps, None)
    Sector.objects.filter(code="third_sector").update(name_fr="économie sociale")
    Sector.objects.filter(code="hospital").update(name_en="acute care")
    MIGRATION.say_plainly(apps, None)
    third, hospital = (Sector.objects.get(code=code) for code in ("third_sector", "hospital"))
    assert (third.name_en, third.name_fr) == ("third sector", "économie sociale")
    assert (hospital.name_en, hospital.name_fr) == ("acute care", "centre hospitalier")
    assert StakeholderKind.objects.get(code="supplier").name_en == "supplier representative"


@pytest.mark.parametrize(("model", "terms"), [(StakeholderKind, MIGRATION.KINDS), (Sector, MIGRATION.SECTORS)])
def test_files_written_before_the_update_are_still_understood(
    model: type[StakeholderKind | Sector], terms: dict[str, tuple[tuple[str, str], tuple[str, str]]]
) -> None:
    known = by_any_name(model.objects.all())
    for code, (before, now) in terms.items():
        assert {known[folded(name)].code for name in (*before, *now, code)} == {code}


def test_no_name_holds_a_comma_that_would_split_a_file() -> None:
    names = [
        name for model in (StakeholderKind, Sector) for term in model.objects.all() for name in term.names_in_files
    ]
    assert not [name for name in names if "," in name or ";" in name]
