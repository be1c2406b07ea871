"""`/demo/`: a whole platform to look at, and to make a copy of. Looking makes no row.

In: the answers file that comes with a checklist. Out: the same pages as of a real assessment, to be read only.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from advisor.assessments.actions.create import slug_of
from advisor.assessments.checklists import library, newest
from advisor.checklist.answers import AnswersFile
from advisor.checklist.model import Checklist
from advisor.checklist.reading import read_answers
from advisor.decisions.record_cache import glances
from advisor.decisions.restoring import restore_assessment
from advisor.pages.http.form_token import form_token
from advisor.pages.hub.listing import Listing, Where, service_line, team_line
from advisor.pages.hub.next_step import NextStep
from advisor.pages.new import to_hub
from advisor.quotas.clients import client_of
from advisor.quotas.counts import spend
from advisor.sharing.access import visitor_or_new
from advisor.sharing.policy import open_to_all, own_only, private

FILE = "examples/demo.yaml"
"""In the folder of a checklist."""
OPEN = "Shows a made-up platform that comes with the checklist, nothing of anyone's."


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks at the example: may do nothing but read."""

    may_respond: bool = False
    may_edit: bool = False
    may_own: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """The example of a checklist: its answers and what the engine says of them."""

    checklist: Checklist
    answers: AnswersFile
    slugs: dict[str, str]
    """Each service's part of an address, by its name."""
    team_slugs: dict[str, str]


def example() -> Example:
    """The example of the newest checklist. 404 for a checklist that brings none."""
    checklist = newest()
    found = _example(checklist.slug, checklist.digest)
    if found is None:
        raise Http404
    return found


@lru_cache(maxsize=4)
def _example(slug: str, digest: str) -> Example | None:
    path = settings.CHECKLISTS_DIR / slug / FILE
    if not path.is_file():
        return None
    answers = read_answers(path.read_bytes(), FILE, library())
    slugs = _slugs([service.name for service in answers.services], "service")
    return Example(library().get(slug), answers, slugs, _slugs([team.name for team in answers.teams], "team"))


def _slugs(names: list[str], empty: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in names:
        found[name] = slug_of(name, found.values(), empty=empty)
    return found


def example_listing(found: Example) -> Listing:
    """The example as the hub lists a platform."""
    told = glances(found.checklist, found.answers)
    services = [
        service_line(
            found.checklist,
            service.name,
            service.team,
            service.kind or "",
            _where(found.slugs[service.name]),
            told,
            done=len(service.answers),
        )
        for service in found.answers.services
    ]
    teams = [
        team_line(
            found.checklist,
            team.name,
            Where(found.team_slugs[team.name], "", ""),
            services=sum(service.team == team.name for service in found.answers.services),
            done=len(team.scorecard),
            raw_owners=team.raw_owners,
        )
        for team in found.answers.teams
    ]
    return Listing(services, teams, [], None)


def _where(slug: str) -> Where:
    result = reverse("demo-service-result", args=[slug])
    return Where(slug, result, result)


@open_to_all(OPEN)
@require_safe
def demo(request: HttpRequest) -> HttpResponse:
    """The hub of the example."""
    found = example()
    why = "The platform's verdict, service by service, and why."
    context = {
        "step": NextStep("See the result", reverse("demo-platform-result"), why),
        "opened": Reader(),
        "assessment": {"title": found.answers.platform},
        "listing": example_listing(found),
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
    found, visitor = example(), visitor_or_new(request)
    spend(client_of(request), assessments=1, services=len(found.answers.services))
    assessment, fresh = restore_assessment(
        visitor=visitor,
        checklist=found.checklist,
        answers=found.answers,
        your_name="Owner",
        token=form_token(request),
    )
    return to_hub(assessment, visitor, fresh=fresh)
