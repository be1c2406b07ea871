"""`/demo/result/` and what is below it: the results of the example, to be read by anyone. Looking makes no row."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from advisor.checklist.answers import AnswersFile
from advisor.pages.demo import OPEN, example
from advisor.pages.http.turns import in_turns, part_in_turns
from advisor.pages.result import showing
from advisor.pages.result.record_source import Named, RecordSource
from advisor.sharing.access import AccessDenied
from advisor.sharing.policy import open_to_all

Shown = Callable[..., HttpResponseBase]


class ExampleSite(RecordSource):
    """The results of the example."""

    def at(self, name: str, *slug: str) -> str:
        return reverse(f"demo-{name}", args=slug)


def site() -> ExampleSite:
    found = example()
    answers = found.answers

    def read(team_slug: str) -> AnswersFile | None:
        teams = [team for team in answers.teams if team_slug in ("", found.team_slugs[team.name])]
        names = {team.name for team in teams}
        services = [service for service in answers.services if service.team in names]
        return answers.model_copy(update={"teams": teams, "services": services}) if services else None

    return ExampleSite(
        title=answers.platform,
        checklist=found.checklist,
        services=[
            Named(one.name, found.slugs[one.name], one.team, found.team_slugs[one.team]) for one in answers.services
        ],
        up=[(reverse("home"), "Home"), (reverse("demo"), answers.platform)],
        read=read,
    )


def shown(view: Shown) -> Shown:
    """What the example does not have is not there for anyone."""

    @wraps(view)
    def found(request: HttpRequest, **kwargs: str) -> HttpResponseBase:
        try:
            return view(request, **kwargs)
        except AccessDenied as error:
            raise Http404(error.reason) from None

    return found


@open_to_all(OPEN)
@require_safe
@in_turns
def platform(request: HttpRequest) -> HttpResponse:
    """The verdict on the example platform."""
    return showing.platform(request, site())


@open_to_all(OPEN)
@require_safe
@in_turns
def platform_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The example's draft as Markdown, JSON or YAML."""
    return showing.platform_text(site(), ending)


@open_to_all(OPEN)
@require_http_methods(["GET", "HEAD", "POST"])
def platform_pdf(request: HttpRequest) -> HttpResponseBase:
    """Starts the drawing of the example's PDF."""
    return showing.platform_drawn(request, site())


@open_to_all(OPEN)
@require_safe
@in_turns
@shown
def service(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The verdict on one service of the example."""
    return showing.service(request, site(), slug)


@open_to_all(OPEN)
@require_safe
@in_turns
@shown
def service_file(request: HttpRequest, slug: str, ending: str) -> HttpResponseBase:
    """One service's draft as Markdown, JSON or YAML."""
    return showing.service_text(site(), slug, ending)


@open_to_all(OPEN)
@require_http_methods(["GET", "HEAD", "POST"])
@shown
def service_pdf(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Starts the drawing of one service's PDF."""
    return showing.service_drawn(request, site(), slug)


@open_to_all(OPEN)
@require_safe
@part_in_turns
@shown
def service_what_if(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What would come of other answers about a service of the example."""
    return showing.service_what_if(request, site(), slug)


@open_to_all(OPEN)
@require_safe
@part_in_turns
@shown
def team_what_if(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What would come of another scorecard in the example."""
    return showing.team_what_if(request, site(), slug)
