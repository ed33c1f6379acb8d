"""The model Beat is called Heartbeat; its table keeps its name, so that no running process misses it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("outbox", "0002_due_work")]
    operations = [
        migrations.AlterModelTable(name="beat", table="outbox_beat"),
        migrations.RenameModel(old_name="Beat", new_name="Heartbeat"),
    ]
