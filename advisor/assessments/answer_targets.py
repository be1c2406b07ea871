"""What a browser answers about: one service, or one team's scorecard, of one assessment, as one respondent.

In: a browser's key, an address. Out: an `AnswerTarget`, access checked in the read that finds it, and its rows.
Must not know: HTTP, what was answered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal

from django.db.models import Case, Count, Exists, OuterRef, Q, Value, When

from advisor.assessments.access import open_assessment, service_at, team_at
from advisor.assessments.models import OwningTeam, Respondent, Service, Submission
from advisor.assessments.prepared_sql import ANYONE, PUBLIC_ID, SLUG, Compiled, compiled, fetched
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
    """The read of `quick_place` as SQL."""
    query = Respondent.objects.filter(
        granted(ANYONE, "respond", "assessment__scope"),
        assessment__quick_visitor_id=whose(ANYONE),
        visitor_id=whose(ANYONE),
    ).values_list(*_ASSESSMENT, "assessment__services__id", "assessment__services__team_id")
    return compiled(query)


@lru_cache(maxsize=2)
def _target_query(subject: Subject) -> Compiled:
    """The read of `place_at` as SQL."""
    rows, found = (
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
        query = found.values_list(*_ASSESSMENT, Value(0), f"{rows}__id", f"{rows}__slug")
    else:
        done = Submission.objects.filter(respondent_id=OuterRef("id"), service_id=OuterRef(f"{rows}__id"))
        query = found.values_list(*_ASSESSMENT, f"{rows}__id", f"{rows}__team_id", f"{rows}__team__slug", Exists(done))
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


_WITH = ("team", "assessment__checklist")


def service_of(target: AnswerTarget) -> Service:
    """The service with its team and assessment, in one read."""
    return Service.objects.select_related(*_WITH).defer("assessment__checklist__content").get(id=target.service_id)


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
