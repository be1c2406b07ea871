"""Deciders who were named until now are nobody here until an owner says who they are, and what was noted for them was
reported: whoever could answer could note it under a name they had taken."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations


def name_deciders(apps: Apps, schema_editor: Any) -> None:
    decider, respondent = (apps.get_model("assessments", name) for name in ("Decider", "Respondent"))
    decision, position = (apps.get_model("decisions", name) for name in ("Decision", "Position"))
    for row in decision.objects.exclude(content={}):
        for name in dict.fromkeys(row.content.get("deciders", [])):
            made, _ = decider.objects.get_or_create(assessment_id=row.assessment_id, name=name)
            position.objects.filter(decision=row, who=name).update(decider=made)
        for noted in position.objects.filter(decision=row):
            by = respondent.objects.filter(assessment_id=row.assessment_id, visitor_id=noted.noted_by_id or 0).first()
            position.objects.filter(id=noted.id).update(reported=True, by=by)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0010_deciders"), ("decisions", "0005_who_entered_it")]
    operations = [migrations.RunPython(name_deciders, migrations.RunPython.noop)]
