from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def note_what_waits(apps: Any, schema_editor: Any) -> None:
    """Answers to checks on what was never revealed wait for the reveal, as they did when that was worked out anew."""
    answers, services, rounds = (apps.get_model("assessments", name) for name in ("CheckAnswer", "Service", "Round"))
    for row in answers.objects.all():
        waits = set()
        for service in services.objects.filter(assessment_id=row.assessment_id, slug__in=row.services):
            for kind, id_ in (("service", service.id), ("team", service.team_id)):
                if not rounds.objects.filter(**{f"{kind}_id": id_}, revealed_at__isnull=False).exists():
                    waits.add(f"{kind}:{id_}")
        row.waits_for = sorted(waits)
        row.save(update_fields=["waits_for"])


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0008_known_checks_and_benchmarks"),
    ]

    operations = [
        migrations.AddField(
            model_name="round",
            name="shown_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="assessments.respondent",
            ),
        ),
        migrations.AddField(
            model_name="checkanswer",
            name="waits_for",
            field=models.JSONField(default=list),
        ),
        migrations.RunPython(note_what_waits, migrations.RunPython.noop, elidable=True),
    ]
