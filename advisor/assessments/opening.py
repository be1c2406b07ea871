"""Opening an assessment by its address: what it is, what the browser that asks may do with it, and as whom it answers.

In: a browser's key, an address, a role. Out: rows, or `AccessDenied`; what is not granted is not found. Must not know:
HTTP. Access is checked in the read itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, QuerySet

from advisor.assessments.models import Assessment, OwningTeam, Respondent, Service
from advisor.sharing.access import AccessDenied, VisitorKey, check_held, granted, is_person
from advisor.sharing.roles import ROLES, Role

STRANGER = "This browser has not been given access."


@dataclass(frozen=True, slots=True)
class Opened:
    """An assessment, and what the browser that opened it may do."""

    assessment: Assessment
    roles: frozenset[Role]
    """Every role it has, the weaker ones included."""
    visitor: VisitorKey

    @property
    def may_respond(self) -> bool:
        return "respond" in self.roles

    @property
    def may_edit(self) -> bool:
        return "edit" in self.roles

    @property
    def may_own(self) -> bool:
        return "own" in self.roles


def open_assessment(visitor: VisitorKey | None, public_id: str, role: Role) -> Opened:
    """The assessment at this address, with its checklist's version, in one read. AccessDenied: not for this browser."""
    if visitor is None:
        raise AccessDenied(STRANGER)
    may = {f"may_{one}": granted(visitor, one) for one in ROLES}
    row = (
        Assessment.objects.select_related("checklist")
        .defer("checklist__content")
        .filter(granted(visitor, "view"), public_id=public_id, quick_visitor=None)
        .annotate(**may)
        .first()
    )
    if row is None:
        raise AccessDenied(STRANGER)
    held = frozenset(one for one in ROLES if getattr(row, f"may_{one}"))
    check_held(held, role)
    return Opened(row, held, visitor)


def respondent_of(opened: Opened) -> Respondent | None:
    """As whom this browser answers; on another device, reached by the private link, as the same person."""
    return (
        Respondent.objects.filter(
            is_person(opened.visitor, scope="assessment__scope"), assessment_id=opened.assessment.id
        )
        .order_by("id")
        .first()
    )


def service_at(opened: Opened, slug: str, *, removed: bool = False) -> Service:
    """A service of this very assessment, with its team. AccessDenied: it has none of this name."""
    rows = Service.everything if removed else Service.objects
    row = rows.select_related("team").filter(assessment_id=opened.assessment.id, slug=slug).first()
    if row is None:
        raise AccessDenied("This assessment has no such service.")
    return row


def team_at(opened: Opened, slug: str, *, removed: bool = False) -> OwningTeam:
    """An owning team of this very assessment. AccessDenied: it has none of this name."""
    rows = OwningTeam.everything if removed else OwningTeam.objects
    row = rows.filter(assessment_id=opened.assessment.id, slug=slug).first()
    if row is None:
        raise AccessDenied("This assessment has no such team.")
    return row


@dataclass(frozen=True, slots=True)
class Held:
    """One line of what a browser made and was let into."""

    title: str
    public_id: str
    opened_on: date
    services: int
    mine: bool
    quick: bool
    removed: bool


def held_by(visitor: VisitorKey | None) -> list[Held]:
    """Everything this browser may open, last opened first; at the end what it removed and can still put back."""
    if visitor is None:
        return []
    open_rows = _held(Assessment.objects.filter(granted(visitor, "view")), visitor)
    removed = Assessment.objects.filter(
        scope__closed_at__isnull=False,
        scope__grants__visitor__key_hash=visitor.key_hash,
        scope__grants__role="own",
        scope__grants__revoked_at=None,
    )
    return [*open_rows, *_held(removed.distinct(), visitor)]


def _held(rows: QuerySet[Assessment], visitor: VisitorKey) -> list[Held]:
    found = rows.annotate(may_own=granted(visitor, "own")).order_by("-opened_on", "-id").select_related("scope")
    ids = [row.id for row in found]
    counted = _counts(ids)
    return [
        Held(
            title=row.title,
            public_id=row.public_id,
            opened_on=row.opened_on,
            services=counted.get(row.id, 0),
            mine=bool(getattr(row, "may_own")) or row.scope.closed_at is not None,  # noqa: B009  an annotation
            quick=row.quick_visitor_id is not None,
            removed=row.scope.closed_at is not None,
        )
        for row in found
    ]


def _counts(ids: list[int]) -> Mapping[int, int]:
    found: dict[int, int] = {}
    for assessment_id in Service.objects.filter(assessment_id__in=ids).values_list("assessment_id", flat=True):
        found[assessment_id] = found.get(assessment_id, 0) + 1
    return found


def last_position(rows: QuerySet[Service] | QuerySet[OwningTeam]) -> int:
    """The highest position in use, removed rows included; -1 where there is none."""
    found: int | None = rows.aggregate(last=Max("position"))["last"]
    return -1 if found is None else found
