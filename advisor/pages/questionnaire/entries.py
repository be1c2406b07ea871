"""The seats of an assessment: at one of its services, or at the scorecard of one of its owning teams.

In: a request, an address. Out: an entry; AccessDenied for whoever may not answer there. Must not know: templates.
"""

from typing import Any

from django.http import HttpRequest

from advisor.assessments import addresses
from advisor.assessments.access import STRANGER, open_assessment
from advisor.assessments.actions.answer import begin_answering
from advisor.assessments.answer_targets import AnswerTarget, answer_target, may_edit_at, service_of, team_of
from advisor.assessments.checklists import at_digest
from advisor.assessments.questionnaire.context import Entry, Questionnaire, ServiceQuestionnaire
from advisor.assessments.questionnaire.routes import ServiceRoutes, TeamRoutes
from advisor.assessments.reads.answers import own_answers
from advisor.pages.http.way import show_way
from advisor.sharing.access import AccessDenied, VisitorKey, check_role, visitor_of
from advisor.sharing.roles import Role


def open_service(request: HttpRequest, role: Role, address: dict[str, Any]) -> Entry:
    """The service of an address, to answer about it."""
    return _checked(service_entry(request, address.pop("public_id"), address.pop("slug")), role)


def open_team(request: HttpRequest, role: Role, address: dict[str, Any]) -> Entry:
    """The owning team of an address, to answer its scorecard."""
    return _checked(team_entry(request, address.pop("public_id"), address.pop("slug")), role)


def _checked(entry: Entry, role: Role) -> Entry:
    """The entry itself: who has one may answer, and for more than that is asked."""
    assert entry.target is not None
    if role != "respond":
        check_role(entry.visitor, entry.target.scope_id, role)
    return entry


def _asking(request: HttpRequest) -> VisitorKey:
    visitor = visitor_of(request)
    if visitor is None:
        raise AccessDenied(STRANGER)
    return visitor


def service_entry(request: HttpRequest, public_id: str, slug: str) -> Entry:
    visitor = _asking(request)
    target = answer_target(visitor, public_id, "service", slug)
    routes = ServiceRoutes(public_id, slug, target.team_slug)
    show_way(request, lambda: open_assessment(visitor, public_id, "respond"))
    return Entry(
        routes,
        visitor,
        target,
        begin=lambda: _begun(target, visitor),
        open_questionnaire=lambda at: _service_questionnaire(routes, at or target, visitor),
    )


def _begun(target: AnswerTarget, visitor: VisitorKey) -> AnswerTarget:
    return target if target.respondent_id else begin_answering(target=target, visitor=visitor)


def _service_questionnaire(routes: ServiceRoutes, target: AnswerTarget, visitor: VisitorKey) -> ServiceQuestionnaire:
    service = service_of(target)
    checklist = at_digest(target.checklist_digest)
    return ServiceQuestionnaire(
        routes,
        target,
        service.assessment,
        service.team,
        checklist,
        own_answers(target),
        service,
        trail=[(routes.steps(checklist)[0].address, service.name)],
        may_edit=may_edit_at(visitor, target),
    )


def team_entry(request: HttpRequest, public_id: str, slug: str) -> Entry:
    visitor = _asking(request)
    target = answer_target(visitor, public_id, "team", slug)
    routes = TeamRoutes(public_id, slug)
    show_way(request, lambda: open_assessment(visitor, public_id, "respond"))
    return Entry(
        routes,
        visitor,
        target,
        begin=lambda: _begun(target, visitor),
        open_questionnaire=lambda at: _team_questionnaire(routes, at or target, visitor),
    )


def _team_questionnaire(routes: TeamRoutes, target: AnswerTarget, visitor: VisitorKey) -> Questionnaire:
    team = team_of(target)
    return Questionnaire(
        routes,
        target,
        team.assessment,
        team,
        at_digest(target.checklist_digest),
        own_answers(target),
        trail=[(f"{addresses.hub(target.public_id)}#teams", "Owning teams")],
        may_edit=may_edit_at(visitor, target),
    )
