"""Writes: keyword-only, atomic, and audited where they are not answers."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, ProtectedError, Q, QuerySet
from django.utils import timezone

from advisor.assessments.actions.append import append
from advisor.assessments.answer_targets import Place, quick_place
from advisor.assessments.answers import Draft, GoneError, Kept, StaleAnswerError, StaleDetailsError, Subject
from advisor.assessments.checklists import version_row
from advisor.assessments.models import (
    AnswerEvent,
    Assessment,
    AuditEvent,
    CurrentAnswer,
    OwningTeam,
    Respondent,
    Service,
    Submission,
)
from advisor.assessments.reads.answers import stored_evidence
from advisor.checklist.model import Checklist
from advisor.disk import noted_if_possible
from advisor.sharing.access import VisitorKey
from advisor.sharing.models import Scope, Visitor
from advisor.sharing.services import know_visitor, known, make_scope

QUICK_DAYS = 30
BEGUN_DAYS, FEW_ANSWERS = 7, 4
"""Of a service that somebody only looked at, less is lost, and it goes sooner."""
EMPTY_DAYS = 30
"""A platform without an answer is removed when it was not opened for so long."""
SERVICE_NAME = "My service"
TEAM_NAME = "My team"


def begin_quick(*, visitor: VisitorKey, checklist: Checklist) -> Place:
    """The browser's one-service assessment: the one it has, or a new one. Two first saves at once give one."""
    with transaction.atomic():
        who = know_visitor(key=visitor)
        # Whoever comes second waits here, and then finds what the first one made.
        Visitor.objects.select_for_update().get(id=who.id)
        place = quick_place(visitor)
        if place is not None:
            return place
        assessment = Assessment.objects.create(
            scope=make_scope(owner=who),
            checklist=version_row(checklist=checklist),
            title=SERVICE_NAME,
            quick_visitor=who,
            opened_on=timezone.now().date(),
        )
        team = OwningTeam.objects.create(assessment=assessment, name=TEAM_NAME, slug="my-team", position=0)
        Service.objects.create(assessment=assessment, team=team, name=SERVICE_NAME, slug="my-service", position=0)
        Respondent.objects.create(assessment=assessment, visitor=who, name="You")
        audit(scope_id=assessment.scope_id, visitor=who, action="assessment begun", detail={"kind": "quick"})
        made = quick_place(visitor)
    if made is None:
        raise GoneError("The assessment that was just begun has been taken away. Please begin again.")
    return made


def record_answer(
    *,
    respondent_id: int,
    subject: Subject,
    draft: Draft,
    base: int,
    request_id: str,
    tried: frozenset[str] = frozenset(),
    whole_page: bool = False,
    submitted: bool = False,
) -> Kept:
    """Appends an answer if number `base` is still the last one; else StaleAnswerError with both values.

    `tried` are the request ids of earlier saves whose replies never came: where the last event is one of them, its
    writer is the one who asks, and nothing is stale. On a whole page posted at once, a statement that still says what
    it said when the page was made was not touched, and is left as others made it. Where the respondent had submitted
    the service, a new answer takes that back.
    """
    now = timezone.now()

    def appended(after: int) -> bool:
        done = append(
            respondent_id=respondent_id,
            subject=subject,
            draft=draft,
            base=after,
            request_id=request_id,
            made_at=now,
        )
        if done and submitted and subject.kind == "service":
            Submission.objects.filter(respondent_id=respondent_id, service_id=subject.id).delete()
        return done

    with transaction.atomic():
        if appended(base):
            return Kept(draft, base + 1, now)
        events = _events(respondent_id, subject)
        last = events.order_by("-seq").first()
        if last is None:
            raise StaleAnswerError(draft, None)
        current = Kept(_draft(last), last.seq, last.made_at, fresh=False)
        if current.draft == draft or (whole_page and _untouched(events, base, draft)):
            return current
        if last.request_id in tried and appended(last.seq):
            return Kept(draft, last.seq + 1, now)
        raise StaleAnswerError(draft, current)


def _events(respondent_id: int, subject: Subject) -> QuerySet[AnswerEvent]:
    return AnswerEvent.objects.filter(
        **{"respondent_id": respondent_id, f"{subject.kind}_id": subject.id, "statement": subject.statement}
    )


def _untouched(events: QuerySet[AnswerEvent], base: int, draft: Draft) -> bool:
    """Whether the draft still says what was there when the page was made."""
    seen = events.filter(seq=base).first()
    return draft == (_draft(seen) if seen else Draft("none"))


def _draft(event: AnswerEvent) -> Draft:
    evidence = stored_evidence(event.evidence_kind, event.evidence_url, event.evidence_expires)
    return Draft(event.value, event.reason, event.note, evidence)


def audit(*, scope_id: int, visitor: Visitor | None, action: str, detail: Mapping[str, Any]) -> None:
    """Notes who did what, for every write that is not an answer."""
    AuditEvent.objects.create(scope_id=scope_id, visitor=visitor, action=action, detail=dict(detail))


@transaction.atomic
def update_service(*, place: Place, visitor: VisitorKey, base: int, fields: Mapping[str, Any]) -> bool:
    """Changes a service's details if they are still at revision `base`, else StaleDetailsError. False: nothing new."""
    return update_row(Service.objects.get(id=place.service_id), place.scope_id, visitor, base, fields)


@transaction.atomic
def update_team(*, place: Place, visitor: VisitorKey, base: int, fields: Mapping[str, Any]) -> bool:
    """Changes an owning team's name or raw owners under the same rule."""
    return update_row(OwningTeam.objects.get(id=place.team_id), place.scope_id, visitor, base, fields)


def update_row(
    row: Service | OwningTeam, scope_id: int, visitor: VisitorKey, base: int, fields: Mapping[str, Any]
) -> bool:
    """The rule of every shared field: only from revision `base` on, audited with what was there before."""
    changed = {name: value for name, value in fields.items() if getattr(row, name) != value}
    if not changed:
        return False
    if not type(row).objects.filter(id=row.id, revision=base).update(revision=base + 1, **changed):
        raise StaleDetailsError(row)
    who = known(visitor)
    before = {name: getattr(row, name) for name in changed}
    kind = "service" if isinstance(row, Service) else "team"
    detail = {kind: row.slug, "from": before, "to": changed}
    audit(scope_id=scope_id, visitor=who, action=f"{kind} details changed", detail=detail)
    return True


def mark_opened(*, assessment: Assessment, today: date) -> None:
    """Notes that the assessment is in use, at most once a day."""
    if assessment.opened_on != today:
        with noted_if_possible():
            Assessment.objects.filter(id=assessment.id).update(opened_on=today)


@transaction.atomic
def start_over(*, visitor: VisitorKey, public_id: str) -> bool:
    """Deletes the browser's one-service assessment, if it is still this one."""
    place = quick_place(visitor)
    if place is None or place.public_id != public_id:
        return False
    who = known(visitor)
    audit(scope_id=place.scope_id, visitor=who, action="assessment started over", detail={})
    delete_assessment(Assessment.objects.get(id=place.assessment_id))
    return True


def delete_assessment(assessment: Assessment) -> None:
    """Deletes an assessment with all it holds; what was noted about it stays, and its scope where a frozen record still
    asks it who may look."""
    scope_id = assessment.scope_id
    # services point at their teams with PROTECT, so they go first
    Service.everything.filter(assessment=assessment).delete()
    assessment.delete()
    with suppress(ProtectedError):
        Scope.objects.filter(id=scope_id).delete()


def sweep(*, today: date) -> int:
    """Deletes quick assessments not opened for 30 days, of few answers for 7, and browsers with nothing left here; how
    many were swept."""
    swept = 0
    limit = today - timedelta(days=QUICK_DAYS)
    tried = Assessment.objects.filter(quick_visitor__isnull=False)
    begun = Q(opened_on__lt=today - timedelta(days=BEGUN_DAYS), answers__lt=FEW_ANSWERS)
    answers = Count("respondents__currentanswer")
    for assessment in tried.annotate(answers=answers).filter(Q(opened_on__lt=limit) | begun):
        with transaction.atomic():
            delete_assessment(assessment)
        swept += 1
    # whoever answered is found again by a new link, also long after the old one ended
    idle = Visitor.objects.filter(user=None, person=None, grants=None, quick_assessment=None, respondent=None)
    idle.filter(made_at__date__lt=limit).delete()
    return swept


@transaction.atomic
def rebuild_current_answers(*, respondent_id: int) -> int:
    """Makes the cache of current answers anew from the events."""
    CurrentAnswer.objects.filter(respondent_id=respondent_id).delete()
    last: dict[tuple[int | None, int | None, str], AnswerEvent] = {}
    for event in AnswerEvent.objects.filter(respondent_id=respondent_id).order_by("seq"):
        last[(event.service_id, event.team_id, event.statement)] = event
    shared = [field.attname for field in CurrentAnswer._meta.concrete_fields if not field.primary_key]
    CurrentAnswer.objects.bulk_create(CurrentAnswer(**{n: getattr(e, n) for n in shared}) for e in last.values())
    return len(last)


def begin_answering(*, place: Place, visitor: VisitorKey) -> Place:
    """The place with a respondent: the one there is, or a new one for a browser that may answer and had none."""
    # every save comes by here, and a transaction would make it wait twice for its turn to write
    return place if place.respondent_id else _join(place, visitor)


@transaction.atomic
def _join(place: Place, visitor: VisitorKey) -> Place:
    who = know_visitor(key=visitor)
    count = Respondent.objects.filter(assessment_id=place.assessment_id).count()
    row, made = Respondent.objects.get_or_create(
        assessment_id=place.assessment_id, visitor=who, defaults={"name": f"Respondent {count + 1}"}
    )
    if made:
        audit(scope_id=place.scope_id, visitor=who, action="respondent joined", detail={"respondent": row.id})
    return replace(place, respondent_id=row.id)
