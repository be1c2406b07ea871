"""Services and teams of an assessment: add, edit, reorder, duplicate, remove, put back."""

from collections.abc import Callable
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from advisor.assessments.access import Opened, respondent_of, service_at, team_at
from advisor.assessments.actions.arrange import (
    TeamInUseError,
    duplicate_service,
    move,
    put_back,
    remove,
    size_said,
)
from advisor.assessments.actions.create import NameTakenError, TooManyError, add_services, add_team
from advisor.assessments.checklists import at_digest
from advisor.assessments.models import OwningTeam, Service
from advisor.pages.http.access import assessment_view
from advisor.pages.http.edits import Edited
from advisor.pages.http.fields import kinds_by_hint
from advisor.pages.http.form_token import form_token
from advisor.pages.http.platform_forms import ServicesForm
from advisor.pages.hub.edit import edited_of, saved
from advisor.pages.hub.forms import ServiceForm, TeamForm
from advisor.quotas.clients import client_of
from advisor.quotas.counts import spend
from advisor.quotas.rates import take
from advisor.quotas.storage import needs_no_room
from advisor.sharing.policy import FORM, POST

Kind = Literal["service", "team"]
AT: dict[str, Callable[..., Service | OwningTeam]] = {"service": service_at, "team": team_at}


def _context(opened: Opened, **more: Any) -> dict[str, Any]:
    checklist = at_digest(opened.assessment.checklist.digest)
    return {"opened": opened, "assessment": opened.assessment, "checklist": checklist, **more}


@assessment_view("edit", FORM)
def add(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """More services: written, one per line, or ticked from the kinds."""
    checklist = at_digest(opened.assessment.checklist.digest)
    form = ServicesForm(checklist, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and form.looked_over:
        services = form.new_services()
        if not services:
            form.add_error("services", "Write the name of at least one service, or tick a kind.")
        else:
            try:
                token = form_token(request)
                spend(client_of(request), services=len(services))
                add_services(assessment=opened.assessment, visitor=opened.visitor, services=services, token=token)
                hub = reverse("assessment-hub", args=[opened.assessment.public_id])
                return redirect(f"{hub}?added={len(services)}#services")
            except (NameTakenError, TooManyError) as error:
                form.add_error("services", str(error))
    context = _context(opened, form=form, hints=kinds_by_hint(checklist), token=form_token(request))
    return render(request, "assessments/add_services.html", context, status=422 if form.errors else 200)


@assessment_view("edit", FORM)
def add_a_team(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """One more owning team."""
    checklist = at_digest(opened.assessment.checklist.digest)
    form = TeamForm(checklist, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            add_team(assessment=opened.assessment, visitor=opened.visitor, **form.values())
            return redirect(f"{reverse('assessment-hub', args=[opened.assessment.public_id])}#teams")
        except (NameTakenError, TooManyError) as error:
            form.add_error("name", str(error))
    context = _context(opened, edited=Edited(form, base=1), row=None)
    return render(request, "assessments/edit_team.html", context, status=422 if form.errors else 200)


def _teams(opened: Opened) -> list[OwningTeam]:
    return list(OwningTeam.objects.filter(assessment_id=opened.assessment.id).order_by("position", "id"))


def _form(opened: Opened, kind: Kind) -> Callable[..., ServiceForm | TeamForm]:
    checklist = at_digest(opened.assessment.checklist.digest)
    if kind == "team":
        return lambda *args, **more: TeamForm(checklist, *args, **more)
    teams = _teams(opened)
    return lambda *args, **more: ServiceForm(checklist, teams, *args, **more)


@assessment_view("edit", FORM)
def edit(request: HttpRequest, opened: Opened, slug: str, kind: Kind) -> HttpResponseBase:
    """A service's or a team's details, under the rule of every shared field: 412 with both values."""
    row, make = AT[kind](opened, slug), _form(opened, kind)
    if request.method != "POST":
        return _edit_page(request, opened, row, edited_of(row, make), 200)
    edited = saved(opened, row, make, request.POST.dict())
    if edited is None:
        return redirect(f"{reverse('assessment-hub', args=[opened.assessment.public_id])}#{kind}s")
    return _edit_page(request, opened, row, edited, 412 if edited.changed else 422)


def _edit_page(
    request: HttpRequest, opened: Opened, row: Service | OwningTeam, edited: Edited, status: int
) -> HttpResponse:
    template = "assessments/edit_service.html" if isinstance(row, Service) else "assessments/edit_team.html"
    return render(request, template, _context(opened, edited=edited, row=row), status=status)


@assessment_view("edit", POST)
def arrange(request: HttpRequest, opened: Opened, kind: Kind) -> HttpResponseBase:
    """One place up or down; each button names its row."""
    up, down = request.POST.get("up", ""), request.POST.get("down", "")
    row = AT[kind](opened, up or down)
    move(assessment=opened.assessment, visitor=opened.visitor, row=row, by=-1 if up else 1)
    return redirect(f"{reverse('assessment-hub', args=[opened.assessment.public_id])}?arrange#{kind}-{row.slug}")


@assessment_view("edit", POST)
def duplicate(request: HttpRequest, opened: Opened, slug: str) -> HttpResponseBase:
    """A copy of a service below it, with one's own answers or without."""
    service = service_at(opened, slug)
    spend(client_of(request), services=1)
    respondent = respondent_of(opened) if request.POST.get("answers") else None
    if respondent is not None:
        take(client_of(request), size_said(respondent.id, service.id))
    copy = duplicate_service(
        assessment=opened.assessment, visitor=opened.visitor, service=service, respondent=respondent
    )
    return redirect(f"{reverse('assessment-hub', args=[opened.assessment.public_id])}?added=1#service-{copy.slug}")


@assessment_view("edit", POST)
@needs_no_room
def take_away(request: HttpRequest, opened: Opened, slug: str, kind: Kind) -> HttpResponseBase:
    """Removes a service or team; the hub then offers to put it back."""
    row = AT[kind](opened, slug)
    try:
        remove(assessment=opened.assessment, visitor=opened.visitor, row=row)
    except TeamInUseError as error:
        edited = edited_of(row, _form(opened, kind))
        context = _context(opened, edited=edited, row=row, in_use=str(error))
        return render(request, "assessments/edit_team.html", context, status=409)
    return redirect(f"{reverse('assessment-hub', args=[opened.assessment.public_id])}?removed={kind}.{row.slug}")


@assessment_view("edit", POST)
def bring_back(request: HttpRequest, opened: Opened, slug: str, kind: Kind) -> HttpResponseBase:
    """Undoes a removal."""
    row = AT[kind](opened, slug, removed=True)
    put_back(assessment=opened.assessment, visitor=opened.visitor, row=row)
    return redirect(f"{reverse('assessment-hub', args=[opened.assessment.public_id])}#{kind}-{row.slug}")
