"""`/demo/plan/`: the plan of the example, to be read by anyone. Looking makes no row."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_http_methods, require_safe

from advisor.pages.http.example import OPEN, site
from advisor.pages.http.turns import in_turns
from advisor.pages.plan import responses
from advisor.sharing.policy import open_to_all


@open_to_all(OPEN)
@require_safe
@in_turns
def plan(request: HttpRequest) -> HttpResponseBase:
    """What to do next on the example platform, and whom it needs."""
    return responses.plan(request, site())


@open_to_all(OPEN)
@require_safe
@in_turns
def steps_csv(request: HttpRequest) -> HttpResponseBase:
    """The example's next steps for a spreadsheet."""
    return responses.steps_csv(site())


@open_to_all(OPEN)
@require_http_methods(["GET", "HEAD", "POST"])
def interviews_pdf(request: HttpRequest) -> HttpResponseBase:
    """Starts the drawing of the example's interviews."""
    return responses.interviews_drawn(request, site())
