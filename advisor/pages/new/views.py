"""`/new/` and `/quick/keep/`: the two ways to an assessment of a platform. Its maker owns it and answers first."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from advisor.assessments.actions.create import keep_quick, make_assessment
from advisor.assessments.answer_targets import quick_target
from advisor.assessments.checklists import library, newest
from advisor.assessments.earlier import earlier_assessments, services_of_earlier
from advisor.checklist.model import Checklist
from advisor.checklist.text import tidied
from advisor.pages.http.fields import kinds_by_hint
from advisor.pages.http.flash_link import to_hub
from advisor.pages.http.form_token import form_token
from advisor.pages.new.forms import KeepForm, NewForm
from advisor.quotas.clients import client_of
from advisor.quotas.counts import spend
from advisor.sharing.access import visitor_of, visitor_or_new
from advisor.sharing.policy import own_only, private
from advisor.sharing.workspaces import open_to, share_with


def _checklist(request: HttpRequest) -> Checklist:
    slug = (request.POST or request.GET).get("checklist", "")
    return library().get(slug) if slug in library().slugs() else newest()


@own_only
@private
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    """Names a platform, its services and its teams; on to its hub."""
    checklist, token, visitor = _checklist(request), form_token(request), visitor_or_new(request)
    spaces = open_to(visitor_of(request))
    chosen = {"workspace": request.GET.get("workspace", "")}
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = NewForm(checklist, spaces, earlier_assessments(visitor_of(request)), *sent, initial=chosen)
    if request.method == "POST" and form.is_valid() and form.looked_over:
        copied = services_of_earlier(visitor_of(request), form.cleaned_data.get("earlier", ""))
        services = form.with_earlier(copied)
        spend(client_of(request), assessments=1, services=len(services))
        assessment, fresh = make_assessment(
            visitor=visitor,
            checklist=checklist,
            title=form.cleaned_data["title"],
            your_name=form.cleaned_data["your_name"],
            teams=form.cleaned_data["teams"],
            services=services,
            token=token,
        )
        if fresh and form.for_workspace:
            share_with(scope_id=assessment.scope_id, workspace=form.for_workspace)
        return to_hub(assessment, visitor, fresh=fresh)
    context = {
        "form": form,
        "token": token,
        "checklist": checklist,
        "checklists": [library().get(slug) for slug in library().slugs()],
        "hints": kinds_by_hint(checklist),
    }
    return render(request, "assessments/new.html", context, status=422 if form.errors else 200)


@own_only
@private
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest) -> HttpResponseBase:
    """Makes the service that this browser tried into an assessment of a platform, with all its answers."""
    visitor = visitor_of(request)
    target = quick_target(visitor)
    if target is None or visitor is None:
        if request.method == "POST":
            raise Http404
        return redirect("new")
    form = KeepForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        assessment = keep_quick(
            visitor=visitor,
            public_id=tidied(request.POST.get("assessment", "")),
            title=given["title"],
            your_name=given["your_name"],
        )
        if assessment is None:
            raise Http404
        return to_hub(assessment, visitor, fresh=True)
    context = {"form": form, "assessment_id": target.public_id}
    return render(request, "assessments/keep.html", context, status=422 if request.method == "POST" else 200)
