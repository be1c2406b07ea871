"""Opening an assessment by its address: what it is, what the browser that asks may do with it, and as whom it answers.

In: a browser's key, an address, a role. Out: rows, or `AccessDenied`; what is not granted is not found. Must not know:
HTTP. Access is checked in the read itself.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.db.models import F, Max, QuerySet

from advisor.assessments.models import Assessment, ChecklistVersion, OwningTeam, Respondent, Service
from advisor.assessments.prepared_sql import ANYONE, ASSESSMENT, PUBLIC_ID, Compiled, compiled, fetched, objects_of
from advisor.sharing.access import AccessDenied, VisitorKey, check_held, granted, is_person
from advisor.sharing.roles import ROLES, Role

VERSION = ("digest", "slug", "version")
"""What is read of a checklist's version; its content only where it is asked for."""
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


def _may(role: Role) -> str:
    return f"may_{role}"


def _of_version(name: str) -> str:
    return f"version_{name}"


BESIDE = (*map(_may, ROLES), *map(_of_version, VERSION))
"""What is read beside the assessment's own columns."""


@lru_cache(maxsize=1)
def _opening() -> Compiled:
    """The read of `open_assessment` as SQL."""
    may = {_may(one): granted(ANYONE, one) for one in ROLES}
    version = {_of_version(name): F(f"checklist__{name}") for name in VERSION}
    rows = Assessment.objects.filter(granted(ANYONE, "view"), public_id=PUBLIC_ID, quick_visitor=None)
    return compiled(rows.annotate(**may, **version))


@lru_cache(maxsize=1)
def _answering() -> Compiled:
    """The read of `respondent_of` as SQL."""
    mine = is_person(ANYONE, scope="assessment__scope")
    return compiled(Respondent.objects.filter(mine, assessment_id=ASSESSMENT).order_by("id"))


def open_assessment(visitor: VisitorKey | None, public_id: str, role: Role) -> Opened:
    """The assessment at this address, with its checklist's version, in one read. AccessDenied: not for this browser."""
    if visitor is None:
        raise AccessDenied(STRANGER)
    values = {ANYONE.key_hash: visitor.key_hash, PUBLIC_ID: public_id}
    row = next(iter(objects_of(Assessment, _opening(), fetched(_opening(), values), BESIDE)), None)
    if row is None:
        raise AccessDenied(STRANGER)
    version = [getattr(row, _of_version(name)) for name in VERSION]
    row.checklist = ChecklistVersion.from_db(row._state.db, ["id", *VERSION], [row.checklist_id, *version])
    held = frozenset(one for one in ROLES if getattr(row, _may(one)))
    check_held(held, role)
    return Opened(row, held, visitor)


def open_behind(visitor: VisitorKey, scope_id: int) -> Opened | None:
    """The assessment that a scope guards, for whoever may read it; None where it is gone, or not for this browser."""
    rows = Assessment.objects.filter(granted(visitor, "view"), scope_id=scope_id, quick_visitor=None)
    public_id = rows.values_list("public_id", flat=True).first()
    return open_assessment(visitor, public_id, "view") if public_id else None


def respondent_of(opened: Opened) -> Respondent | None:
    """As whom this browser answers; on another device, reached by the private link, as the same person."""
    values: dict[str | int, str | int] = {ANYONE.key_hash: opened.visitor.key_hash, ASSESSMENT: opened.assessment.id}
    return next(iter(objects_of(Respondent, _answering(), fetched(_answering(), values))), None)


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


def last_position(rows: QuerySet[Service] | QuerySet[OwningTeam]) -> int:
    """The highest position in use, removed rows included; -1 where there is none."""
    last: int | None = rows.aggregate(last=Max("position"))["last"]
    return -1 if last is None else last
