"""`/a/<public_id>/result/` and the results of its services. Each view: who may → what they are made from → response."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from advisor.assessments.access import Opened, service_at
from advisor.assessments.actions.retention import mark_opened
from advisor.decisions.record_source import site_of, today
from advisor.pages.http.access import assessment_view
from advisor.pages.http.turns import in_turns, part_in_turns
from advisor.pages.result import kit, responses
from advisor.pages.result.wants import wants_page
from advisor.record.formats.files import TextFormat
from advisor.sharing.policy import FORM, POST


@assessment_view("view")
@in_turns
def platform(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The platform's verdict: what to build on what, whether the teams can carry it, what to do next."""
    mark_opened(assessment=opened.assessment, today=today())
    return responses.platform(request, site_of(opened))


@assessment_view("view")
@in_turns
def platform_file(request: HttpRequest, opened: Opened, form: TextFormat) -> HttpResponseBase:
    """The platform's draft as text."""
    return responses.platform_text(site_of(opened), form)


@assessment_view("view", FORM)
def platform_pdf(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """Starts the drawing of the platform's PDF."""
    return responses.platform_drawn(request, site_of(opened))


@assessment_view("view")
@in_turns
def service(request: HttpRequest, opened: Opened, slug: str) -> HttpResponse:
    """One service's verdict with its reasons, what would flip it, and what to do next."""
    return responses.service(request, site_of(opened), slug)


@assessment_view("view")
@in_turns
def service_file(request: HttpRequest, opened: Opened, slug: str, form: TextFormat) -> HttpResponseBase:
    """One service's draft as text."""
    return responses.service_text(site_of(opened), slug, form)


@assessment_view("view", FORM)
def service_pdf(request: HttpRequest, opened: Opened, slug: str) -> HttpResponseBase:
    """Starts the drawing of one service's PDF."""
    return responses.service_drawn(request, site_of(opened), slug)


@assessment_view("edit", FORM)
@in_turns
def service_framework(request: HttpRequest, opened: Opened, slug: str) -> HttpResponseBase:
    """What a service wants of a framework, once one is recommended."""
    return wants_page(request, site_of(opened), slug, service_at(opened, slug), opened.visitor)


@assessment_view("edit", FORM)
@in_turns
def service_kit(request: HttpRequest, opened: Opened, slug: str) -> HttpResponseBase:
    """A service's prototype kit: what to download, and where its results go."""
    return kit.kit_page(request, opened, site_of(opened), slug)


@assessment_view("edit")
@in_turns
def service_kit_zip(request: HttpRequest, opened: Opened, slug: str) -> HttpResponseBase:
    """The kit itself, made for this service."""
    return kit.kit_file(request, site_of(opened), slug)


@assessment_view("edit", POST)
@in_turns
def service_kit_remove(request: HttpRequest, opened: Opened, slug: str) -> HttpResponseBase:
    """Takes one results file away; pressed twice, it is gone once."""
    return kit.measurement_removed(request, opened, site_of(opened), slug)


@assessment_view("view")
@part_in_turns
def service_what_if(request: HttpRequest, opened: Opened, slug: str) -> HttpResponse:
    """What would come of other answers about this service and its team; nothing is saved."""
    return responses.service_what_if(request, site_of(opened), slug)


@assessment_view("view")
@part_in_turns
def team_what_if(request: HttpRequest, opened: Opened, slug: str) -> HttpResponse:
    """What would come of another scorecard, or of more raw owners; nothing is saved."""
    return responses.team_what_if(request, site_of(opened), slug)
