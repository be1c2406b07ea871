"""What is asked and answered, as rows. No verdict is stored: it is made anew from the answers each time."""

import secrets
from typing import ClassVar, TypeVar

from django.db import models
from django.db.models import Q

from advisor.checklist.service import SERVICE_FIELDS
from advisor.sharing.models import Scope, Visitor

INTENDED = tuple(value for value, _ in SERVICE_FIELDS["intended"].options)
VALUES = ("0", "1", "2", "3", "4", "unsure", "na", "none")
"""A level, not sure, does not apply, or `none`: taken back, or a note without an answer yet."""
EVIDENCE = ("opinion", "link", "measurement")


Row = TypeVar("Row", bound=models.Model)


class Present(models.Manager[Row]):
    """Rows that were not removed. A removed one can be put back for a while; `everything` finds it."""

    def get_queryset(self) -> models.QuerySet[Row]:
        return super().get_queryset().filter(removed_at=None)


def public_id() -> str:
    """128 random bits for an address."""
    return secrets.token_urlsafe(16)


class ChecklistVersion(models.Model):
    """One checklist as it was: an assessment stays on the version it began with, also when the YAML changes."""

    digest = models.CharField(max_length=71, unique=True)
    slug = models.CharField(max_length=60)
    version = models.CharField(max_length=32)
    content = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)


class Assessment(models.Model):
    public_id = models.CharField(max_length=22, unique=True, default=public_id)
    scope = models.OneToOneField(Scope, on_delete=models.PROTECT, related_name="assessment")
    checklist = models.ForeignKey(ChecklistVersion, on_delete=models.PROTECT)
    title = models.CharField(max_length=300)
    weights = models.JSONField(default=dict, blank=True)
    quick_visitor = models.OneToOneField(
        Visitor, on_delete=models.SET_NULL, null=True, blank=True, related_name="quick_assessment"
    )
    """Whose try without an account this is: one a browser, and swept when it is not opened for 30 days."""
    made_at = models.DateTimeField(auto_now_add=True)
    opened_on = models.DateField(db_index=True)
    form_key = models.CharField(max_length=64, unique=True, null=True, blank=True)
    """What the form it was made with hashes to: sent twice, it makes one assessment."""


class OwningTeam(models.Model):
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(max_length=300)
    slug = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()
    raw_owners = models.PositiveSmallIntegerField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["OwningTeam"]] = Present()
    everything: ClassVar[models.Manager["OwningTeam"]] = models.Manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "slug"], name="team_slug_once"),
            models.UniqueConstraint(fields=["assessment", "name"], condition=Q(removed_at=None), name="team_name_once"),
            models.CheckConstraint(condition=Q(raw_owners=None) | Q(raw_owners__lte=999), name="team_raw_owners_max"),
        ]


class Service(models.Model):
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="services")
    team = models.ForeignKey(OwningTeam, on_delete=models.PROTECT, related_name="services")
    name = models.CharField(max_length=300)
    slug = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=60, blank=True)
    description = models.TextField(blank=True)
    runs_as = models.CharField(max_length=60, blank=True)
    protocol = models.CharField(max_length=60, blank=True)
    intended = models.CharField(max_length=9, blank=True)
    latency_budget_ms = models.FloatField(null=True, blank=True)
    downstream_ms = models.FloatField(null=True, blank=True)
    boundary = models.TextField(blank=True)
    versions = models.JSONField(default=dict, blank=True)
    benchmarks = models.JSONField(default=list, blank=True)
    """Results of measurements, each as an answers file holds it."""
    measurements = models.JSONField(default=list, blank=True)
    """What prototype kits measured, each as the kit wrote it."""
    framework = models.JSONField(default=dict, blank=True)
    """What it wants of a framework, as an answers file holds it."""
    team_since = models.DateTimeField(null=True, blank=True)
    """When it came to its team from another; None: it has been there from the beginning."""
    revision = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Service"]] = Present()
    everything: ClassVar[models.Manager["Service"]] = models.Manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "slug"], name="service_slug_once"),
            models.UniqueConstraint(
                fields=["assessment", "name"], condition=Q(removed_at=None), name="service_name_once"
            ),
            models.CheckConstraint(condition=Q(intended="") | Q(intended__in=INTENDED), name="service_intended_known"),
            models.CheckConstraint(
                condition=Q(latency_budget_ms=None) | Q(latency_budget_ms__gt=0), name="service_budget_positive"
            ),
            models.CheckConstraint(
                condition=Q(downstream_ms=None) | Q(downstream_ms__gte=0), name="service_downstream_not_negative"
            ),
        ]


NOBODY = "Somebody who left"
"""What somebody is called who deleted their data, with a number where there are several."""
EDITOR = "An editor"
"""What somebody is called who changes an assessment and has no name there."""
OWNER = "Owner"
"""What somebody is called who made an assessment from a file, until they say their name."""


class Respondent(models.Model):
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="respondents")
    visitor = models.ForeignKey(Visitor, on_delete=models.SET_NULL, null=True, blank=True)
    name = models.CharField(max_length=300)
    only_assigned = models.BooleanField(default=False)
    """Is asked about the services that an assignment names, perhaps none; else about all, also those added later."""
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "visitor"], name="respondent_once_a_visitor"),
        ]


class Assignment(models.Model):
    """One respondent is asked about one service. Counts only where the respondent is `only_assigned`."""

    respondent = models.ForeignKey(
        Respondent, on_delete=models.CASCADE, related_name="assignments", db_index=False
    )  # the constraint begins so
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="assignments")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["respondent", "service"], name="assignment_once_a_service"),
        ]


OF_SERVICE, OF_TEAM = Q(service__isnull=False), Q(team__isnull=False)


class StatementAnswer(models.Model):
    """What was said by one respondent on one statement of one service, or on one scorecard dimension of one team."""

    respondent = models.ForeignKey(Respondent, on_delete=models.CASCADE)
    # No indexes of their own: the constraints begin with them, and each index makes a save dearer.
    service = models.ForeignKey(Service, on_delete=models.CASCADE, null=True, blank=True, db_index=False)
    team = models.ForeignKey(OwningTeam, on_delete=models.CASCADE, null=True, blank=True, db_index=False)
    statement = models.CharField(max_length=60)
    seq = models.PositiveIntegerField()
    value = models.CharField(max_length=6)
    reason = models.TextField(blank=True)
    note = models.TextField(blank=True)
    evidence_kind = models.CharField(max_length=11, blank=True)
    evidence_url = models.CharField(max_length=2000, blank=True)
    evidence_expires = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    """For display only: the order is `seq`."""

    class Meta:
        abstract = True


class AnswerEvent(StatementAnswer):
    """Append-only. Inserting `seq = base + 1` under the unique constraints is the compare-and-set of a save."""

    request_id = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(value__in=VALUES), name="event_value_known"),
            models.CheckConstraint(condition=Q(evidence_kind__in=("", *EVIDENCE)), name="event_evidence_known"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="event_seq_from_one"),
            models.CheckConstraint(
                condition=Q(service=None, team__isnull=False) | Q(service__isnull=False, team=None),
                name="event_one_subject",
            ),
            # Each of the two guards the events of its own kind of subject, and only those cost it anything.
            models.UniqueConstraint(
                fields=["service", "respondent", "statement", "seq"], condition=OF_SERVICE, name="event_service_seq"
            ),
            models.UniqueConstraint(
                fields=["team", "respondent", "statement", "seq"], condition=OF_TEAM, name="event_team_seq"
            ),
        ]


class CurrentAnswer(StatementAnswer):
    """The last event of each statement: a cache that `rebuild_current_answers` makes anew from the events."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(service=None, team__isnull=False) | Q(service__isnull=False, team=None),
                name="current_one_subject",
            ),
            models.UniqueConstraint(
                fields=["service", "respondent", "statement"], condition=OF_SERVICE, name="current_service_once"
            ),
            models.UniqueConstraint(
                fields=["team", "respondent", "statement"], condition=OF_TEAM, name="current_team_once"
            ),
        ]


class Submission(models.Model):
    """One respondent is done with one service. Whoever then changes an answer is not done any more: the row goes."""

    respondent = models.ForeignKey(Respondent, on_delete=models.CASCADE, db_index=False)  # the constraint begins so
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="submissions")
    submitted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["respondent", "service"], name="submission_once_a_service"),
        ]


class AuditEvent(models.Model):
    """Who did what and when, for every write that is not an answer. Stays when what it tells of is gone."""

    scope = models.ForeignKey(Scope, on_delete=models.SET_NULL, null=True)
    visitor = models.ForeignKey(Visitor, on_delete=models.SET_NULL, null=True)
    action = models.CharField(max_length=60)
    detail = models.JSONField(default=dict)
    made_at = models.DateTimeField(auto_now_add=True, db_index=True)
