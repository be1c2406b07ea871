"""What was revealed, said about it, and settled, as rows.

A service or a team's scorecard without a round is in its first one, which is open. The row is made when it is revealed.
"""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from advisor.assessments.models.asked import OwningTeam, Respondent, Service, StatementAnswer
from advisor.sharing.models import Visitor

ONE_SUBJECT = Q(service=None, team__isnull=False) | Q(service__isnull=False, team=None)


class Round(models.Model):
    """One round of answers about a service, or of a team's scorecard. Only the last one of a subject can be open."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, null=True, blank=True, related_name="rounds")
    team = models.ForeignKey(OwningTeam, on_delete=models.CASCADE, null=True, blank=True, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField(null=True, blank=True)
    """None for the first: it is open from the beginning."""
    revealed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Visitor, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """Who revealed it early; None where everyone who was asked was done."""
    shown_by = models.ForeignKey(Respondent, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    """Who showed their own answers on purpose, being the only one who can answer; the next round is open then."""
    respondents: "models.ManyToManyField[Respondent, Any]" = models.ManyToManyField(Respondent, related_name="rounds")
    """Whose answers it holds: those who were done with it when it was revealed."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=ONE_SUBJECT, name="round_one_subject"),
            models.CheckConstraint(condition=Q(number__gte=1), name="round_number_from_one"),
            # A null never equals a null: each of the two guards the rounds of its own kind of subject.
            models.UniqueConstraint(fields=["service", "number"], name="round_service_number"),
            models.UniqueConstraint(fields=["team", "number"], name="round_team_number"),
        ]


class RoundAnswer(StatementAnswer):
    """What a respondent had said when the round was revealed. Never changed: what they say later is theirs alone until
    the next round is revealed. Only what somebody showed on purpose can be taken back, by themselves."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="answers", db_index=False)  # as above

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "respondent", "statement"], name="round_answer_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["service"], name="round_answer_service"),
            models.Index(fields=["team"], name="round_answer_team"),
        ]


class Settlement(models.Model):
    """The level that a facilitator settled for a statement of a service or a dimension of a team; level None: taken
    back. Guarded by its revision, as every shared field is."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, null=True, blank=True, related_name="settlements")
    team = models.ForeignKey(OwningTeam, on_delete=models.CASCADE, null=True, blank=True, related_name="settlements")
    statement = models.CharField(max_length=60)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.TextField(blank=True)
    settled_by = models.ForeignKey(Visitor, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=ONE_SUBJECT, name="settlement_one_subject"),
            models.CheckConstraint(condition=Q(level=None) | Q(level__lte=4), name="settlement_level_known"),
            models.UniqueConstraint(fields=["service", "statement"], name="settlement_service_once"),
            models.UniqueConstraint(fields=["team", "statement"], name="settlement_team_once"),
        ]


class Comment(models.Model):
    """What somebody says to a statement after the reveal."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="comments")
    statement = models.CharField(max_length=60)
    respondent = models.ForeignKey(Respondent, on_delete=models.CASCADE, null=True, blank=True)
    """None for an editor who does not answer."""
    visitor = models.ForeignKey(Visitor, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)
    request_id = models.CharField(max_length=64, unique=True)
    """Made with the form: sent twice, it is said once."""
