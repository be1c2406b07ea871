"""`/quick/`: question pages, saving, the panel. Each view: whose is it → selector or service → render."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from advisor.assessments.services import mark_opened
from advisor.pages.quick import details
from advisor.pages.quick.question import Question
from advisor.pages.quick.saving import begin, place_for, save_one, save_page, says_something
from advisor.pages.quick.sitting import Sitting, asked_by, sitting_at, sitting_of
from advisor.pages.quick.so_far import so_far
from advisor.pages.quick.steps import TEAM, Step, step_of, steps_of
from advisor.sharing.access import remember, visitor_of, visitor_or_new
from advisor.sharing.policy import own_only

private = cache_control(private=True, no_store=True)
SAVED = "answer-saved"
"""The event by which the panel beside the questions knows that it is out of date."""


def is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _block_of(step: Step) -> str:
    return "details" if step.number == 1 else "owners" if step.of_team else ""


def _page(
    request: HttpRequest,
    sitting: Sitting,
    step: Step,
    *,
    questions: list[Question] | None = None,
    block: details.Details | None = None,
    status: int = 200,
) -> HttpResponse:
    """A question page, with what could not be saved and why, if anything."""
    steps = steps_of(sitting.checklist)
    asked = sitting.questions
    name = _block_of(step)
    shown = questions or [Question(asked[key], sitting.kept.get(key)) for key in step.keys]
    context: dict[str, Any] = {
        "sitting": sitting,
        "assessment": sitting.place.public_id if sitting.place else "",
        "steps": [(each, each.done(sitting.answered) == len(each.keys)) for each in steps],
        "step": step,
        "back": steps[step.number - 2] if step.number > 1 else None,
        "questions": shown,
        "details": block or (details.shown(sitting.checklist, sitting.service, name) if name else None),
        "stale": [one for one in shown if one.stale],
        "faulty": [one for one in shown if one.error],
        "so_far": so_far(sitting),
        "done": step.done(sitting.answered),
        "saved_at": max((kept.made_at for kept in sitting.kept.values()), default=None),
    }
    response = render(request, "quick/questions.html", context, status=status)
    remember(response, visitor_or_new(request))
    return response


def _step(sitting: Sitting, slug: str) -> Step:
    for step in steps_of(sitting.checklist):
        if step.slug == slug and (slug == TEAM) == step.of_team:
            return step
    raise Http404


@own_only
@private
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, slug: str = "") -> HttpResponseBase:
    """One page of questions; without JavaScript also where they are saved."""
    if request.method == "POST":
        return _save_page(request, slug)
    sitting = sitting_of(visitor_of(request))
    if sitting.place:
        mark_opened(assessment=sitting.service.assessment, today=timezone.now().date())
    return _page(request, sitting, _step(sitting, slug or steps_of(sitting.checklist)[0].slug))


def _save_page(request: HttpRequest, slug: str) -> HttpResponseBase:
    visitor, post = visitor_or_new(request), request.POST.dict()
    before = sitting_of(visitor)
    step = _step(before, slug or steps_of(before.checklist)[0].slug)
    asked = [before.questions[key] for key in step.keys]
    block = _block_of(step)
    place = place_for(visitor, post)
    if place is None:
        if not says_something(asked, post) and not (block and details.says_something(block, post)):
            return _onward(before, step, post)
        place = begin(visitor)
    sitting = sitting_at(place)
    saved = save_page(place, asked, sitting.kept, post)
    beside = None
    if block and "base-service" in post:
        beside = details.save(sitting.checklist, sitting.service, block, place, visitor, post)
    faulty = any(one.error for one in saved) or (beside is not None and bool(beside.form.errors))
    stale = any(one.stale for one in saved) or (beside is not None and bool(beside.changed))
    if faulty or stale:
        now = sitting_at(place)
        return _page(request, now, step, questions=saved, block=beside, status=422 if faulty else 412)
    response = _onward(sitting, step, post)
    remember(response, visitor)
    return response


def _onward(sitting: Sitting, step: Step, post: dict[str, str]) -> HttpResponse:
    """The next page; or this one again, where one of two values was picked."""
    steps = steps_of(sitting.checklist)
    if any(name.startswith("pick-") for name in post):
        return redirect(step.address)
    if post.get("go") == "result" or step.number == len(steps):
        return redirect("quick-check" if post.get("go") != "result" else "quick-result")
    return redirect(steps[step.number].address)


@own_only
@private
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, key: str) -> HttpResponseBase:
    """One statement: GET gives it as it is saved, POST saves it."""
    if request.method == "POST":
        return _save_answer(request, key)
    sitting = sitting_of(visitor_of(request))
    asked = sitting.questions.get(key)
    step = step_of(steps_of(sitting.checklist), key)
    if asked is None or step is None:
        raise Http404
    question = Question(asked, sitting.kept.get(key))
    if not is_htmx(request):
        return redirect(f"{step.address}#{question.anchor}")
    return render(request, "quick/_statement.html", {"question": question})


def _save_answer(request: HttpRequest, key: str) -> HttpResponseBase:
    visitor, post = visitor_or_new(request), request.POST
    place = place_for(visitor, post)
    asked = (asked_by(place.checklist_digest) if place else sitting_of(None).questions).get(key)
    if asked is None:
        raise Http404
    began = place is None
    place = place or begin(visitor)
    question = save_one(place, asked, post)
    status = 422 if question.error else 412 if question.stale else 200
    if not is_htmx(request):
        return _answer_page(request, sitting_at(place), question, status)
    context = {"question": question, "began": place.public_id if began else ""}
    response = _fragment("quick/_state.html", context, status)
    if began:
        remember(response, visitor)
    return response


def _fragment(template: str, context: dict[str, Any], status: int) -> HttpResponse:
    """The reply to a save: what is saved, and word to the panel that it is out of date."""
    response = HttpResponse(render_to_string(template, context), status=status)
    if status == 200:
        response["HX-Trigger"] = SAVED
    return response


def _answer_page(request: HttpRequest, sitting: Sitting, question: Question, status: int) -> HttpResponseBase:
    """Without htmx: back to the page of this statement, or that page with what was wrong."""
    step = step_of(steps_of(sitting.checklist), question.key)
    assert step is not None
    if status == 200:
        response: HttpResponse = redirect(f"{step.address}#{question.anchor}")
        remember(response, visitor_or_new(request))
        return response
    shown = [
        question if key == question.key else Question(sitting.questions[key], sitting.kept.get(key))
        for key in step.keys
    ]
    return _page(request, sitting, step, questions=shown, status=status)


@own_only
@private
@require_POST
def save_details(request: HttpRequest, block: str) -> HttpResponseBase:
    """The fields beside the statements, saved by themselves while one types elsewhere."""
    visitor, post = visitor_or_new(request), request.POST.dict()
    place = place_for(visitor, post)
    began = place is None
    place = place or begin(visitor)
    sitting = sitting_at(place)
    beside = details.save(sitting.checklist, sitting.service, block, place, visitor, post)
    status = 200 if beside.ok else 412 if beside.changed else 422
    if is_htmx(request):
        context = {"details": beside, "began": place.public_id if began else ""}
        response: HttpResponse = _fragment("quick/_details_state.html", context, status)
        if began:
            remember(response, visitor)
        return response
    step = next(step for step in steps_of(sitting.checklist) if _block_of(step) == block)
    if status != 200:
        return _page(request, sitting_at(place), step, block=beside, status=status)
    response = redirect(step.address)
    remember(response, visitor)
    return response


@own_only
@private
@require_safe
def panel(request: HttpRequest) -> HttpResponse:
    """What the answers say so far; with htmx the panel alone, and how far the page is."""
    sitting = sitting_of(visitor_of(request))
    slug = request.GET.get("step", "")
    step = next((step for step in steps_of(sitting.checklist) if step.slug == slug), None)
    context = {
        "so_far": so_far(sitting),
        "step": step,
        "done": step.done(sitting.answered) if step else 0,
        "saved_at": max((kept.made_at for kept in sitting.kept.values()), default=None),
        "fragment": is_htmx(request),
    }
    response = render(request, "quick/_so_far.html" if is_htmx(request) else "quick/so_far.html", context)
    response["Vary"] = "HX-Request, Cookie"
    return response
