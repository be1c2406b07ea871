"""Named points in time, as rows."""

from typing import ClassVar

from django.db import models

from advisor.assessments.models.asked import Assessment, Respondent
from advisor.sharing.models import Visitor


class Milestone(models.Model):
    """The answers as they were when somebody gave the moment a name. Never changed."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="milestones")
    name = models.CharField(max_length=300)
    answers = models.TextField()
    """The answers file, as JSON."""
    respondent = models.ForeignKey(Respondent, on_delete=models.CASCADE, null=True, blank=True)
    """Whose answers it holds that were not revealed: nobody else sees it. None: everything in it was."""
    visitor = models.ForeignKey(Visitor, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    form_key = models.CharField(max_length=64)
    """What the form it was made with hashes to: sent twice, it makes one."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "form_key"], name="milestone_once_a_form"),
        ]
