"""Changing what an assessment consists of: edit, reorder, duplicate, remove, put back.

In: an assessment that the caller may edit, and its rows. Out: rows, audited. Must not know: HTTP. What is removed is
kept for a week, so that it can be put back with all its answers; the daily sweep then takes it for good.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Sum
from django.db.models.functions import Length
from django.utils import timezone

from advisor.assessments.actions.create import MOST_SERVICES, MOST_TEAMS, NameTakenError, TooManyError, slug_of
from advisor.assessments.actions.retention import EMPTY_DAYS, delete_assessment
from advisor.assessments.actions.update import update_row
from advisor.assessments.answered_checks import copy_answered
from advisor.assessments.audit import audit
from advisor.assessments.lock import lock
from advisor.assessments.models import AnswerEvent, Assessment, CurrentAnswer, OwningTeam, Respondent, Service
from advisor.checklist.errors import AdvisorError
from advisor.checklist.text import folded
from advisor.sharing.access import VisitorKey, granted
from advisor.sharing.models import Scope, ShareLink
from advisor.sharing.services import known

RETENTION = timedelta(days=7)
LONGEST_NAME = 300
Row = Service | OwningTeam


class TeamInUseError(AdvisorError):
    """A team that still owns services is not removed."""

    def __init__(self, name: str, services: list[str]) -> None:
        owned = ", ".join(f"“{one}”" for one in services[:5]) + (" and more" if len(services) > 5 else "")
        super().__init__(f"{name} still owns {owned}. Give them to another team first, then remove it.")


def name_taken(row: Row, name: str) -> bool:
    """Whether another service, or another team, of the same assessment has this name."""
    others = type(row).objects.filter(assessment_id=row.assessment_id).exclude(id=row.id)
    return folded(name) in {folded(other) for other in others.values_list("name", flat=True)}


def edit_details(
    *, assessment: Assessment, visitor: VisitorKey, row: Row, base: int, fields: Mapping[str, Any]
) -> bool:
    """Changes a service's or a team's details from revision `base` on. StaleDetailsError, NameTakenError."""
    try:
        with transaction.atomic():
            lock(assessment)
            if "name" in fields and name_taken(row, fields["name"]):
                raise NameTakenError(fields["name"])
            return update_row(row, assessment.scope_id, visitor, base, fields)
    except IntegrityError:
        raise NameTakenError(str(fields.get("name", ""))) from None


@transaction.atomic
def rename_assessment(*, assessment: Assessment, visitor: VisitorKey, title: str) -> bool:
    """Gives an assessment another title."""
    if assessment.title == title:
        return False
    Assessment.objects.filter(id=assessment.id).update(title=title)
    detail = {"from": assessment.title, "to": title}
    audit(scope_id=assessment.scope_id, visitor=known(visitor), action="assessment renamed", detail=detail)
    return True


@transaction.atomic
def move(*, assessment: Assessment, visitor: VisitorKey, row: Row, by: Literal[-1, 1]) -> bool:
    """Changes places with the neighbour above (-1) or below (1). False where there is none."""
    lock(assessment)
    rows: list[Row] = list(type(row).objects.filter(assessment=assessment).order_by("position", "id"))
    at = next((index for index, one in enumerate(rows) if one.id == row.id), None)
    if at is None or not 0 <= at + by < len(rows):
        return False
    other = rows[at + by]
    type(row).objects.filter(id=row.id).update(position=other.position)
    type(row).objects.filter(id=other.id).update(position=rows[at].position)
    audit(
        scope_id=assessment.scope_id,
        visitor=known(visitor),
        action=f"{_kind(row)} moved",
        detail={_kind(row): row.slug, "by": by},
    )
    return True


def _kind(row: Row) -> str:
    return "service" if isinstance(row, Service) else "team"


def copy_name(name: str, present: set[str]) -> str:
    """What a copy is called: unlike all that are there.

    >>> copy_name("infer", {"infer", "Infer (copy)"})
    'infer (copy 2)'
    """
    taken, count = {folded(one) for one in present}, 1
    while True:
        ending = " (copy)" if count == 1 else f" (copy {count})"
        candidate = name[: LONGEST_NAME - len(ending)] + ending
        if folded(candidate) not in taken:
            return candidate
        count += 1


@transaction.atomic
def duplicate_service(
    *, assessment: Assessment, visitor: VisitorKey, service: Service, respondent: Respondent | None
) -> Service:
    """A copy right below the original; with the answers of `respondent` if one is given."""
    lock(assessment)
    there = Service.everything.filter(assessment=assessment)
    present = set(Service.objects.filter(assessment=assessment).values_list("name", flat=True))
    if len(present) >= MOST_SERVICES:
        raise TooManyError("services", MOST_SERVICES)
    name = copy_name(service.name, present)
    there.filter(position__gt=service.position).update(position=F("position") + 1)
    original = service.id
    copy = Service.objects.get(id=original)
    copy.pk, copy.name, copy.position, copy.revision = None, name, service.position + 1, 1
    copy.slug = slug_of(name, set(there.values_list("slug", flat=True)), empty="service")
    copy._state.adding = True
    copy.save()
    if respondent is not None:
        copy_answers(respondent.id, from_service=original, to_service=copy.id)
        copy_answered(respondent=respondent, original=service, copy=copy)
    detail = {"service": service.slug, "copy": copy.slug, "with answers": respondent is not None}
    audit(scope_id=assessment.scope_id, visitor=known(visitor), action="service duplicated", detail=detail)
    return copy


def copy_answers(respondent_id: int, *, from_service: int, to_service: int) -> None:
    """Says of one service what the same person said of another: as first events of its own."""
    answers = CurrentAnswer.objects.filter(respondent_id=respondent_id, service_id=from_service).order_by("id")
    names = [field.attname for field in CurrentAnswer._meta.concrete_fields if not field.primary_key]
    copies = [{name: getattr(one, name) for name in names} | {"service_id": to_service, "seq": 1} for one in answers]
    AnswerEvent.objects.bulk_create(AnswerEvent(request_id=uuid4().hex, **values) for values in copies)
    CurrentAnswer.objects.bulk_create(CurrentAnswer(**values) for values in copies)


def size_said(respondent_id: int, service_id: int) -> int:
    """How many characters somebody's notes and reasons on a service have, all of which a copy stores once more."""
    answers = CurrentAnswer.objects.filter(respondent_id=respondent_id, service_id=service_id)
    size: int | None = answers.aggregate(size=Sum(Length("note") + Length("reason")))["size"]
    return size or 0


@transaction.atomic
def remove(*, assessment: Assessment, visitor: VisitorKey, row: Row) -> None:
    """Takes a service or team away, to be put back within a week. TeamInUseError: it still owns services."""
    lock(assessment)
    if isinstance(row, OwningTeam):
        owned = list(row.services.order_by("position", "id").values_list("name", flat=True))
        if owned:
            raise TeamInUseError(row.name, owned)
    type(row).objects.filter(id=row.id).update(removed_at=timezone.now())
    action, detail = f"{_kind(row)} removed", {_kind(row): row.slug}
    audit(scope_id=assessment.scope_id, visitor=known(visitor), action=action, detail=detail)


@transaction.atomic
def put_back(*, assessment: Assessment, visitor: VisitorKey, row: Row) -> bool:
    """Undoes a removal; with a service comes its team. A name that was taken since gets an ending."""
    lock(assessment)
    if not type(row).everything.filter(id=row.id, removed_at__isnull=False).exists():
        return False
    if isinstance(row, Service) and row.team.removed_at is not None:
        put_back(assessment=assessment, visitor=visitor, row=row.team)
    rows = type(row).objects.filter(assessment=assessment)
    most, what = (MOST_SERVICES, "services") if isinstance(row, Service) else (MOST_TEAMS, "owning teams")
    present = set(rows.values_list("name", flat=True))
    if len(present) >= most:
        raise TooManyError(what, most)
    name = copy_name(row.name, present) if name_taken(row, row.name) else row.name
    type(row).everything.filter(id=row.id).update(removed_at=None, name=name)
    action, detail = f"{_kind(row)} put back", {_kind(row): row.slug}
    audit(scope_id=assessment.scope_id, visitor=known(visitor), action=action, detail=detail)
    return True


@transaction.atomic
def remove_assessment(*, assessment: Assessment, visitor: VisitorKey) -> None:
    """Closes an assessment to everyone, links included; it can be put back within a week."""
    Scope.objects.filter(id=assessment.scope_id, closed_at=None).update(closed_at=timezone.now())
    audit(scope_id=assessment.scope_id, visitor=known(visitor), action="assessment removed", detail={})


@transaction.atomic
def put_back_assessment(*, visitor: VisitorKey, public_id: str) -> Assessment | None:
    """Opens an assessment again that this browser owns and removed; None where there is none."""
    removed = Assessment.objects.filter(granted(visitor, "own", closed=True), scope__closed_at__isnull=False)
    row = removed.filter(public_id=public_id).first()
    if row is None:
        return None
    if not Scope.objects.filter(id=row.scope_id, closed_at__isnull=False).update(closed_at=None):
        return None  # the week is over at this moment, or it was put back in another tab
    audit(scope_id=row.scope_id, visitor=known(visitor), action="assessment put back", detail={})
    return row


def sweep_empty(*, today: date) -> int:
    """Removes platforms in which nobody answered anything, that are shared with nobody and were not opened for 30 days;
    how many. Their makers can put them back within a week, as if they had removed them."""
    unopened = Assessment.objects.filter(quick_visitor=None, opened_on__lt=today - timedelta(days=EMPTY_DAYS))
    shared = ShareLink.objects.filter(scope_id=OuterRef("scope_id"), stands_for=None)
    answered = AnswerEvent.objects.filter(respondent__assessment_id=OuterRef("id"))
    alone = unopened.filter(~Exists(answered), ~Exists(shared), scope__workspace=None, scope__closed_at=None)
    swept = 0
    for assessment in alone:
        with transaction.atomic():
            Scope.objects.filter(id=assessment.scope_id).update(closed_at=timezone.now())
            audit(scope_id=assessment.scope_id, visitor=None, action="assessment removed", detail={"empty": True})
        swept += 1
    return swept


def sweep_removed(*, now: datetime) -> int:
    """Takes for good what was removed more than a week ago; how many assessments went."""
    limit = now - RETENTION
    Service.everything.filter(removed_at__lt=limit).delete()
    OwningTeam.everything.filter(removed_at__lt=limit, services=None).delete()
    swept = 0
    for assessment in Assessment.objects.filter(scope__closed_at__lt=limit):
        with transaction.atomic():
            # whoever puts it back at this moment has it, or finds it gone
            closed = Scope.objects.select_for_update().filter(id=assessment.scope_id, closed_at__lt=limit)
            if closed.first() is not None:
                delete_assessment(assessment)
                swept += 1
    return swept
