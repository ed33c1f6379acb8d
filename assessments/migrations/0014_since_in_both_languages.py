"""What was done since the last round is kept in both languages; earlier texts go to the partnership's own language."""

from typing import Any

from django.db import migrations, models
from django.db.models import F


def sort_by_language(apps: Any, _schema_editor: Any) -> None:
    french = apps.get_model("assessments", "Round").objects.filter(partnership__default_language="fr")
    french.update(since_fr=F("since_en"))
    french.update(since_en="")


def join_again(apps: Any, _schema_editor: Any) -> None:
    apps.get_model("assessments", "Round").objects.filter(since_en="").update(since_en=F("since_fr"))


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0013_promised"),
    ]

    operations = [
        migrations.RenameField("round", "message", "since_en"),
        migrations.AlterField(
            "round", "since_en", models.TextField("since last time, in English", blank=True, max_length=1000)
        ),
        migrations.AddField(
            "round",
            "since_fr",
            models.TextField("since last time, in French", blank=True, default="", max_length=1000),
            preserve_default=False,
        ),
        migrations.RunPython(sort_by_language, join_again),
    ]
