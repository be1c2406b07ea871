"""`/demo/`: a whole platform to look at, and to make a copy of. Looking makes no row.

In: the answers file that comes with a checklist. Out: the same pages as of a real assessment, to be read only.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from advisor.assessments.models.asked import OWNER
from advisor.decisions.listing import Listing, Where, service_line, team_line
from advisor.decisions.next_step import NextStep
from advisor.decisions.record_cache import glances
from advisor.decisions.restoration import restore_assessment
from advisor.pages.http.example import OPEN, Example, Reader, example
from advisor.pages.http.flash_link import to_hub
from advisor.pages.http.form_token import form_token
from advisor.quotas.clients import client_of
from advisor.quotas.counts import spend
from advisor.sharing.access import visitor_or_new
from advisor.sharing.policy import open_to_all, own_only, private


def example_listing(sample: Example) -> Listing:
    """The example as the hub lists a platform."""
    results = glances(sample.checklist, sample.answers)
    services = [
        service_line(
            sample.checklist,
            service.name,
            service.team,
            service.kind or "",
            _where(sample.slugs[service.name]),
            results,
            done=len(service.answers),
        )
        for service in sample.answers.services
    ]
    teams = [
        team_line(
            sample.checklist,
            team.name,
            Where(sample.team_slugs[team.name], "", ""),
            services=sum(service.team == team.name for service in sample.answers.services),
            done=len(team.scorecard),
            raw_owners=team.raw_owners,
        )
        for team in sample.answers.teams
    ]
    return Listing(services, teams, [], None)


def _where(slug: str) -> Where:
    result = reverse("demo-service-result", args=[slug])
    return Where(slug, result, result)


@open_to_all(OPEN)
@require_safe
def demo(request: HttpRequest) -> HttpResponse:
    """The hub of the example."""
    instance = example()
    why = "The platform's verdict, service by service, and why."
    context = {
        "step": NextStep("See the result", reverse("demo-platform-result"), why),
        "opened": Reader(),
        "assessment": {"title": instance.answers.platform},
        "listing": example_listing(instance),
        "trail": [(reverse("home"), "Home")],
        "demo": True,
        "token": form_token(request),
    }
    return render(request, "assessments/hub.html", context)


@own_only
@private
@require_POST
def copy(request: HttpRequest) -> HttpResponseBase:
    """Makes an assessment of one's own from the example."""
    instance, visitor = example(), visitor_or_new(request)
    spend(client_of(request), assessments=1, services=len(instance.answers.services))
    assessment, fresh = restore_assessment(
        visitor=visitor,
        checklist=instance.checklist,
        answers=instance.answers,
        your_name=OWNER,
        token=form_token(request),
    )
    return to_hub(assessment, visitor, fresh=fresh)
