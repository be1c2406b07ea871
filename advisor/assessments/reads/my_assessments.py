"""What one browser made, what it was let into, and what waits for it.

In: a browser's key. Out: values. Must not know: HTTP. Another browser's things are never among them; the reads are the
same in number for one assessment and for many.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from advisor.assessments.models import Assessment, Service
from advisor.assessments.reads.people import waiting_for
from advisor.sharing.access import VisitorKey, granted, is_person
from advisor.sharing.models import Grant
from advisor.sharing.roles import ROLES, Role

COLUMNS = ("title", "public_id", "opened_on", "quick_visitor_id", "scope__closed_at")


@dataclass(frozen=True, slots=True)
class MyAssessment:
    """One line of what a browser made and was let into."""

    title: str
    public_id: str
    opened_on: date
    services: int
    role: Role
    """The most it may do there."""
    made: bool
    """It was made by this person, here or on another device; else they came by a link."""
    quick: bool
    removed: bool
    waiting: Sequence[Service] = ()
    """The services that wait for this person's answers."""


def my_assessments(visitor: VisitorKey | None) -> list[MyAssessment]:
    """Everything this browser may open, last opened first; at the end what it removed and can still put back."""
    if visitor is None:
        return []
    removed = Assessment.objects.filter(granted(visitor, "own", closed=True), scope__closed_at__isnull=False)
    return [
        *_lines(Assessment.objects.filter(granted(visitor, "view")), visitor),
        *_lines(removed, visitor),
    ]


def _lines(rows: QuerySet[Assessment], visitor: VisitorKey) -> list[MyAssessment]:
    may = {f"may_{role}": granted(visitor, role) for role in ROLES}
    makers = Grant.objects.filter(is_person(visitor), scope_id=OuterRef("scope_id"), link=None, membership=None)
    assessments = rows.annotate(made=Q(Exists(makers)), **may).order_by("-opened_on", "-id").select_related("scope")
    assessments = assessments.only(*COLUMNS)
    ids = [row.id for row in assessments]
    services = Counter(Service.objects.filter(assessment_id__in=ids).values_list("assessment_id", flat=True))
    waiting = waiting_for(visitor, ids)
    return [
        MyAssessment(
            title=row.title,
            public_id=row.public_id,
            opened_on=row.opened_on,
            services=services[row.id],
            role=_most(row),
            made=bool(getattr(row, "made")),  # noqa: B009  an annotation
            quick=row.quick_visitor_id is not None,
            removed=row.scope.closed_at is not None,
            waiting=waiting.get(row.id, ()),
        )
        for row in assessments
    ]


def _most(row: Assessment) -> Role:
    """The strongest role that was found; of what was removed only its owners know."""
    held = [role for role in ROLES if getattr(row, f"may_{role}")]
    return held[-1] if held else "own"
