"""`/a/<public_id>/result/` and the results of its services. Each view: who may → what they are made from → response."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_http_methods, require_safe

from advisor.assessments.access import Opened, open_assessment, service_at
from advisor.assessments.actions.retention import mark_opened
from advisor.pages.http.cache_control import private
from advisor.pages.result import showing
from advisor.pages.result.record_source import AssessmentSite, site_of
from advisor.pages.result.wants import wants_page
from advisor.sharing.access import visitor_of
from advisor.sharing.policy import by_role


def opened_to(request: HttpRequest, public_id: str) -> Opened:
    return open_assessment(visitor_of(request), public_id, "view")


def _site(request: HttpRequest, public_id: str) -> AssessmentSite:
    return site_of(opened_to(request, public_id))


@by_role("view")
@private
@require_safe
@showing.in_turns
def platform(request: HttpRequest, public_id: str) -> HttpResponse:
    """The platform's verdict: what to build on what, whether the teams can carry it, what to do next."""
    opened = opened_to(request, public_id)
    mark_opened(assessment=opened.assessment, today=showing.today())
    return showing.platform(request, site_of(opened))


@by_role("view")
@private
@require_safe
@showing.in_turns
def platform_file(request: HttpRequest, public_id: str, ending: str) -> HttpResponseBase:
    """The platform's draft as Markdown, JSON or YAML."""
    return showing.platform_text(_site(request, public_id), ending)


@by_role("view")
@private
@require_http_methods(["GET", "HEAD", "POST"])
def platform_pdf(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Starts the drawing of the platform's PDF."""
    return showing.platform_drawn(request, _site(request, public_id))


@by_role("view")
@private
@require_safe
def service(request: HttpRequest, public_id: str, slug: str) -> HttpResponse:
    """One service's verdict with its reasons, what would flip it, and what to do next."""
    return showing.service(request, _site(request, public_id), slug)


@by_role("view")
@private
@require_safe
def service_file(request: HttpRequest, public_id: str, slug: str, ending: str) -> HttpResponseBase:
    """One service's draft as Markdown, JSON or YAML."""
    return showing.service_text(_site(request, public_id), slug, ending)


@by_role("view")
@private
@require_http_methods(["GET", "HEAD", "POST"])
def service_pdf(request: HttpRequest, public_id: str, slug: str) -> HttpResponseBase:
    """Starts the drawing of one service's PDF."""
    return showing.service_drawn(request, _site(request, public_id), slug)


@by_role("edit")
@private
@require_http_methods(["GET", "HEAD", "POST"])
def service_framework(request: HttpRequest, public_id: str, slug: str) -> HttpResponseBase:
    """What a service wants of a framework, once one is recommended."""
    opened = open_assessment(visitor_of(request), public_id, "edit")
    return wants_page(request, site_of(opened), slug, service_at(opened, slug), opened.visitor)


@by_role("view")
@private
@require_safe
def service_what_if(request: HttpRequest, public_id: str, slug: str) -> HttpResponse:
    """What would come of other answers about this service and its team; nothing is saved."""
    return showing.service_what_if(request, _site(request, public_id), slug)


@by_role("view")
@private
@require_safe
def team_what_if(request: HttpRequest, public_id: str, slug: str) -> HttpResponse:
    """What would come of another scorecard, or of more raw owners; nothing is saved."""
    return showing.team_what_if(request, _site(request, public_id), slug)
