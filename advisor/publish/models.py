"""The cache of drawn documents: rows that may be deleted at any time.

A row holds its job until it is drawn, so that any process that shares the database can take it up. Must not know: who
may see it; a rendering belongs to its content, and access is asked for before its key is believed.
"""

from django.db import models
from django.utils import timezone


class State(models.TextChoices):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Rendering(models.Model):
    key = models.CharField(max_length=64, primary_key=True)
    """sha256 of the record, the variant and the version of the renderer."""
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    progress = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    """Why it failed, in words for users."""
    job = models.BinaryField(default=b"")
    content = models.BinaryField(default=b"")
    attempt = models.PositiveIntegerField(default=0)
    """Which try this is: a process that lost its lease does not overwrite the next one's result."""
    leased_until = models.DateTimeField(null=True)
    queued_at = models.DateTimeField(default=timezone.now)
    """Since when it waits; a further try waits anew."""
    asked_by = models.CharField(max_length=64, blank=True, default="")
    """The one client who waits for it; empty where several do, or nobody does."""
    upload = models.CharField(max_length=32, blank=True, default="")
    """The upload to be examined (`spool.py`), which only one machine has."""
    used_at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["state", "queued_at"], name="rendering_queue")]  # noqa: RUF012
        constraints = [  # noqa: RUF012
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="rendering_state"),
        ]

    def __str__(self) -> str:
        return f"{self.key[:12]} {self.state}"
