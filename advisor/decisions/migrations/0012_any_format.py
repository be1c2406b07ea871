"""A record's files may be of any format: which there are is said by the program alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("decisions", "0011_sent_reminders"),)
    operations = (
        migrations.RemoveConstraint("recordfile", "record_file_variant_known"),
        migrations.AlterField("recordfile", "variant", models.CharField(max_length=8)),
    )
