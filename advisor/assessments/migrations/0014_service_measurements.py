from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0013_one_form_of_names"),
    ]

    operations = [
        migrations.AddField(
            model_name="service",
            name="measurements",
            field=models.JSONField(blank=True, default=list),
        ),
    ]
