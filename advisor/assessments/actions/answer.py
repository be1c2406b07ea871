"""Saving one answer, and what has to be there for the first one of somebody."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from advisor.assessments.actions.append import append
from advisor.assessments.actions.join import check_room, name_unlike
from advisor.assessments.answer_targets import AnswerTarget, quick_target
from advisor.assessments.answers import STARTED_OVER, Draft, GoneError, StaleAnswerError, StoredAnswer, Subject
from advisor.assessments.audit import audit
from advisor.assessments.checklists import version_row
from advisor.assessments.lock import lock
from advisor.assessments.models import (
    AnswerEvent,
    Assessment,
    CurrentAnswer,
    OwningTeam,
    Respondent,
    Service,
    Submission,
)
from advisor.assessments.reads.answers import stored_evidence
from advisor.checklist.model import Checklist
from advisor.sharing.access import VisitorKey
from advisor.sharing.models import Visitor
from advisor.sharing.services import know_visitor, make_scope

SERVICE_NAME = "My service"

TEAM_NAME = "My team"


def begin_quick(*, visitor: VisitorKey, checklist: Checklist) -> AnswerTarget:
    """The browser's one-service assessment: the one it has, or a new one. Two first saves at once give one."""
    with transaction.atomic():
        who = know_visitor(key=visitor)
        # Whoever comes second waits here, and then finds what the first one made.
        Visitor.objects.select_for_update().get(id=who.id)
        target = quick_target(visitor)
        if target is not None:
            return target
        assessment = Assessment.objects.create(
            scope=make_scope(owner=who),
            checklist=version_row(checklist=checklist),
            title=SERVICE_NAME,
            quick_visitor=who,
            opened_on=timezone.localdate(),
        )
        team = OwningTeam.objects.create(assessment=assessment, name=TEAM_NAME, slug="my-team", position=0)
        Service.objects.create(assessment=assessment, team=team, name=SERVICE_NAME, slug="my-service", position=0)
        Respondent.objects.create(assessment=assessment, visitor=who, name="You")
        audit(scope_id=assessment.scope_id, visitor=who, action="assessment begun", detail={"kind": "quick"})
        made = quick_target(visitor)
    if made is None:
        raise GoneError("The assessment you just started was removed. Please start again.")
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
) -> StoredAnswer:
    """Appends an answer if number `base` is still the last one; else StaleAnswerError with both values.

    `tried` are the request ids of earlier saves whose replies never came: where the last event is one of them, its
    writer is the one who asks, and nothing is stale. On a whole page posted at once, a statement that still says what
    it said when the page was made was not touched, and is left as others made it. Where the respondent had submitted
    the service, a new answer takes that back. GoneError: it was started over at this moment.
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

    with _there(respondent_id), transaction.atomic():
        if appended(base):
            return StoredAnswer(draft, base + 1, now)
        events = _events(respondent_id, subject)
        last = events.order_by("-seq").first()
        if last is None:
            raise StaleAnswerError(draft, None)
        current = StoredAnswer(_draft(last), last.seq, last.made_at, fresh=False)
        if current.draft == draft or (whole_page and _untouched(events, base, draft)):
            return current
        if last.request_id in tried and appended(last.seq):
            return StoredAnswer(draft, last.seq + 1, now)
        raise StaleAnswerError(draft, current)


@contextmanager
def _there(respondent_id: int) -> Iterator[None]:
    """Says so where what is answered was deleted since it was found."""
    try:
        yield
    except IntegrityError as error:
        if Respondent.objects.filter(id=respondent_id).exists():
            raise
        raise GoneError(STARTED_OVER) from error


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


def begin_answering(*, target: AnswerTarget, visitor: VisitorKey) -> AnswerTarget:
    """The target with a respondent: the one there is, or a new one for a browser that may answer and had none."""
    # every save comes by here, and a transaction would make it wait twice for its turn to write
    return target if target.respondent_id else _join(target, visitor)


@transaction.atomic
def _join(target: AnswerTarget, visitor: VisitorKey) -> AnswerTarget:
    who = know_visitor(key=visitor)
    lock(Assessment(id=target.assessment_id))
    people = Respondent.objects.filter(assessment_id=target.assessment_id)
    row = people.filter(visitor=who).first()
    if row is None:
        names = [*people.values_list("name", flat=True)]
        check_room(len(names))
        row = people.create(
            assessment_id=target.assessment_id, visitor=who, name=name_unlike(f"Respondent {len(names) + 1}", names)
        )
        audit(scope_id=target.scope_id, visitor=who, action="respondent joined", detail={"respondent": row.id})
    return replace(target, respondent_id=row.id)
