"""Who decides, as rows."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from advisor.assessments.models.asked import Assessment, Respondent
from advisor.sharing.models import ShareLink


class Decider(models.Model):
    """A name among the deciders, and whose it is: a respondent's, or of whoever came by a link made for them. Of
    neither: somebody outside, as whom nobody speaks. It is never given to somebody else: that is another row."""

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="deciders", db_index=False
    )  # the constraint begins so
    name = models.CharField(max_length=300)
    respondent = models.ForeignKey(Respondent, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    link = models.ForeignKey(ShareLink, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "name"], name="decider_once"),
            models.CheckConstraint(condition=Q(respondent=None) | Q(link=None), name="decider_is_one"),
        ]

    @property
    def outside(self) -> bool:
        """Whether nobody here is this decider."""
        return self.respondent_id is None and self.link_id is None
