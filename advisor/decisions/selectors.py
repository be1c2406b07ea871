"""Reads of what was signed off, access checked in the very read: from what it was shared with, or from what it came of.

In: a browser's key, an address. Out: rows, or `AccessDenied`; what is not granted is not found. Must not know: HTTP.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.db.models import Q
from django.utils import timezone

from advisor.assessments.access import STRANGER
from advisor.assessments.models import Assessment, Respondent
from advisor.decisions.models import Decision, Erasure, Record, RecordEvent, RecordFile
from advisor.sharing.access import AccessDenied, VisitorKey, check_held, granted, in_force, is_person
from advisor.sharing.models import Grant
from advisor.sharing.roles import ROLES, Role

STATUS_WORDS = {
    "accepted": "Signed off",
    "rejected": "Rejected",
    "superseded": "Superseded",
    "deprecated": "Deprecated",
}
"""Signing makes a record count; who accepts it is another thing, which these words leave alone."""
STATUSES = {"signed": "accepted", **{status: status for status in STATUS_WORDS}}
"""The status that an event gives a record. Records signed earlier have *accepted* as the event of signing, too."""


@dataclass(frozen=True, slots=True)
class OpenedRecord:
    """A record, and what the browser that opened it may do."""

    record: Record
    roles: frozenset[Role]
    visitor: VisitorKey
    events: tuple[RecordEvent, ...]

    @property
    def may_own(self) -> bool:
        return "own" in self.roles

    @property
    def status(self) -> str:
        """What became of it: accepted, rejected, superseded or deprecated."""
        return status_of(self.events)

    @property
    def status_name(self) -> str:
        return STATUS_WORDS[self.status]

    @property
    def holds(self) -> bool:
        """Whether this is what counts today."""
        return self.status == "accepted"


def status_of(events: Iterable[RecordEvent]) -> str:
    """What the last event that gives a status makes of it."""
    return STATUSES[last_status(events).kind]


def last_status(events: Iterable[RecordEvent]) -> RecordEvent:
    return [event for event in events if event.kind in STATUSES][-1]


def allowed(visitor: VisitorKey, role: Role) -> Q:
    """The condition "this browser has this role on the record", by itself or by the assessment it came from, which may
    have been removed since."""
    return granted(visitor, role) | granted(visitor, role, "origin", closed=True)


def open_record(visitor: VisitorKey | None, public_id: str, role: Role = "view") -> OpenedRecord:
    """The record at this address with its events. AccessDenied: there is none for this browser."""
    if visitor is None:
        raise AccessDenied(STRANGER)
    may = {f"may_{one}": allowed(visitor, one) for one in ROLES}
    row = Record.objects.filter(allowed(visitor, "view"), public_id=public_id).annotate(**may).first()
    if row is None:
        raise AccessDenied(STRANGER)
    held = frozenset(one for one in ROLES if getattr(row, f"may_{one}"))
    check_held(held, role)
    return OpenedRecord(row, held, visitor, tuple(RecordEvent.objects.filter(record=row).order_by("id")))


def name_here(opened: OpenedRecord) -> str:
    """As whom this browser is known where the record came from; an owner of it may have no name there."""
    rows = Respondent.objects.filter(is_person(opened.visitor, scope="assessment__scope"))
    names = rows.filter(assessment__scope_id=opened.record.origin_id).order_by("id").values_list("name", flat=True)
    return names.first() or "an owner of the record"


def record_at(scope_id: int) -> str:
    """The public id of the record that a scope guards, also when it was erased. AccessDenied: it guards none."""
    for rows in (Record.objects, Erasure.objects):
        public_id = rows.filter(scope_id=scope_id).values_list("public_id", flat=True).first()
        if public_id is not None:
            return public_id
    raise AccessDenied(STRANGER)


def erasure_at(visitor: VisitorKey | None, public_id: str) -> Erasure | None:
    """What is left of an erased record, for those who could open it."""
    if visitor is None:
        return None
    return Erasure.objects.filter(allowed(visitor, "view"), public_id=public_id).first()


def file_of(record: Record, variant: str) -> bytes | None:
    """A file of the record as it was first handed out; None if it never was."""
    content = RecordFile.objects.filter(record=record, variant=variant).values_list("content", flat=True).first()
    return None if content is None else bytes(content)


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record in a list."""

    public_id: str
    reference: str
    title: str
    status: str
    status_name: str
    made_on: str


def records_visible_to(visitor: VisitorKey | None) -> list[RecordLine]:
    """Every record this browser may open, the newest first, in two reads at most."""
    return [] if visitor is None else _lines(Record.objects.filter(allowed(visitor, "view")).defer("content"))


def records_of(assessment: Assessment) -> list[RecordLine]:
    """The records of an assessment that was opened, the newest first, in two reads at most."""
    return _lines(Record.objects.filter(origin_id=assessment.scope_id).defer("content"))


def _lines(rows: Iterable[Record]) -> list[RecordLine]:
    newest_first = sorted(rows, key=lambda row: row.id, reverse=True)
    if not newest_first:
        return []
    events: dict[int, list[RecordEvent]] = {row.id: [] for row in newest_first}
    for event in RecordEvent.objects.filter(record_id__in=events).order_by("id"):
        events[event.record_id].append(event)
    lines = []
    for row in newest_first:
        status, day = status_of(events[row.id]), timezone.localdate(row.made_at).isoformat()
        lines.append(RecordLine(row.public_id, row.reference, row.title, status, STATUS_WORDS[status], day))
    return lines


def replaced_by(assessment: Assessment) -> Record | None:
    """The record that the next one signed off in this assessment replaces: its own last one, or the one that is decided
    anew in it; where that was replaced by now, what replaced it. One that was turned down holds nothing to replace."""
    rows = Record.objects.defer("content").exclude(events__kind="rejected")
    if not _may_go_on(assessment):
        return rows.filter(series_id=assessment.scope_id).order_by("number").last()
    record = rows.filter(origin_id=assessment.scope_id).order_by("number").last()
    record = record or rows.filter(continued_by__assessment_id=assessment.id).first()
    while record is not None and (later := later_record(record)) is not None:
        record = later
    return record


def _may_go_on(assessment: Assessment) -> bool:
    """Whether one of its owners still owns the record that is decided anew in it, if any is: who was shut out since
    replaces nothing of those who stayed, and begins a series of their own."""
    rows = Decision.objects.filter(assessment_id=assessment.id, continues__isnull=False)
    scopes = rows.values_list("continues__scope_id", "continues__origin_id").first()
    if scopes is None:
        return True
    owns = Grant.objects.filter(in_force(closed=True), role="own")
    here = owns.filter(scope_id=assessment.scope_id).values("visitor_id")
    return owns.filter(scope_id__in=scopes, visitor_id__in=here).exists()


def later_record(record: Record) -> Record | None:
    """The record that replaced this one."""
    return Record.objects.defer("content").filter(series_id=record.series_id, supersedes=record.number).first()


def earlier_record(record: Record) -> Record | None:
    """The record that this one replaced, if it was not erased."""
    if record.supersedes is None:
        return None
    return Record.objects.defer("content").filter(series_id=record.series_id, number=record.supersedes).first()


def kept_here(digest: str, kept_as: str) -> Literal["same", "other", "erased", ""]:
    """What is kept here under the name that a record's signature states, compared with a record of this digest; for one
    without a signature, whether any of this digest is. Who has a digest has the whole record."""
    record = Record.objects.filter(Q(public_id=kept_as) if kept_as else Q(digest=digest)).first()
    if record is not None:
        return "same" if record.digest == digest else "other"
    return "erased" if kept_as and Erasure.objects.filter(public_id=kept_as).exists() else ""


def drawn_here(digest: str) -> bool:
    """Whether a file of this digest was handed out here."""
    return RecordFile.objects.filter(digest=digest).exists()
