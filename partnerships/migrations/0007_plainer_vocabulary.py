"""Kinds are said of persons, and sectors no longer overlap; what an administrator has changed stays as it is."""

from typing import Any

from django.db import migrations

KINDS = {  # code: (English before, French before), (English, French)
    "family": (
        ("family or carer", "famille ou personne proche aidante"),
        ("family member or carer", "membre de la famille ou personne proche aidante"),
    ),
    "service": (
        ("health or social service organisation", "organisation de santé ou de services sociaux"),
        ("health or social service representative", "personne représentant un organisme de services"),
    ),
    "government": (
        ("government", "gouvernement"),
        ("government representative", "personne représentant le gouvernement"),
    ),
    "supplier": (
        ("supplier", "fournisseur"),
        ("supplier representative", "personne représentant un fournisseur"),
    ),
}
SECTORS = {
    "hospital": (
        ("hospital", "centre hospitalier"),
        ("hospital or CISSS/CIUSSS", "CISSS/CIUSSS ou centre hospitalier"),
    ),
    "primary_care": (("primary care", "première ligne"), ("primary care", "première ligne (GMF ou clinique)")),
    "social_care": (
        ("social care", "services sociaux"),
        ("social services outside a CISSS/CIUSSS", "services sociaux hors CISSS/CIUSSS"),
    ),
    "third_sector": (
        ("third sector", "tiers secteur"),
        ("community or non-profit organisation", "organisme communautaire"),
    ),
}


def rename(apps: Any, backwards: bool = False) -> None:
    for model, terms in (("StakeholderKind", KINDS), ("Sector", SECTORS)):
        table = apps.get_model("partnerships", model)
        for code, names in terms.items():
            (english, french), (new_english, new_french) = reversed(names) if backwards else names
            as_shipped = table.objects.filter(code=code, name_en=english, name_fr=french)
            as_shipped.update(name_en=new_english, name_fr=new_french)


def say_plainly(apps: Any, _schema_editor: Any) -> None:
    rename(apps)


def say_as_before(apps: Any, _schema_editor: Any) -> None:
    rename(apps, backwards=True)


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0006_programme_evaluators")]
    operations = [migrations.RunPython(say_plainly, say_as_before)]
