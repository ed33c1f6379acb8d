from django.db import migrations, models


class Migration(migrations.Migration):
    """Rounds closed so far were published by method 1; from here on by method 2."""

    dependencies = [("assessments", "0007_handed_out")]

    operations = [
        migrations.AddField(
            model_name="publicationplan",
            name="method",
            field=models.PositiveSmallIntegerField(default=1, editable=False),
        ),
        migrations.AlterField(
            model_name="publicationplan",
            name="method",
            field=models.PositiveSmallIntegerField(default=2, editable=False),
        ),
    ]
