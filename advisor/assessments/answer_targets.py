"""What a browser answers about: one service, or one team's scorecard, of one assessment, as one respondent.

In: a browser's key, an address. Out: an `AnswerTarget`, access checked in the read that finds it, and its rows.
Must not know: HTTP, what was answered.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import islice
from typing import Any, Literal

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Case, Count, Exists, Model, OuterRef, Q, Value, When

from advisor.assessments.access import open_assessment, service_at, team_at
from advisor.assessments.models import Assessment, ChecklistVersion, OwningTeam, Respondent, Service, Submission
from advisor.assessments.prepared_sql import (
    ANYONE,
    ASSESSMENT,
    PUBLIC_ID,
    SLUG,
    Compiled,
    Row,
    compiled,
    fetched,
    values_of,
)
from advisor.sharing.access import VisitorKey, granted, is_person, whose


@dataclass(frozen=True, slots=True)
class AnswerTarget:
    """One respondent at one service or team of one assessment: all that a save needs to know."""

    assessment_id: int
    public_id: str
    scope_id: int
    checklist_digest: str
    respondent_id: int
    """0 for someone who may answer and has not begun."""
    service_id: int
    """0 at a team's scorecard."""
    team_id: int
    team_slug: str = ""
    submitted: bool = False
    """The respondent said to be done with the service: a further answer takes that back."""


_ASSESSMENT = (
    "assessment_id",
    "assessment__public_id",
    "assessment__scope_id",
    "assessment__checklist__digest",
    "id",
)
Subject = Literal["service", "team"]


@lru_cache(maxsize=1)
def _quick_query() -> Compiled:
    """The read of `quick_target` as SQL."""
    query = Respondent.objects.filter(
        granted(ANYONE, "respond", "assessment__scope"),
        assessment__quick_visitor_id=whose(ANYONE),
        visitor_id=whose(ANYONE),
    ).values_list(*_ASSESSMENT, "assessment__services__id", "assessment__services__team_id")
    return compiled(query)


@lru_cache(maxsize=2)
def _target_query(subject: Subject) -> Compiled:
    """The read of `answer_target` as SQL."""
    rows, assessments = (
        f"assessment__{subject}s",
        Respondent.objects.filter(
            granted(ANYONE, "respond", "assessment__scope"),
            is_person(ANYONE, scope="assessment__scope"),
            assessment__public_id=PUBLIC_ID,
            assessment__quick_visitor=None,
            **{f"assessment__{subject}s__slug": SLUG, f"assessment__{subject}s__removed_at": None},
        ).order_by("id"),
    )
    if subject == "team":
        query = assessments.values_list(*_ASSESSMENT, Value(0), f"{rows}__id", f"{rows}__slug")
    else:
        done = Submission.objects.filter(respondent_id=OuterRef("id"), service_id=OuterRef(f"{rows}__id"))
        query = assessments.values_list(
            *_ASSESSMENT, f"{rows}__id", f"{rows}__team_id", f"{rows}__team__slug", Exists(done)
        )
    return compiled(query)


def _row(query: Compiled, values: Mapping[Any, str | int]) -> tuple[Any, ...] | None:
    return next(iter(fetched(query, values)), None)


def quick_target(visitor: VisitorKey | None) -> AnswerTarget | None:
    """The one-service assessment this browser is at, access checked, in one read; None if there is none."""
    if visitor is None:
        return None
    row = _row(_quick_query(), {ANYONE.key_hash: visitor.key_hash})
    return AnswerTarget(*row) if row else None


def answer_target(visitor: VisitorKey | None, public_id: str, subject: Subject, slug: str) -> AnswerTarget:
    """Where this browser answers about a service or a team of an assessment, access checked, in one read.

    AccessDenied: there is none for it. Who may answer and has not begun takes some reads more."""
    if visitor is not None:
        wanted = {ANYONE.key_hash: visitor.key_hash, PUBLIC_ID: public_id, SLUG: slug}
        row = _row(_target_query(subject), wanted)
        if row:
            return AnswerTarget(*row)
    opened = open_assessment(visitor, public_id, "respond")
    at = opened.assessment
    named = at.id, at.public_id, at.scope_id, at.checklist.digest, 0
    if subject == "team":
        team = team_at(opened, slug)
        return AnswerTarget(*named, 0, team.id, team.slug)
    service = service_at(opened, slug)
    return AnswerTarget(*named, service.id, service.team_id, service.team.slug)


@lru_cache(maxsize=1)
def _edited() -> Compiled:
    """The read of `may_edit_at` as SQL."""
    return compiled(Assessment.objects.filter(granted(ANYONE, "edit"), id=ASSESSMENT).values_list("id"))


def may_edit_at(visitor: VisitorKey, target: AnswerTarget) -> bool:
    """Whether this browser may also change what is asked there, in one read."""
    return bool(fetched(_edited(), {ANYONE.key_hash: visitor.key_hash, ASSESSMENT: target.assessment_id}))


SUBJECT = -1
"""Stands where the id of what is read goes."""


def _columns(kind: type[Model]) -> list[str]:
    """All that is read of a row; a checklist's content is large, and kept elsewhere."""
    return [field.attname for field in kind._meta.concrete_fields if field.attname != "content"]


@lru_cache(maxsize=1)
def _service() -> Compiled:
    """The read of `service_of` as SQL."""
    around = (
        ("", Service),
        ("team__", OwningTeam),
        ("assessment__", Assessment),
        ("assessment__checklist__", ChecklistVersion),
    )
    names = [f"{before}{name}" for before, kind in around for name in _columns(kind)]
    return compiled(Service.objects.filter(id=SUBJECT).values_list(*names))


def _taken(kind: type[Row], values: Iterator[Any]) -> Row:
    """The row that the next values are."""
    names = _columns(kind)
    return kind.from_db(DEFAULT_DB_ALIAS, names, list(islice(values, len(names))))


def service_of(target: AnswerTarget) -> Service:
    """The service with its team and assessment, in one read."""
    read = _service()
    rows = values_of(read, fetched(read, {SUBJECT: target.service_id}))
    if not rows:
        raise Service.DoesNotExist
    values = iter(rows[0])
    service = _taken(Service, values)
    service.team = _taken(OwningTeam, values)
    service.assessment = _taken(Assessment, values)
    service.assessment.checklist = _taken(ChecklistVersion, values)
    return service


def team_of(target: AnswerTarget) -> OwningTeam:
    """The owning team with its assessment, in one read."""
    rows = OwningTeam.objects.select_related("assessment__checklist").defer("assessment__checklist__content")
    return rows.get(id=target.team_id)


def submitted_at(target: AnswerTarget) -> datetime | None:
    """When the respondent said to be done with the service, if that still holds."""
    rows = Submission.objects.filter(respondent_id=target.respondent_id, service_id=target.service_id)
    return rows.values_list("submitted_at", flat=True).first()


def next_open_service(service: Service, respondent_id: int, statements: int) -> Service | None:
    """The next service below, else from the top, of which this respondent has not answered all statements."""
    mine = Q(currentanswer__respondent_id=respondent_id) & ~Q(currentanswer__value="none")
    return (
        Service.objects.filter(assessment_id=service.assessment_id)
        .exclude(id=service.id)
        .annotate(answered=Count("currentanswer", filter=mine))
        .filter(answered__lt=statements)
        .annotate(above=Case(When(position__lt=service.position, then=1), default=0))
        .order_by("above", "position", "id")
        .first()
    )
