"""`/a/<id>/`: the hub, and the assessment itself. Each view: who may → selector or service → render."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from advisor.assessments.access import Opened
from advisor.assessments.actions.arrange import remove_assessment, rename_assessment
from advisor.assessments.actions.retention import mark_opened
from advisor.assessments.progress import nothing_seen
from advisor.decisions.listing import listing
from advisor.decisions.next_step import next_step
from advisor.decisions.proposals import due_decisions
from advisor.decisions.selectors import records_of
from advisor.pages.http.access import assessment_view
from advisor.pages.http.flash_link import forget, shown_here
from advisor.pages.http.platform_forms import TitleForm
from advisor.pages.hub.notices import text_for_chat
from advisor.pages.hub.owners import latest_handover
from advisor.quotas.storage import needs_no_room
from advisor.sharing.links import has_private_link
from advisor.sharing.members import note_seen
from advisor.sharing.policy import FORM, POST


@assessment_view("view")
def hub(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Services and teams with how far they are, and the next thing to do."""
    today = timezone.localdate()
    mark_opened(assessment=opened.assessment, today=today)
    note_seen(scope_id=opened.assessment.scope_id, visitor=opened.visitor, today=today)
    services = listing(opened)
    standing = request.way.standing  # type: ignore[attr-defined]  # given by what opened the assessment
    gone = request.GET.get("removed", "")
    context: dict[str, Any] = {
        "opened": opened,
        "assessment": opened.assessment,
        "listing": services,
        "step": next_step(opened, services, standing),
        "chat": text_for_chat(request, opened, services.waits_for) if standing.open else "",
        "standing": standing,
        "due_sentences": [
            line for one in due_decisions(opened.visitor, today, opened.assessment) for line in one.sentences
        ],
        "last_removed": next((one for one in services.removed_rows if f"{one.kind}.{one.slug}" == gone), None),
        "added": request.GET.get("added", "")[:4] if request.GET.get("added", "").isdecimal() else "",
        "handover": latest_handover(request, opened),
        "link": shown_here(request),
        "private_link": opened.may_own
        and has_private_link(scope_id=opened.assessment.scope_id, visitor=opened.visitor),
        "records": records_of(opened.assessment),
        "unseen": "" if services.begun or opened.may_respond else nothing_seen(services.showing),
        "arranging": opened.may_edit and "arrange" in request.GET,
    }
    response = render(request, "assessments/hub.html", context)
    forget(request, response)
    return response


@assessment_view("edit", FORM)
def edit(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """The assessment's title, and for its owner the way to remove it."""
    form = TitleForm(request.POST or None, initial={"title": opened.assessment.title})
    if request.method == "POST" and form.is_valid():
        title = form.cleaned_data["title"]
        rename_assessment(assessment=opened.assessment, visitor=opened.visitor, title=title)
        return redirect("assessment-hub", opened.assessment.public_id)
    context = {"opened": opened, "assessment": opened.assessment, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "assessments/edit.html", context, status=status)


@assessment_view("own", POST)
@needs_no_room
def remove(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """Closes the assessment; its owner finds it under `/my/` and can put it back."""
    remove_assessment(assessment=opened.assessment, visitor=opened.visitor)
    return redirect(f"{reverse('my')}?removed={opened.assessment.public_id}")
