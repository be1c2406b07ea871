"""How many bytes each visitor keeps on this server: what is in the assessments and records that they began.

In: rows. Out: bytes by visitor, measured closely enough for a limit of hundreds of megabytes. Must not know: limits.
"""

from collections import Counter
from functools import reduce
from operator import add
from typing import Any

from django.db.models import Count, Model, Sum, TextField
from django.db.models.functions import Cast, Coalesce, Length

from advisor.assessments.models import AnswerEvent, AuditEvent, Comment, Service
from advisor.checklist.service import SERVICE_FIELDS
from advisor.decisions.models import Record, RecordFile
from advisor.sharing.models import Grant

A_ROW = 300
"""What a row takes up besides its texts, with its share of the indexes."""
LONG_OF_SERVICE = tuple(
    name for name, field in SERVICE_FIELDS.items() if field.form in ("text", "benchmarks", "measurements")
)
TEXTS: tuple[tuple[type[Model], str, tuple[str, ...], int], ...] = (
    (AnswerEvent, "respondent__assessment__scope", ("note", "reason", "evidence_url"), 2),  # the last one is a copy
    (AuditEvent, "scope", ("detail",), 1),
    (Comment, "round__service__assessment__scope", ("text",), 1),
    (Comment, "round__team__assessment__scope", ("text",), 1),
    (Service, "assessment__scope", LONG_OF_SERVICE, 1),
    (Record, "scope", ("content",), 1),
    (RecordFile, "record__scope", ("content",), 1),
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
    made = Grant.objects.filter(role="own", link=None, membership=None, revoked_at=None, scope__closed_at=None)
    for visitor_id, scope_id in made.values_list("visitor_id", "scope_id").iterator():
        volumes[visitor_id] += scopes[scope_id]
    return volumes
