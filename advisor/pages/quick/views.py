"""`/quick/`: question pages, saving, the panel. Each view: whose is it → the questionnaire → the cookie, if new."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from advisor.assessments.answer_targets import Place, quick_place
from advisor.assessments.answers import GoneError
from advisor.assessments.checklists import newest
from advisor.assessments.services import begin_quick, mark_opened
from advisor.pages.questionnaire import flow
from advisor.pages.questionnaire.entry import Seat
from advisor.pages.quick.context import DESK, sitting_at
from advisor.quotas.clients import client_of
from advisor.quotas.counts import spend
from advisor.sharing.access import remember, visitor_of, visitor_or_new
from advisor.sharing.policy import own_only

private = cache_control(private=True, no_store=True)
STARTED_OVER = (
    "This page belongs to answers that were started over, in another tab or after 30 days. "
    "Reload it to answer for the service you are at now; copy what you typed first."
)


def seat_of(request: HttpRequest, post: Mapping[str, str]) -> Seat:
    """Where this browser answers. GoneError: the page was made for answers that are no longer there."""
    place = quick_place(visitor_of(request))
    visitor = (place and visitor_of(request)) or visitor_or_new(request)
    meant = post.get("assessment", "")
    if meant and (place is None or place.public_id != meant):
        raise GoneError(STARTED_OVER)

    def begin() -> Place:
        if place is not None:
            return place
        spend(client_of(request), assessments=1, services=1)
        return begin_quick(visitor=visitor, checklist=newest())

    return Seat(
        DESK,
        visitor,
        place,
        begin=begin,
        sit=sitting_at,
    )


def _remembered(request: HttpRequest, seat: Seat, response: HttpResponse) -> HttpResponse:
    """A page gives the browser its cookie; a saved fragment only where something began with it."""
    if seat.place is None or not flow.is_htmx(request):
        remember(response, seat.visitor)
    return response


@own_only
@private
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, slug: str = "") -> HttpResponseBase:
    """One page of questions; without JavaScript also where they are saved."""
    seat = seat_of(request, request.POST)
    if request.method == "POST":
        return _remembered(request, seat, flow.save(request, seat, slug))
    sitting = seat.sitting()
    if seat.place:
        mark_opened(assessment=sitting.assessment, today=timezone.now().date())
    return _remembered(request, seat, flow.page(request, sitting, flow.step_named(sitting, slug)))


@own_only
@private
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, key: str) -> HttpResponseBase:
    """One statement: GET gives it as it is saved, POST saves it."""
    seat = seat_of(request, request.POST)
    if request.method == "POST":
        return _remembered(request, seat, flow.save_answer(request, seat, key))
    return flow.one_answer(request, seat, key)


@own_only
@private
@require_POST
def save_details(request: HttpRequest, block: str) -> HttpResponseBase:
    """The fields beside the statements, saved by themselves while one types elsewhere."""
    seat = seat_of(request, request.POST)
    return _remembered(request, seat, flow.save_block(request, seat, block))


@own_only
@private
@require_safe
def panel(request: HttpRequest) -> HttpResponse:
    """What the answers say so far; with htmx the panel alone, and how far the page is."""
    return flow.so_far(request, seat_of(request, {}))


@own_only
@private
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Every answer on one page, each with the way to change it."""
    return flow.check(request, seat_of(request, {}).sitting())
