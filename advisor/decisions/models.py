"""What was signed off, as rows that the database itself refuses to change (`triggers.py`).

A record holds no foreign key to its assessment: it is there when the assessment is gone. Who may open it is asked of
two scopes: its own, for those it was shared with, and the one it came from, for those who took part.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from advisor.assessments.models import Assessment, ChecklistVersion, Decider, Respondent, public_id
from advisor.sharing.models import Scope, Visitor

REPORTED = {"accepted": "reported-accepted", "dissent": "reported-dissent"}
"""What an owner says that somebody outside said."""
KINDS = ("proposed", "accepted", "rejected", "dissent", *REPORTED.values(), "signed", "superseded", "deprecated")
"""*signed* is an owner's act, and says nothing of whether that owner accepts."""


class Record(models.Model):
    """The decision record as it was signed off. Insert only."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id)
    scope = models.OneToOneField(Scope, on_delete=models.PROTECT, related_name="record")
    origin = models.ForeignKey(Scope, on_delete=models.PROTECT, related_name="records")
    """The scope of the assessment it was made from, also when that is gone."""
    series = models.ForeignKey(Scope, on_delete=models.PROTECT, related_name="numbered", db_index=False)
    """Within what it is counted: its assessment, or the one whose decision was decided anew."""
    number = models.PositiveIntegerField()
    """Counts the records of a series, from 1; never used again."""
    title = models.CharField(max_length=300)
    content = models.TextField()
    """The text of its JSON file, `advisor-record/1`."""
    digest = models.CharField(max_length=71, db_index=True)
    engine = models.CharField(max_length=32)
    checklist = models.ForeignKey(ChecklistVersion, on_delete=models.PROTECT, related_name="records")
    supersedes = models.PositiveIntegerField(null=True, blank=True)
    """The number of the record that this one replaces."""
    request_id = models.CharField(max_length=64, unique=True)
    """Of the form that signed it off: sent twice, it makes one record."""
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "number"], name="record_number_once"),
            models.UniqueConstraint(fields=["series", "supersedes"], name="record_superseded_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="record_number_from_one"),
            models.CheckConstraint(
                condition=Q(supersedes=None) | Q(supersedes__lt=models.F("number")), name="record_supersedes_earlier"
            ),
        ]

    @property
    def reference(self) -> str:
        """Its name, such as ADR-0001."""
        return reference_of(self.number)


class RecordFile(models.Model):
    """One file of a record, as it was first handed out. Insert only."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="files", db_index=False)
    variant = models.CharField(max_length=8)
    """`document`: what is drawn (HTML and what is embedded, packed); of a text its ending, of a PDF its format."""
    content = models.BinaryField()
    digest = models.CharField(max_length=71, db_index=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "variant"], name="record_file_once"),
        ]


class RecordEvent(models.Model):
    """What people said of a record, and what became of it. Append-only; the last one that is a status is its status."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=17, choices=[(one, one) for one in KINDS])
    who = models.CharField(max_length=300)
    by = models.CharField(max_length=300, blank=True)
    """Who entered it, as they are called here; empty: they themselves."""
    words = models.TextField(blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(kind__in=KINDS), name="record_event_kind_known")]

    @property
    def reported(self) -> bool:
        """Whether it is what somebody else says that they said."""
        return self.kind in REPORTED.values()


class SigningKey(models.Model):
    """The public half of a key that records were signed with, by this machine or another one of this database."""

    public_key = models.CharField(max_length=44, unique=True)
    """The base64 of its 32 bytes."""
    made_at = models.DateTimeField(auto_now_add=True)


class Erasure(models.Model):
    """That a record was erased, by whom and why: without such a row the database lets no record go. Insert only."""

    public_id = models.CharField(max_length=22, unique=True)
    scope = models.OneToOneField(Scope, on_delete=models.PROTECT, related_name="erasure")
    origin = models.ForeignKey(Scope, on_delete=models.PROTECT, related_name="erasures")
    series = models.ForeignKey(Scope, on_delete=models.PROTECT, related_name="erased_numbers", db_index=False)
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=71)
    who = models.CharField(max_length=300)
    why = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["series", "number"], name="erasure_number_once")]

    @property
    def reference(self) -> str:
        return reference_of(self.number)


def reference_of(number: int) -> str:
    """The name of a record.

    >>> reference_of(7)
    'ADR-0007'
    """
    return f"ADR-{number:04d}"


class Decision(models.Model):
    """What is being decided about an assessment, until it is signed off and again afterwards."""

    assessment = models.OneToOneField(Assessment, on_delete=models.CASCADE, related_name="decision")
    content = models.JSONField(default=dict, blank=True)
    """By section (`drafts.py`), as plain values; services by the part of the address that no renaming changes."""
    revision = models.PositiveIntegerField(default=0)
    proposed_revision = models.PositiveIntegerField(null=True, blank=True)
    """What people are asked to accept. A change after that is no longer proposed."""
    proposed_by = models.ForeignKey(Respondent, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """As whom it was proposed; None: by somebody who arranges the assessment and has no name in it."""
    signed_revision = models.PositiveIntegerField(null=True, blank=True)
    """What was last signed off."""
    continues = models.ForeignKey(Record, on_delete=models.SET_NULL, null=True, blank=True, related_name="continued_by")
    """The record that is decided anew in this assessment: what is signed off here replaces it."""
    reminders = models.JSONField(default=list, blank=True)
    """Mail addresses that are reminded when it is due. No part of the decision: a change asks nobody again."""
    address = models.CharField(max_length=500, blank=True)
    """Where it is looked at, as whoever entered the addresses sees it."""
    reminded = models.CharField(max_length=64, blank=True)
    """What the last reminder said, hashed, by a version that noted no `SentReminder`."""


class SentReminder(models.Model):
    """That an address was reminded of one thing that is due: noted before it is sent, and taken back where the mail
    server did not take it."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="sent_reminders", db_index=False)
    who = models.CharField(max_length=12)
    """The code of the address (`mail_code`)."""
    due = models.CharField(max_length=64)
    """The sentence, hashed, in which services have the names that no renaming changes."""

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["decision", "who", "due"], name="reminder_once")]


OWNER = "An owner of the assessment"
"""Who has no name in it."""


class Position(models.Model):
    """What a decider said of a proposal, in their own words, or what an owner reports of one who is not here.
    Append-only; the last one of each counts, as long as the name is still the same person's."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="positions")
    revision = models.PositiveIntegerField()
    decider = models.ForeignKey(Decider, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """None: nobody is that decider any more."""
    who = models.CharField(max_length=300)
    what = models.CharField(max_length=8)
    reported = models.BooleanField(default=False)
    """An owner entered it for somebody outside, who did not say it here."""
    by = models.ForeignKey(Respondent, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """As whom it was entered; None: by an owner, or by the link of the decider, without a name of their own."""
    words = models.TextField(blank=True)
    said_on = models.DateField(null=True, blank=True)
    """When they said it, where it is reported."""
    place = models.CharField(max_length=500, blank=True, default="")
    """Where: a link, or the name of the meeting."""
    noted_by = models.ForeignKey(Visitor, on_delete=models.SET_NULL, null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(what__in=("accepted", "dissent")), name="position_known"),
        ]

    @property
    def entered_by(self) -> str:
        """Who entered it, as they are called now."""
        if self.by is not None:
            return self.by.name
        return OWNER if self.reported else self.who
