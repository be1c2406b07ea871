"""`/a/<id>/`: the hub, and the assessment itself. Each view: who may → selector or service → render."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from advisor.assessments.access import Opened, open_assessment
from advisor.assessments.actions.arrange import remove_assessment, rename_assessment
from advisor.assessments.actions.retention import mark_opened
from advisor.decisions.proposals import due_decisions
from advisor.decisions.selectors import records_of
from advisor.pages.http.cache_control import private
from advisor.pages.http.flash_link import forget, shown_here
from advisor.pages.hub import addresses
from advisor.pages.hub.everyone import nothing_seen
from advisor.pages.hub.forms import TitleForm
from advisor.pages.hub.listing import listing
from advisor.quotas.storage import needs_no_room
from advisor.sharing.access import visitor_of
from advisor.sharing.links import has_private_link
from advisor.sharing.members import note_seen
from advisor.sharing.policy import by_role
from advisor.sharing.roles import Role


def opened_by(request: HttpRequest, public_id: str, role: Role) -> Opened:
    """The assessment of this address, for a browser that has this role on it; else AccessDenied."""
    return open_assessment(visitor_of(request), public_id, role)


def trail(opened: Opened) -> list[tuple[str, str]]:
    """The way from the beginning to this assessment."""
    return [
        (reverse("my"), "My assessments"),
        (reverse("assessment-hub", args=[opened.assessment.public_id]), opened.assessment.title),
    ]


@by_role("view")
@private
@require_safe
def hub(request: HttpRequest, public_id: str) -> HttpResponse:
    """Services and teams with how far they are, and the next thing to do."""
    opened = opened_by(request, public_id, "view")
    today = timezone.now().date()
    mark_opened(assessment=opened.assessment, today=today)
    note_seen(scope_id=opened.assessment.scope_id, visitor=opened.visitor, today=today)
    shown = listing(opened)
    gone = request.GET.get("removed", "")
    context: dict[str, Any] = {
        "opened": opened,
        "assessment": opened.assessment,
        "listing": shown,
        "due": [line for one in due_decisions(opened.visitor, today, opened.assessment) for line in one.sentences],
        "just_gone": next((one for one in shown.gone if f"{one.kind}.{one.slug}" == gone), None),
        "added": request.GET.get("added", "")[:4] if request.GET.get("added", "").isdecimal() else "",
        "link": shown_here(request),
        "private_link": opened.may_own
        and has_private_link(scope_id=opened.assessment.scope_id, visitor=opened.visitor),
        "records": records_of(opened.assessment),
        "trail": trail(opened)[:1],
        "result": addresses.result(public_id),
        "unseen": "" if shown.begun or opened.may_respond else nothing_seen(shown.showing),
        "arranging": opened.may_edit and "arrange" in request.GET,
    }
    response = render(request, "assessments/hub.html", context)
    forget(request, response)
    return response


@by_role("edit")
@private
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The assessment's title, and for its owner the way to remove it."""
    opened = opened_by(request, public_id, "edit")
    form = TitleForm(request.POST or None, initial={"title": opened.assessment.title})
    if request.method == "POST" and form.is_valid():
        title = form.cleaned_data["title"]
        rename_assessment(assessment=opened.assessment, visitor=opened.visitor, title=title)
        return redirect("assessment-hub", public_id)
    context = {"opened": opened, "assessment": opened.assessment, "form": form, "trail": trail(opened)}
    status = 422 if request.method == "POST" else 200
    return render(request, "assessments/edit.html", context, status=status)


@by_role("own")
@needs_no_room
@private
@require_POST
def remove(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Closes the assessment; its owner finds it under `/my/` and can put it back."""
    opened = opened_by(request, public_id, "own")
    remove_assessment(assessment=opened.assessment, visitor=opened.visitor)
    return redirect(f"{reverse('my')}?removed={public_id}")
