"""The lists an administrator starts with."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

KINDS = [
    ("decision_maker", "decision maker", "décideuse ou décideur"),
    ("academic", "academic", "universitaire"),
    ("clinician", "clinician", "clinicienne ou clinicien"),
    ("administrator", "health-system administrator", "gestionnaire du réseau de la santé"),
    ("patient_partner", "patient partner", "patiente ou patient partenaire"),
    ("family", "family or carer", "famille ou personne proche aidante"),
    ("service", "health or social service organisation", "organisation de santé ou de services sociaux"),
    ("government", "government", "gouvernement"),
    ("supplier", "supplier", "fournisseur"),
]
SECTORS = [
    ("government", "government", "gouvernement"),
    ("hospital", "hospital", "centre hospitalier"),
    ("primary_care", "primary care", "première ligne"),
    ("community_service", "community service", "service communautaire"),
    ("social_care", "social care", "services sociaux"),
    ("third_sector", "third sector", "tiers secteur"),
    ("academia", "academia", "milieu universitaire"),
    ("supplier", "supplier", "fournisseur"),
    ("patients_families", "patients and families", "patients et familles"),
]


def add_terms(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for model, terms in (("StakeholderKind", KINDS), ("Sector", SECTORS)):
        table = apps.get_model("partnerships", model)
        for position, (code, english, french) in enumerate(terms, start=1):
            table.objects.get_or_create(
                code=code, defaults={"name_en": english, "name_fr": french, "position": position * 10}
            )


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0001_initial")]
    operations = [migrations.RunPython(add_terms, migrations.RunPython.noop)]
