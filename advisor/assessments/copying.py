"""An answers file as an assessment: what an example says, or a file from elsewhere, becomes rows of one's own.

In: an answers file of one respondent, read against its checklist. Out: the assessment. Must not know: where it came
from.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from advisor.assessments.making import NewService, make_assessment
from advisor.assessments.models import AnswerEvent, Assessment, CurrentAnswer, OwningTeam, Respondent, Service
from advisor.checklist import answers as file
from advisor.checklist.answers import Answer, AnswersFile
from advisor.checklist.model import Checklist
from advisor.sharing.access import VisitorKey


@transaction.atomic
def make_from_file(
    *, visitor: VisitorKey, checklist: Checklist, answers: AnswersFile, your_name: str, token: str
) -> tuple[Assessment, bool]:
    """A new assessment with the file's services, teams and answers, all of them the visitor's own, and True; or the
    one that this form made before, and False."""
    assessment, fresh = make_assessment(
        visitor=visitor,
        checklist=checklist,
        title=answers.platform,
        your_name=your_name,
        teams=[team.name for team in answers.teams],
        services=[_new_service(service) for service in answers.services],
        token=token,
    )
    if not fresh:
        return assessment, False
    Assessment.objects.filter(id=assessment.id).update(weights=answers.weights)
    respondent = Respondent.objects.get(assessment=assessment)
    teams = {team.name: team for team in OwningTeam.objects.filter(assessment=assessment)}
    services = {service.name: service for service in Service.objects.filter(assessment=assessment)}
    said: list[dict[str, object]] = []
    now = timezone.now()
    for team in answers.teams:
        row = teams[team.name]
        OwningTeam.objects.filter(id=row.id).update(raw_owners=team.raw_owners)
        said += _said(team.scorecard, {"respondent_id": respondent.id, "team_id": row.id}, now)
    for service in answers.services:
        subject = {"respondent_id": respondent.id, "service_id": services[service.name].id}
        said += _said(service.answers, subject, now)
    AnswerEvent.objects.bulk_create(AnswerEvent(request_id=uuid4().hex, **values) for values in said)
    CurrentAnswer.objects.bulk_create(CurrentAnswer(**values) for values in said)
    return assessment, True


def _new_service(service: file.Service) -> NewService:
    details = {
        "description": service.description,
        "intended": service.intended or "",
        "latency_budget_ms": service.latency_budget_ms,
        "downstream_ms": service.downstream_ms,
        "boundary": service.boundary,
        "versions": dict(service.versions),
    }
    return NewService(service.name, service.kind or "", service.team, details)


def _said(answers: Mapping[str, Answer], subject: Mapping[str, int], now: datetime) -> list[dict[str, object]]:
    """The columns of each answer's first event."""
    return [
        {
            **subject,
            "statement": statement,
            "seq": 1,
            "value": "na" if answer.na is not None else str(answer.level),
            "reason": answer.na or "",
            "note": answer.note,
            "evidence_kind": answer.evidence.kind if answer.evidence else "",
            "evidence_url": (answer.evidence.url or "") if answer.evidence else "",
            "evidence_expires": answer.evidence.expires if answer.evidence else None,
            "made_at": now,
        }
        for statement, answer in answers.items()
    ]
