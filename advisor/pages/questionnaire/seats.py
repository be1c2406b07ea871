"""The seats of an assessment: at one of its services, or at the scorecard of one of its owning teams.

In: a request, an address. Out: a seat; AccessDenied for whoever may not answer there. Must not know: templates.
"""

from collections.abc import Sequence

from django.http import HttpRequest

from advisor.assessments.access import STRANGER
from advisor.assessments.answer_targets import Place, place_at, service_of, team_of
from advisor.assessments.checklists import at_digest
from advisor.assessments.models import Assessment
from advisor.assessments.reads.answers import kept_answers
from advisor.assessments.services import begin_answering
from advisor.pages.hub import addresses
from advisor.pages.questionnaire.context import ServiceSitting, Sitting
from advisor.pages.questionnaire.entry import Seat
from advisor.pages.questionnaire.routes import ServiceDesk, TeamDesk
from advisor.sharing.access import AccessDenied, VisitorKey, can_role, visitor_of


def _asking(request: HttpRequest) -> VisitorKey:
    visitor = visitor_of(request)
    if visitor is None:
        raise AccessDenied(STRANGER)
    return visitor


def service_seat(request: HttpRequest, public_id: str, slug: str) -> Seat:
    visitor = _asking(request)
    place = place_at(visitor, public_id, "service", slug)
    desk = ServiceDesk(public_id, slug, place.team_slug)
    return Seat(
        desk,
        visitor,
        place,
        begin=lambda: _begun(place, visitor),
        sit=lambda at: _service_sitting(desk, at or place, visitor),
    )


def _begun(place: Place, visitor: VisitorKey) -> Place:
    return place if place.respondent_id else begin_answering(place=place, visitor=visitor)


def _service_sitting(desk: ServiceDesk, place: Place, visitor: VisitorKey) -> ServiceSitting:
    service = service_of(place)
    checklist = at_digest(place.checklist_digest)
    return ServiceSitting(
        desk,
        place,
        service.assessment,
        service.team,
        checklist,
        kept_answers(place),
        service,
        trail=[*_trail(service.assessment), (desk.steps(checklist)[0].address, service.name)],
        may_edit=can_role(visitor, place.scope_id, "edit"),
    )


def team_seat(request: HttpRequest, public_id: str, slug: str) -> Seat:
    visitor = _asking(request)
    place = place_at(visitor, public_id, "team", slug)
    desk = TeamDesk(public_id, slug)
    return Seat(
        desk,
        visitor,
        place,
        begin=lambda: _begun(place, visitor),
        sit=lambda at: _team_sitting(desk, at or place, visitor),
    )


def _team_sitting(desk: TeamDesk, place: Place, visitor: VisitorKey) -> Sitting:
    team = team_of(place)
    return Sitting(
        desk,
        place,
        team.assessment,
        team,
        at_digest(place.checklist_digest),
        kept_answers(place),
        trail=_trail(team.assessment),
        may_edit=can_role(visitor, place.scope_id, "edit"),
    )


def _trail(assessment: Assessment) -> Sequence[tuple[str, str]]:
    return [(addresses.address("my"), "My assessments"), (addresses.hub(assessment.public_id), assessment.title)]
