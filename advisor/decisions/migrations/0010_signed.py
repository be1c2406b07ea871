"""Signing is an event of its own: it says nothing of whether the owner who signs accepts."""

from django.db import migrations, models

KINDS = (
    "proposed",
    "accepted",
    "rejected",
    "dissent",
    "reported-accepted",
    "reported-dissent",
    "signed",
    "superseded",
    "deprecated",
)


class Migration(migrations.Migration):
    dependencies = (("decisions", "0009_where_it_was_said"),)
    operations = (
        migrations.RemoveConstraint("recordevent", "record_event_kind_known"),
        migrations.AlterField(
            "recordevent", "kind", models.CharField(choices=[(one, one) for one in KINDS], max_length=17)
        ),
        migrations.AddConstraint(
            "recordevent",
            models.CheckConstraint(condition=models.Q(("kind__in", KINDS)), name="record_event_kind_known"),
        ),
    )
