"""Answers to checks, as rows."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from advisor.assessments.models.asked import Assessment, Respondent
from advisor.sharing.models import Visitor


class CheckAnswer(models.Model):
    """Append-only: what a team says of a check, "we know, because …". The last one of a key counts; an empty one takes
    the answer back."""

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="check_answers", db_index=False
    )  # the constraint begins so
    key = models.CharField(max_length=16)
    """Of the check and its services together: as far as one answer goes."""
    seq = models.PositiveIntegerField()
    found = models.CharField(max_length=60)
    """The check's id."""
    services = models.JSONField(default=list)
    """Their slugs."""
    because = models.TextField(blank=True)
    by = models.CharField(max_length=300, blank=True)
    """A name, as it was then."""
    respondent = models.ForeignKey(Respondent, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """Who said it: while it waits for a reveal, nobody else sees it."""
    waits_for = models.JSONField(default=list)
    """The services and teams that were answered alone when it was said and were not revealed since, as
    `service:12`."""
    visitor = models.ForeignKey(Visitor, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    request_id = models.CharField(max_length=64)
    """Made with the form: sent twice, it is said once."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "key", "seq"], name="check_answer_seq"),
            models.UniqueConstraint(fields=["assessment", "key", "request_id"], name="check_answer_once_a_form"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="check_answer_seq_from_one"),
        ]
