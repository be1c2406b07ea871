"""Names stored before text had one form: letters composed, nothing unseen. Two that become one get a number.

Services, teams, people and deciders keep their rows, addresses and answers; nothing that was said or signed is touched.
"""

from typing import Any

from django.db import migrations

from advisor.checklist.text import folded, one_form

LONGEST = 300
OF_AN_ASSESSMENT = ("OwningTeam", "Service", "Respondent", "Decider")


def name_again(apps: Any, schema_editor: Any) -> None:
    alias = schema_editor.connection.alias
    for row in apps.get_model("assessments", "Assessment").objects.using(alias).only("id", "title"):
        if (title := _plain(row.title)) not in ("", row.title):
            apps.get_model("assessments", "Assessment").objects.using(alias).filter(id=row.id).update(title=title)
    for model in OF_AN_ASSESSMENT:
        _rename(apps.get_model("assessments", model)._base_manager.using(alias))


def _rename(rows: Any) -> None:
    """In the order they were made; those that need no other name keep theirs before one is given to another."""
    odd = [row for row in rows.order_by("id").only("id", "assessment_id", "name") if _plain(row.name) != row.name]
    for row in odd:
        others = rows.filter(assessment_id=row.assessment_id).exclude(id=row.id).values_list("name", flat=True)
        taken = set(map(folded, (name for name in others if _plain(name) == name)))
        name, count = _plain(row.name) or "?", 1
        while folded(found := name if count == 1 else _numbered(name, count)) in taken:
            count += 1
        rows.filter(id=row.id).update(name=found)


def _plain(name: str) -> str:
    return " ".join(one_form(name).split())


def _numbered(name: str, count: int) -> str:
    ending = f" ({count})"
    return name[: LONGEST - len(ending)] + ending


class Migration(migrations.Migration):
    dependencies = (("assessments", "0012_service_framework"),)
    operations = (migrations.RunPython(name_again, migrations.RunPython.noop),)
