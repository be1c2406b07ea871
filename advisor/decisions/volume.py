"""How many bytes each visitor keeps on this server: what is in the assessments and records that they began.

In: rows. Out: bytes by visitor, measured closely enough for a limit of hundreds of megabytes. Must not know: limits.
"""

from collections import Counter
from functools import reduce
from operator import add
from typing import Any

from django.db.models import Count, Model, Sum, TextField
from django.db.models.functions import Cast, Coalesce, Length

from advisor.assessments.models import (
    AnswerEvent,
    Assessment,
    AuditEvent,
    CheckAnswer,
    Comment,
    Milestone,
    RoundAnswer,
    Service,
    Settlement,
)
from advisor.checklist.service import SERVICE_FIELDS
from advisor.decisions.models import Decision, Erasure, Position, Record, RecordEvent, RecordFile
from advisor.quotas.storage import begun_by
from advisor.sharing.models import Grant

A_ROW = 300
"""What a row takes up besides its texts, with its share of the indexes."""
LONG_OF_SERVICE = tuple(
    name for name, field in SERVICE_FIELDS.items() if field.form in ("text", "benchmarks", "measurements")
)
TEXTS: tuple[tuple[type[Model], str, tuple[str, ...], int], ...] = (
    (AnswerEvent, "respondent__assessment__scope", ("note", "reason", "evidence_url"), 2),  # the last one is a copy
    (AuditEvent, "scope", ("detail",), 1),
    *(
        (table, f"{way}{subject}__assessment__scope", columns, 1)
        for table, way, columns in (
            (RoundAnswer, "round__", ("note", "reason", "evidence_url")),
            (Comment, "round__", ("text",)),
            (Settlement, "", ("reason",)),
        )
        for subject in ("service", "team")
    ),
    (Assessment, "scope", ("weights",), 1),
    (Service, "assessment__scope", LONG_OF_SERVICE, 1),
    (CheckAnswer, "assessment__scope", ("because", "services", "waits_for"), 1),
    (Milestone, "assessment__scope", ("answers",), 1),
    (Decision, "assessment__scope", ("content", "reminders"), 1),
    (Position, "decision__assessment__scope", ("words",), 1),
    (Record, "scope", ("content",), 1),
    (RecordFile, "record__scope", ("content",), 1),
    (RecordEvent, "record__scope", ("words",), 1),
    (Erasure, "scope", ("why",), 1),
)
"""Where the bytes are: a table, the way to its scope, its long columns, and how often each is stored."""


def volume_of_scopes() -> Counter[int]:
    """The bytes below each scope."""
    volumes: Counter[int] = Counter()
    for table, scope, columns, copies in TEXTS:
        length = reduce(add, (Coalesce(Length(_readable(table, name)), 0) for name in columns))
        rows: Any = table._default_manager.exclude(**{scope: None}).order_by()
        for scope_id, count, text in rows.values_list(scope).annotate(count=Count("pk"), text=Sum(length)):
            volumes[scope_id] += copies * (text + A_ROW * count)
    return volumes


def _readable(table: type[Model], name: str) -> Any:
    """The column as something that has a length: JSON as the text it is."""
    json = table._meta.get_field(name).get_internal_type() == "JSONField"
    return Cast(name, TextField()) if json else name


def volume_of_visitors() -> Counter[int]:
    """The bytes of what each visitor began and did not remove."""
    volumes: Counter[int] = Counter()
    scopes = volume_of_scopes()
    for scope_id, origin_id in Record.objects.filter(scope__grants=None).values_list("scope_id", "origin_id"):
        scopes[origin_id] += scopes[scope_id]  # signed by whoever owns it by a link or a workspace
    made = Grant.objects.filter(begun_by())
    for visitor_id, scope_id in made.values_list("visitor_id", "scope_id").iterator():
        volumes[visitor_id] += scopes[scope_id]
    return volumes
