"""Who waits for a document, since when, and which upload it is about.

What waited or had failed is forgotten: it is asked for again by whoever opens its page, and uploads were in it.
"""

from typing import Any

import django.utils.timezone
from django.db import migrations, models


def forget_jobs(apps: Any, editor: Any) -> None:
    apps.get_model("publish", "Rendering").objects.exclude(job=b"").delete()


class Migration(migrations.Migration):
    dependencies = [("publish", "0001_initial")]

    operations = [
        migrations.RunPython(forget_jobs, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name="rendering", name="rendering_queue"),
        migrations.RemoveField(model_name="rendering", name="created_at"),
        migrations.AddField(
            model_name="rendering", name="queued_at", field=models.DateTimeField(default=django.utils.timezone.now)
        ),
        migrations.AddField(
            model_name="rendering", name="asked_by", field=models.CharField(blank=True, default="", max_length=64)
        ),
        migrations.AddField(
            model_name="rendering", name="upload", field=models.CharField(blank=True, default="", max_length=32)
        ),
        migrations.AddIndex(
            model_name="rendering", index=models.Index(fields=["state", "queued_at"], name="rendering_queue")
        ),
    ]
