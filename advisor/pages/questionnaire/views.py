"""Answering about a service or a team of an assessment. Each view: may this browser → the questionnaire."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from advisor.assessments.actions.retention import mark_opened
from advisor.assessments.actions.reveal import shows_alone, submit_service
from advisor.assessments.answer_targets import next_open_service, submitted_at
from advisor.assessments.models import Service
from advisor.assessments.questionnaire.context import Entry, ServiceQuestionnaire
from advisor.assessments.questionnaire.routes import ServiceRoutes
from advisor.assessments.reads.people import crew_of
from advisor.pages.questionnaire import flow
from advisor.pages.questionnaire.entries import open_service, open_team
from advisor.sharing.policy import FORM, POST, by_role


@dataclass(frozen=True, slots=True)
class SubmissionForm:
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
    mark_opened(assessment=questionnaire.assessment, today=timezone.localdate())
    return flow.page(request, questionnaire, flow.step_named(questionnaire, slug))


@by_role("respond", open_service, FORM)
def service(request: HttpRequest, entry: Entry, section: str) -> HttpResponse:
    """One page of statements about a service; without JavaScript also where they are saved."""
    return _questions(request, entry, section)


@by_role("respond", open_service)
def resume(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Leads to the first page with an open statement; where none is open, to looking over one's answers."""
    questionnaire = entry.questionnaire()
    left = (page.address for page in questionnaire.pages if questionnaire.answer_count(page) < len(page.keys))
    return redirect(next(left, entry.routes.check))


@by_role("respond", open_team, FORM)
def team(request: HttpRequest, entry: Entry) -> HttpResponse:
    """The scorecard of an owning team."""
    return _questions(request, entry, "")


def _answer(request: HttpRequest, entry: Entry, key: str) -> HttpResponse:
    if request.method == "POST":
        return flow.save_answer(request, entry, key)
    return flow.one_answer(request, entry, key)


@by_role("respond", open_service, FORM)
def service_answer(request: HttpRequest, entry: Entry, key: str) -> HttpResponse:
    """One statement: GET gives it as it is saved, POST saves it."""
    return _answer(request, entry, key)


@by_role("respond", open_team, FORM)
def team_answer(request: HttpRequest, entry: Entry, key: str) -> HttpResponse:
    """One dimension of the scorecard, likewise."""
    return _answer(request, entry, key)


@by_role("edit", open_team, POST)
def team_details(request: HttpRequest, entry: Entry) -> HttpResponse:
    """How many people of the team could own raw code."""
    return flow.save_block(request, entry, "owners")


@by_role("respond", open_service)
def service_so_far(request: HttpRequest, entry: Entry) -> HttpResponse:
    return flow.so_far(request, entry)


@by_role("respond", open_team)
def team_so_far(request: HttpRequest, entry: Entry) -> HttpResponse:
    return flow.so_far(request, entry)


@by_role("respond", open_service)
def check(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Every answer about a service on one page, and being done with it."""
    questionnaire = entry.questionnaire()
    assert isinstance(questionnaire, ServiceQuestionnaire)
    return flow.check(request, questionnaire, submission=_submission(questionnaire))


def _submission(questionnaire: ServiceQuestionnaire) -> SubmissionForm:
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
    return SubmissionForm(
        submitted_at(target),
        statements - sum(questionnaire.answer_count(page) for page in questionnaire.pages),
        card.address if questionnaire.answer_count(card) < len(card.keys) else "",
        following,
        address,
        questionnaire.round.open and shows_alone(crew, target.service_id, target.respondent_id),
        crew.only == target.respondent_id,
    )


@by_role("respond", open_service, POST)
def done(request: HttpRequest, entry: Entry) -> HttpResponse:
    """The respondent is done with this service."""
    submit_service(target=entry.begin(), visitor=entry.visitor, shows="shows" in request.POST)
    return redirect(entry.routes.check)
