from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0011_service_settings"),
    ]

    operations = [
        migrations.AddField(
            model_name="service",
            name="framework",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
