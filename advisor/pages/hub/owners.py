"""`/a/<id>/arrange/owners/`: one team for several services at once, and its undo."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html

from advisor.assessments.access import Opened
from advisor.assessments.actions.give import StaleOwnersError, give_services, given_at, take_back
from advisor.assessments.models import OwningTeam, Service
from advisor.checklist.text import tidied
from advisor.pages.http.access import assessment_view
from advisor.record.model.vocabulary import some
from advisor.sharing.policy import FORM, POST

WAS = "was-"
OWNED = "<bdi>{}</bdi> is owned by <bdi>{}</bdi> now"


@assessment_view("edit", FORM)
def owners(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """Ticked services go to the chosen team, or everything comes back as it was ticked."""
    if request.method != "POST":
        return _page(request, opened)
    teams = OwningTeam.objects.filter(assessment_id=opened.assessment.id)
    team = teams.filter(slug=tidied(request.POST.get("team", ""))).first()
    ticked = {slug: request.POST.get(f"{WAS}{slug}", "") for slug in request.POST.getlist("service")}
    problems = [
        *([] if ticked else [{"anchor": "services", "text": "Tick at least one service."}]),
        *([] if team else [{"anchor": "team", "text": "Choose the team that owns them."}]),
    ]
    if team is None or problems:
        return _page(request, opened, problems=problems, status=422)
    try:
        number = give_services(assessment=opened.assessment, visitor=opened.visitor, team=team, services=ticked)
    except StaleOwnersError as error:
        owned = [format_html(OWNED, service.name, service.team.name) for service in error.rows]
        return _page(
            request,
            opened,
            problems=[{"text": text} for text in owned],
            heading="Somebody else gave some of these to another team",
            advice="Nothing was changed. Save again to replace it, or untick it.",
            status=412,
        )
    hub = reverse("assessment-hub", args=[opened.assessment.public_id])
    return redirect(f"{hub}?given={number}#given" if number else f"{hub}#services")


def _page(request: HttpRequest, opened: Opened, *, status: int = 200, **problems: Any) -> HttpResponse:
    ticked = set(request.POST.getlist("service"))
    rows = Service.objects.filter(assessment_id=opened.assessment.id).select_related("team")
    context: dict[str, Any] = {
        "opened": opened,
        "assessment": opened.assessment,
        "services": [(row, row.slug in ticked) for row in rows.order_by("position", "id")],
        "teams": OwningTeam.objects.filter(assessment_id=opened.assessment.id).order_by("position", "id"),
        "chosen": request.POST.get("team", ""),
        **problems,
    }
    return render(request, "assessments/owners.html", context, status=status)


@assessment_view("edit", POST)
def undo(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """Gives the services back to the teams they had; one that has gone on to another team since stays there."""
    event = given_at(opened.assessment, _number(request.POST.get("given", "")))
    if event is None:
        raise Http404
    take_back(assessment=opened.assessment, visitor=opened.visitor, event=event)
    return redirect(f"{reverse('assessment-hub', args=[opened.assessment.public_id])}#services")


def _number(given: str) -> int:
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else 0


def latest_handover(request: HttpRequest, opened: Opened) -> dict[str, str | int] | None:
    """What was given a moment ago, for the hub: in words, and by which number it is taken back."""
    number = _number(request.GET.get("given", ""))
    event = given_at(opened.assessment, number) if number and opened.may_edit else None
    if event is None:
        return None
    team = OwningTeam.objects.filter(assessment_id=opened.assessment.id, slug=event.detail["team"]).first()
    rows = Service.objects.filter(assessment_id=opened.assessment.id, slug__in=event.detail["services"], team=team)
    names = list(rows.order_by("position", "id").values_list("name", flat=True))
    return {"words": f"{team.name} owns {some(names)} now.", "number": event.id} if team and names else None
