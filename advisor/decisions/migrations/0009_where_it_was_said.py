"""When and where somebody said what an owner reports of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("decisions", "0008_one_form_of_deciders"),)
    operations = (
        migrations.AddField("position", "said_on", models.DateField(blank=True, null=True)),
        migrations.AddField("position", "place", models.CharField(blank=True, default="", max_length=500)),
    )
