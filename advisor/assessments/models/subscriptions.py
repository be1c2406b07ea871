"""Who is told by mail, as rows."""

from typing import ClassVar

from django.db import models

from advisor.assessments.models.asked import Assessment
from advisor.sharing.models import Visitor


class Subscription(models.Model):
    """Somebody with an account asked to be told by mail of what happens in an assessment. No address stands here: it is
    the account's at the moment of sending."""

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="subscriptions", db_index=False
    )  # the constraint begins so
    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="subscriptions")
    wants = models.JSONField(default=list)
    """Of what they are told, by its kind."""
    address = models.CharField(max_length=500)
    """Where the assessment is, as whoever asked sees it."""
    marks = models.JSONField(default=dict)
    """What they know already: by what it is about, which of its kind it was."""
    looked_at = models.DateTimeField()
    """What others did before this moment is known to be told, or nothing to tell of."""
    sent_at = models.DateTimeField(null=True, blank=True)
    """When the mail server took the last mail."""
    refused_at = models.DateTimeField(null=True, blank=True)
    """When the mail server refused one; None: it has taken one since."""
    next_at = models.DateTimeField(null=True, blank=True)
    """No mail is sent before."""
    leased_until = models.DateTimeField(null=True, blank=True)
    """A process is sending it, which is taken for lost after this moment."""
    tries = models.PositiveSmallIntegerField(default=0)
    """How often mail was down since the last one."""
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "visitor"], name="subscription_once"),
        ]
