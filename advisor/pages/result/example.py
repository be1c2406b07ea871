"""`/demo/result/` and what is below it: the results of the example, to be read by anyone. Looking makes no row."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_http_methods, require_safe

from advisor.pages.http.example import OPEN, site
from advisor.pages.http.turns import in_turns, part_in_turns
from advisor.pages.result import responses
from advisor.record.formats.files import TextFormat
from advisor.sharing.access import AccessDenied
from advisor.sharing.policy import open_to_all

View = Callable[..., HttpResponseBase]


def example_only(view: View) -> View:
    """What the example does not have is not there for anyone."""

    @wraps(view)
    def wrapped(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, **kwargs)
        except AccessDenied as error:
            raise Http404(error.reason) from None

    return wrapped


@open_to_all(OPEN)
@require_safe
@in_turns
def platform(request: HttpRequest) -> HttpResponse:
    """The verdict on the example platform."""
    return responses.platform(request, site())


@open_to_all(OPEN)
@require_safe
@in_turns
def platform_file(request: HttpRequest, form: TextFormat) -> HttpResponseBase:
    """The example's draft as text."""
    return responses.platform_text(site(), form)


@open_to_all(OPEN)
@require_http_methods(["GET", "HEAD", "POST"])
def platform_pdf(request: HttpRequest) -> HttpResponseBase:
    """Starts the drawing of the example's PDF."""
    return responses.platform_drawn(request, site())


@open_to_all(OPEN)
@require_safe
@in_turns
@example_only
def service(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The verdict on one service of the example."""
    return responses.service(request, site(), slug)


@open_to_all(OPEN)
@require_safe
@in_turns
@example_only
def service_file(request: HttpRequest, slug: str, form: TextFormat) -> HttpResponseBase:
    """One service's draft as text."""
    return responses.service_text(site(), slug, form)


@open_to_all(OPEN)
@require_http_methods(["GET", "HEAD", "POST"])
@example_only
def service_pdf(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Starts the drawing of one service's PDF."""
    return responses.service_drawn(request, site(), slug)


@open_to_all(OPEN)
@require_safe
@part_in_turns
@example_only
def service_what_if(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What would come of other answers about a service of the example."""
    return responses.service_what_if(request, site(), slug)


@open_to_all(OPEN)
@require_safe
@part_in_turns
@example_only
def team_what_if(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What would come of another scorecard in the example."""
    return responses.team_what_if(request, site(), slug)
