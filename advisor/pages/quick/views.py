"""`/quick/`: question pages, saving, the panel. Each view: whose is it → the questionnaire → the cookie, if new."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from advisor.assessments.actions.answer import begin_quick
from advisor.assessments.actions.retention import mark_opened
from advisor.assessments.answer_targets import AnswerTarget, quick_target
from advisor.assessments.answers import GoneError
from advisor.assessments.checklists import newest
from advisor.pages.questionnaire import flow
from advisor.pages.questionnaire.context import Entry
from advisor.pages.quick.context import DESK, questionnaire_at
from advisor.quotas.clients import client_of
from advisor.quotas.counts import spend
from advisor.sharing.access import remember, visitor_of, visitor_or_new
from advisor.sharing.policy import own_only

private = cache_control(private=True, no_store=True)
STARTED_OVER = (
    "This page belongs to answers that were started over, in another tab or after 30 days. "
    "Reload it to answer for the service you are at now; copy what you typed first."
)


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
        DESK,
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
@private
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
@private
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, key: str) -> HttpResponseBase:
    """One statement: GET gives it as it is saved, POST saves it."""
    entry = entry_of(request, request.POST)
    if request.method == "POST":
        return _remembered(request, entry, flow.save_answer(request, entry, key))
    return flow.one_answer(request, entry, key)


@own_only
@private
@require_POST
def save_details(request: HttpRequest, block: str) -> HttpResponseBase:
    """The fields beside the statements, saved by themselves while one types elsewhere."""
    entry = entry_of(request, request.POST)
    return _remembered(request, entry, flow.save_block(request, entry, block))


@own_only
@private
@require_safe
def panel(request: HttpRequest) -> HttpResponse:
    """What the answers say so far; with htmx the panel alone, and how far the page is."""
    return flow.so_far(request, entry_of(request, {}))


@own_only
@private
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Every answer on one page, each with the way to change it."""
    return flow.check(request, entry_of(request, {}).questionnaire())
