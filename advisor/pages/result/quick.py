"""`/quick/`: what comes of the answers: the result, its files, what if. The service's result is that of any service."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from advisor.assessments.actions.retention import mark_opened
from advisor.assessments.questionnaire.context import ServiceQuestionnaire
from advisor.assessments.questionnaire.quick import QUICK, questionnaire_of
from advisor.assessments.questionnaire.routes import QuestionPage
from advisor.decisions.record_source import Link, ListedService, RecordSource, today
from advisor.pages.http.headers import no_store
from advisor.pages.http.turns import in_turns, part_in_turns
from advisor.pages.result import responses
from advisor.pages.result.wants import wants_page
from advisor.record.formats.files import TextFormat
from advisor.sharing.access import visitor_of
from advisor.sharing.policy import own_only


class QuickSite(RecordSource):
    """The result of the one service, which has no platform around it."""

    def at(self, name: str, *slug: str) -> str:
        kind, what = name.split("-", 1)
        return "" if kind == "platform" else reverse(f"quick-{what}")

    @property
    def trail(self) -> list[Link]:
        return list(self.up)

    @property
    def keep(self) -> str:
        return reverse("quick-keep")

    def steps(self, slug: str) -> list[QuestionPage]:
        return QUICK.steps(self.checklist)

    def wants(self, slug: str) -> str:
        return reverse("quick-framework")

    def ways_out(self, slug: str) -> list[Link]:
        return [
            (reverse("quick-check"), "Check or change the answers"),
            (reverse("quick-start-over"), "Start over"),
        ]


def site_of(questionnaire: ServiceQuestionnaire) -> QuickSite:
    return QuickSite(
        title=questionnaire.name,
        checklist=questionnaire.checklist,
        services=[ListedService(questionnaire.service.name, "", questionnaire.team.name, "")],
        up=[(reverse("quick"), "Questions"), (reverse("quick-check"), "Check your answers")],
        read=lambda team: questionnaire.answers,
        scope_id=questionnaire.target.scope_id if questionnaire.target else None,
        may_answer=True,
    )


View = Callable[..., HttpResponseBase]


def of_own(view: View) -> View:
    """Gives a view the site of the browser's own service; without an answer there is none, and the result says so."""

    @wraps(view)
    def wrapped(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        questionnaire = questionnaire_of(visitor_of(request))
        return (
            redirect("quick-result")
            if questionnaire.target is None
            else view(request, site_of(questionnaire), **kwargs)
        )

    return wrapped


@own_only
@no_store
@require_safe
@in_turns
def result(request: HttpRequest) -> HttpResponse:
    """The verdict with its reasons, what would flip it, and what to do next."""
    questionnaire = questionnaire_of(visitor_of(request))
    if questionnaire.target is None:
        return render(request, "quick/no_result.html", {"questionnaire": questionnaire})
    mark_opened(assessment=questionnaire.service.assessment, today=today())
    return responses.service(request, site_of(questionnaire), "")


@own_only
@no_store
@require_http_methods(["GET", "HEAD", "POST"])
@in_turns
def framework(request: HttpRequest) -> HttpResponseBase:
    """What the service wants of a framework, once one is recommended."""
    visitor = visitor_of(request)
    questionnaire = questionnaire_of(visitor)
    if questionnaire.target is None or visitor is None:
        return redirect("quick-result")
    return wants_page(request, site_of(questionnaire), "", questionnaire.service, visitor)


@own_only
@no_store
@require_safe
@part_in_turns
@of_own
def what_if(request: HttpRequest, site: QuickSite) -> HttpResponseBase:
    """What would come of other answers; nothing is saved."""
    return responses.service_what_if(request, site, "")


@own_only
@no_store
@require_safe
@in_turns
@of_own
def download(request: HttpRequest, site: QuickSite, form: TextFormat) -> HttpResponseBase:
    """The result, or its answers, as text."""
    return responses.service_text(site, "", form)


@own_only
@no_store
@require_http_methods(["GET", "HEAD", "POST"])
@of_own
def pdf(request: HttpRequest, site: QuickSite) -> HttpResponseBase:
    """Starts the drawing of the PDF and goes on to the page that waits for it."""
    return responses.service_drawn(request, site, "")
