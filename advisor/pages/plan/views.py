"""`/a/<public_id>/plan/` and its form. Each view: who may → what it is made from → response.

The plan is a part of the decision, and kept with it (`advisor/decisions/`): each step, service and concern is a section
that two people can set at the same time.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from advisor.assessments.access import Opened
from advisor.decisions.actions import StaleDecisionError, save_decision
from advisor.decisions.decision_state import DecisionState, decision_state
from advisor.decisions.draft_content import mark
from advisor.decisions.proposals import draft_of
from advisor.decisions.record_source import site_of
from advisor.decisions.unfinished import unfinished_steps
from advisor.pages.http.access import assessment_view
from advisor.pages.http.turns import in_turns
from advisor.pages.plan import responses
from advisor.pages.plan.forms import PlanForm, differing, plan_form
from advisor.sharing.policy import FORM


@assessment_view("view")
@in_turns
def plan(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """What to do next, who does it, and whom the platform needs."""
    edit = reverse("plan-edit", args=[opened.assessment.public_id]) if opened.may_edit else ""
    dates = reverse("decide-dates", args=[opened.assessment.public_id])
    unfinished = list(unfinished_steps(draft_of(opened.assessment).content)) if edit else []
    return responses.plan(request, site_of(opened), edit, dates, unfinished)


@assessment_view("view")
@in_turns
def steps_csv(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """The next steps for a spreadsheet."""
    return responses.steps_csv(site_of(opened))


@assessment_view("view", FORM)
def interviews_pdf(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """Starts the drawing of the interviews."""
    return responses.interviews_drawn(request, site_of(opened))


@assessment_view("edit", FORM)
@in_turns
def edit(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """The form: owners and days of steps, owners of services and concerns, maintainers, a date."""
    state = decision_state(opened)
    if state is None:
        return redirect("platform-result", opened.assessment.public_id)
    post = request.POST.dict() if request.method == "POST" else None
    form = plan_form(state.record, state.slugs, state.draft.content, post)
    if post is None:
        return _form(request, state, form)
    return _form(request, state, form, status=422) if form.problems else _save(request, state, form)


def _form(
    request: HttpRequest, state: DecisionState, form: PlanForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    assessment = state.opened.assessment
    trail = [(reverse("plan", args=[assessment.public_id]), "Plan")]
    context = {"assessment": assessment, "state": state, "record": state.record, "form": form, "trail": trail}
    return render(request, "plan/edit.html", context | more, status=status)


def _save(request: HttpRequest, state: DecisionState, form: PlanForm) -> HttpResponse:
    """Saves what was touched, or gives it back with both values."""
    assessment, fields = state.opened.assessment, form.touched
    if request.POST.get("pick") == "theirs":
        dropped = set(request.POST.get("stale", "").split(","))
        fields = {name: value for name, value in fields.items() if name not in dropped}
    try:
        save_decision(assessment=assessment, visitor=state.opened.visitor, was=form.marks, fields=fields)
    except StaleDecisionError as error:
        form.marks |= {name: mark(error.current.get(name)) for name in error.sections}
        changed = differing(form, error.current, error.sections)
        return _form(request, state, form, status=412, changed=changed, stale=",".join(error.sections))
    return redirect("plan", assessment.public_id)
