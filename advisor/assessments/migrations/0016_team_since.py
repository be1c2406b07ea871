from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0015_subscriptions"),
    ]

    operations = [
        migrations.AddField(
            model_name="service",
            name="team_since",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
