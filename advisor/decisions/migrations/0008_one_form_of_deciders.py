"""The deciders of a decision not yet signed off, called as their rows are since `assessments.0013`.

What was said and what was signed keeps the letters it was written with.
"""

from typing import Any

from django.db import migrations

from advisor.checklist.text import values_in_one_form

NAMED = ("deciders", "persons")


def name_again(apps: Any, schema_editor: Any) -> None:
    rows = apps.get_model("decisions", "Decision").objects.using(schema_editor.connection.alias)
    for row in rows.only("id", "content").iterator():
        named = {key: value for key, value in row.content.items() if key in NAMED}
        if (plain := values_in_one_form(named)) != named:
            rows.filter(id=row.id).update(content=row.content | plain)


class Migration(migrations.Migration):
    dependencies = (("decisions", "0007_signing_keys"), ("assessments", "0013_one_form_of_names"))
    operations = (migrations.RunPython(name_again, migrations.RunPython.noop),)
