"""Answering about a service or a team of an assessment. Each view: may this browser → the questionnaire."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from advisor.assessments.actions.reveal import shows_alone, submit_service
from advisor.assessments.answer_targets import next_open_service, submitted_at
from advisor.assessments.models import Service
from advisor.assessments.reads.people import crew_of
from advisor.assessments.services import mark_opened
from advisor.pages.http.cache_control import private
from advisor.pages.questionnaire import flow
from advisor.pages.questionnaire.context import ServiceSitting
from advisor.pages.questionnaire.entry import Seat
from advisor.pages.questionnaire.routes import ServiceDesk
from advisor.pages.questionnaire.seats import service_seat, team_seat
from advisor.sharing.access import check_role
from advisor.sharing.policy import by_role


@dataclass(frozen=True, slots=True)
class Done:
    """How far one service is, and where one goes on."""

    submitted_at: datetime | None
    open: int
    """How many of its statements have no answer yet."""
    scorecard: str
    """The address of its team's scorecard where that is still open."""
    next: Service | None
    next_address: str
    shows: bool = False
    """Nobody else is asked about it, of several who can answer: being done shows it to everyone."""
    only: bool = False
    """Nobody else can answer anything here: others see it when this person shows it."""


def _questions(request: HttpRequest, seat: Seat, slug: str) -> HttpResponse:
    if request.method == "POST":
        return flow.save(request, seat, slug)
    sitting = seat.sitting()
    mark_opened(assessment=sitting.assessment, today=timezone.now().date())
    return flow.page(request, sitting, flow.step_named(sitting, slug))


@by_role("respond")
@private
@require_http_methods(["GET", "HEAD", "POST"])
def service(request: HttpRequest, public_id: str, slug: str, section: str) -> HttpResponse:
    """One page of statements about a service; without JavaScript also where they are saved."""
    return _questions(request, service_seat(request, public_id, slug), section)


@by_role("respond")
@private
@require_http_methods(["GET", "HEAD", "POST"])
def team(request: HttpRequest, public_id: str, slug: str) -> HttpResponse:
    """The scorecard of an owning team."""
    return _questions(request, team_seat(request, public_id, slug), "")


def _answer(request: HttpRequest, seat: Seat, key: str) -> HttpResponse:
    if request.method == "POST":
        return flow.save_answer(request, seat, key)
    return flow.one_answer(request, seat, key)


@by_role("respond")
@private
@require_http_methods(["GET", "HEAD", "POST"])
def service_answer(request: HttpRequest, public_id: str, slug: str, key: str) -> HttpResponse:
    """One statement: GET gives it as it is saved, POST saves it."""
    return _answer(request, service_seat(request, public_id, slug), key)


@by_role("respond")
@private
@require_http_methods(["GET", "HEAD", "POST"])
def team_answer(request: HttpRequest, public_id: str, slug: str, key: str) -> HttpResponse:
    """One dimension of the scorecard, likewise."""
    return _answer(request, team_seat(request, public_id, slug), key)


@by_role("edit")
@private
@require_POST
def team_details(request: HttpRequest, public_id: str, slug: str) -> HttpResponse:
    """How many people of the team could own raw code."""
    seat = team_seat(request, public_id, slug)
    assert seat.place is not None
    check_role(seat.visitor, seat.place.scope_id, "edit")
    return flow.save_block(request, seat, "owners")


@by_role("respond")
@private
@require_safe
def service_so_far(request: HttpRequest, public_id: str, slug: str) -> HttpResponse:
    return flow.so_far(request, service_seat(request, public_id, slug))


@by_role("respond")
@private
@require_safe
def team_so_far(request: HttpRequest, public_id: str, slug: str) -> HttpResponse:
    return flow.so_far(request, team_seat(request, public_id, slug))


@by_role("respond")
@private
@require_safe
def check(request: HttpRequest, public_id: str, slug: str) -> HttpResponse:
    """Every answer about a service on one page, and being done with it."""
    seat = service_seat(request, public_id, slug)
    sitting = seat.sitting()
    assert isinstance(sitting, ServiceSitting)
    return flow.check(request, sitting, done=_done(sitting))


def _done(sitting: ServiceSitting) -> Done:
    place = sitting.place
    assert place is not None
    statements = len(sitting.checklist.statements)
    following = next_open_service(sitting.service, place.respondent_id, statements)
    address = ""
    if following is not None:
        desk = ServiceDesk(place.public_id, following.slug, place.team_slug)
        address = desk.steps(sitting.checklist)[0].address
    card = sitting.steps[-1]
    crew = crew_of(sitting.assessment, [place.service_id])
    return Done(
        submitted_at(place),
        statements - sum(page.done(sitting.answered) for page in sitting.pages),
        card.address if card.done(sitting.answered) < len(card.keys) else "",
        following,
        address,
        sitting.round.open and shows_alone(crew, place.service_id, place.respondent_id),
        crew.only == place.respondent_id,
    )


@by_role("respond")
@private
@require_POST
def done(request: HttpRequest, public_id: str, slug: str) -> HttpResponse:
    """The respondent is done with this service."""
    seat = service_seat(request, public_id, slug)
    submit_service(place=seat.begin(), visitor=seat.visitor, shows="shows" in request.POST)
    return redirect(seat.desk.check)
