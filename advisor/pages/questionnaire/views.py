"""Answering about a service or a team of an assessment. Each view: may this browser → the questionnaire."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from advisor.assessments.actions.retention import mark_opened
from advisor.assessments.actions.reveal import shows_alone, submit_service
from advisor.assessments.answer_targets import next_open_service, submitted_at
from advisor.assessments.models import Service
from advisor.assessments.reads.people import crew_of
from advisor.pages.http.cache_control import private
from advisor.pages.questionnaire import flow
from advisor.pages.questionnaire.context import Entry, ServiceQuestionnaire
from advisor.pages.questionnaire.entries import service_entry, team_entry
from advisor.pages.questionnaire.routes import ServiceRoutes
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


def _questions(request: HttpRequest, entry: Entry, slug: str) -> HttpResponse:
    if request.method == "POST":
        return flow.save(request, entry, slug)
    questionnaire = entry.questionnaire()
    mark_opened(assessment=questionnaire.assessment, today=timezone.now().date())
    return flow.page(request, questionnaire, flow.step_named(questionnaire, slug))


@by_role("respond")
@private
@require_http_methods(["GET", "HEAD", "POST"])
def service(request: HttpRequest, public_id: str, slug: str, section: str) -> HttpResponse:
    """One page of statements about a service; without JavaScript also where they are saved."""
    return _questions(request, service_entry(request, public_id, slug), section)


@by_role("respond")
@private
@require_http_methods(["GET", "HEAD", "POST"])
def team(request: HttpRequest, public_id: str, slug: str) -> HttpResponse:
    """The scorecard of an owning team."""
    return _questions(request, team_entry(request, public_id, slug), "")


def _answer(request: HttpRequest, entry: Entry, key: str) -> HttpResponse:
    if request.method == "POST":
        return flow.save_answer(request, entry, key)
    return flow.one_answer(request, entry, key)


@by_role("respond")
@private
@require_http_methods(["GET", "HEAD", "POST"])
def service_answer(request: HttpRequest, public_id: str, slug: str, key: str) -> HttpResponse:
    """One statement: GET gives it as it is saved, POST saves it."""
    return _answer(request, service_entry(request, public_id, slug), key)


@by_role("respond")
@private
@require_http_methods(["GET", "HEAD", "POST"])
def team_answer(request: HttpRequest, public_id: str, slug: str, key: str) -> HttpResponse:
    """One dimension of the scorecard, likewise."""
    return _answer(request, team_entry(request, public_id, slug), key)


@by_role("edit")
@private
@require_POST
def team_details(request: HttpRequest, public_id: str, slug: str) -> HttpResponse:
    """How many people of the team could own raw code."""
    entry = team_entry(request, public_id, slug)
    assert entry.target is not None
    check_role(entry.visitor, entry.target.scope_id, "edit")
    return flow.save_block(request, entry, "owners")


@by_role("respond")
@private
@require_safe
def service_so_far(request: HttpRequest, public_id: str, slug: str) -> HttpResponse:
    return flow.so_far(request, service_entry(request, public_id, slug))


@by_role("respond")
@private
@require_safe
def team_so_far(request: HttpRequest, public_id: str, slug: str) -> HttpResponse:
    return flow.so_far(request, team_entry(request, public_id, slug))


@by_role("respond")
@private
@require_safe
def check(request: HttpRequest, public_id: str, slug: str) -> HttpResponse:
    """Every answer about a service on one page, and being done with it."""
    entry = service_entry(request, public_id, slug)
    questionnaire = entry.questionnaire()
    assert isinstance(questionnaire, ServiceQuestionnaire)
    return flow.check(request, questionnaire, done=_done(questionnaire))


def _done(questionnaire: ServiceQuestionnaire) -> Done:
    target = questionnaire.target
    assert target is not None
    statements = len(questionnaire.checklist.statements)
    following = next_open_service(questionnaire.service, target.respondent_id, statements)
    address = ""
    if following is not None:
        routes = ServiceRoutes(target.public_id, following.slug, target.team_slug)
        address = routes.steps(questionnaire.checklist)[0].address
    card = questionnaire.steps[-1]
    crew = crew_of(questionnaire.assessment, [target.service_id])
    return Done(
        submitted_at(target),
        statements - sum(page.done(questionnaire.answered) for page in questionnaire.pages),
        card.address if card.done(questionnaire.answered) < len(card.keys) else "",
        following,
        address,
        questionnaire.round.open and shows_alone(crew, target.service_id, target.respondent_id),
        crew.only == target.respondent_id,
    )


@by_role("respond")
@private
@require_POST
def done(request: HttpRequest, public_id: str, slug: str) -> HttpResponse:
    """The respondent is done with this service."""
    entry = service_entry(request, public_id, slug)
    submit_service(target=entry.begin(), visitor=entry.visitor, shows="shows" in request.POST)
    return redirect(entry.routes.check)
