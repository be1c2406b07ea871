"""`/quick/`: question pages, saving, the panel, starting over.

Each view: whose is it → the questionnaire → the cookie, if new.
"""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from advisor.assessments.actions.answer import begin_quick
from advisor.assessments.actions.retention import mark_opened, start_over
from advisor.assessments.answer_targets import AnswerTarget, quick_target
from advisor.assessments.answers import STARTED_OVER, GoneError
from advisor.assessments.checklists import newest
from advisor.assessments.questionnaire.context import Entry
from advisor.assessments.questionnaire.quick import QUICK, questionnaire_at, questionnaire_of
from advisor.pages.http.headers import no_store
from advisor.pages.questionnaire import flow
from advisor.quotas.clients import client_of
from advisor.quotas.counts import spend
from advisor.quotas.storage import needs_no_room
from advisor.sharing.access import remember, visitor_of, visitor_or_new
from advisor.sharing.policy import own_only


def entry_of(request: HttpRequest, post: Mapping[str, str]) -> Entry:
    """Where this browser answers. GoneError: the page was made for answers that are no longer there."""
    target = quick_target(visitor_of(request))
    visitor = (target and visitor_of(request)) or visitor_or_new(request)
    meant = post.get("assessment", "")
    if meant and (target is None or target.public_id != meant):
        raise GoneError(STARTED_OVER)

    def begin() -> AnswerTarget:
        if target is not None:
            return target
        spend(client_of(request), assessments=1, services=1)
        return begin_quick(visitor=visitor, checklist=newest())

    return Entry(
        QUICK,
        visitor,
        target,
        begin=begin,
        open_questionnaire=questionnaire_at,
    )


def _remembered(request: HttpRequest, entry: Entry, response: HttpResponse) -> HttpResponse:
    """A page gives the browser its cookie; a saved fragment only where something began with it."""
    if entry.target is None or not flow.is_htmx(request):
        remember(response, entry.visitor)
    return response


@own_only
@no_store
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, slug: str = "") -> HttpResponseBase:
    """One page of questions; without JavaScript also where they are saved."""
    entry = entry_of(request, request.POST)
    if request.method == "POST":
        return _remembered(request, entry, flow.save(request, entry, slug))
    questionnaire = entry.questionnaire()
    if entry.target:
        mark_opened(assessment=questionnaire.assessment, today=timezone.localdate())
    return _remembered(request, entry, flow.page(request, questionnaire, flow.step_named(questionnaire, slug)))


@own_only
@no_store
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, key: str) -> HttpResponseBase:
    """One statement: GET gives it as it is saved, POST saves it."""
    entry = entry_of(request, request.POST)
    if request.method == "POST":
        return _remembered(request, entry, flow.save_answer(request, entry, key))
    return flow.one_answer(request, entry, key)


@own_only
@no_store
@require_POST
def save_details(request: HttpRequest, block: str) -> HttpResponseBase:
    """The fields beside the statements, saved by themselves while one types elsewhere."""
    entry = entry_of(request, request.POST)
    return _remembered(request, entry, flow.save_block(request, entry, block))


@own_only
@no_store
@require_safe
def panel(request: HttpRequest) -> HttpResponse:
    """What the answers say so far; with htmx the panel alone, and how far the page is."""
    return flow.so_far(request, entry_of(request, {}))


@own_only
@no_store
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Every answer on one page, each with the way to change it."""
    return flow.check(request, entry_of(request, {}).questionnaire())


@own_only
@needs_no_room
@no_store
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest) -> HttpResponseBase:
    """Asks once whether to delete the answers and start over; then does."""
    visitor = visitor_of(request)
    questionnaire = questionnaire_of(visitor)
    if request.method != "POST":
        return render(request, "quick/start_over.html", {"questionnaire": questionnaire})
    if visitor is not None:
        start_over(visitor=visitor, public_id=request.POST.get("assessment", ""))
    return redirect("quick")
