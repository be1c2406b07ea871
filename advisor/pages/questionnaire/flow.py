"""What every questionnaire does with a request, wherever its answers belong.

In: a request and a seat that was checked. Out: pages and fragments. Must not know: whose answers they are, or who may.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string

from advisor.pages.questionnaire import details
from advisor.pages.questionnaire.context import Sitting
from advisor.pages.questionnaire.entry import Seat
from advisor.pages.questionnaire.panel import panel_of
from advisor.pages.questionnaire.question import Question
from advisor.pages.questionnaire.saved import TEMPLATE, saved_state
from advisor.pages.questionnaire.saving import save_one, save_page, says_something
from advisor.pages.questionnaire.steps import Step, step_of

SAVED = "answer-saved"
"""The event by which the panel beside the questions knows that it is out of date."""


def is_htmx(request: HttpRequest) -> bool:
    return bool(request.META.get("HTTP_HX_REQUEST") == "true")  # `headers` would put all of them into words first


def step_named(sitting: Sitting, slug: str) -> Step:
    step = sitting.desk.page(sitting.checklist, slug)
    if step is None:
        raise Http404
    return step


def page(
    request: HttpRequest,
    sitting: Sitting,
    step: Step,
    *,
    questions: list[Question] | None = None,
    block: details.Details | None = None,
    status: int = 200,
) -> HttpResponse:
    """A question page, with what could not be saved and why, if anything."""
    name = sitting.desk.block_of(step) if sitting.may_edit else ""
    shown = questions or [sitting.question(key) for key in step.keys]
    at = sitting.pages.index(step) if step in sitting.pages else 0
    context: dict[str, Any] = {
        "sitting": sitting,
        "assessment": sitting.place.public_id if sitting.place else "",
        "steps": [(each, each.done(sitting.answered) == len(each.keys)) for each in sitting.steps],
        "step": step,
        "back": sitting.pages[at - 1] if at else None,
        "questions": shown,
        "details": block or (details.shown(sitting, name) if name else None),
        "stale": [one for one in shown if one.stale],
        "faulty": [one for one in shown if one.error],
        "done": step.done(sitting.answered),
        **panel_of(sitting),
    }
    return render(request, "questionnaire/questions.html", context, status=status)


def save(request: HttpRequest, seat: Seat, slug: str) -> HttpResponse:
    """A whole page of answers, as a plain form sends them."""
    post, before = request.POST.dict(), seat.sitting()
    step = step_named(before, slug)
    asked = [before.questions[key] for key in step.keys]
    name = seat.desk.block_of(step) if before.may_edit else ""
    said = says_something(asked, post) or bool(name and details.says_something(name, post))
    if seat.place is None and not said:
        return onward(before, step, post)
    place = seat.begin()
    sitting = before if place == seat.place else seat.sit(place)
    saved = save_page(seat.desk, place, asked, sitting.kept, post)
    sent = "base-service" in post or "base-team" in post
    beside = details.save(sitting, name, seat.visitor, post) if name and sent else None
    faulty = any(one.error for one in saved) or (beside is not None and bool(beside.form.errors))
    stale = any(one.stale for one in saved) or (beside is not None and bool(beside.changed))
    if faulty or stale:
        return page(request, seat.sit(place), step, questions=saved, block=beside, status=422 if faulty else 412)
    return onward(sitting, step, post)


def onward(sitting: Sitting, step: Step, post: dict[str, str]) -> HttpResponse:
    """The next page; or this one again, where one of two values was picked."""
    if any(name.startswith("pick-") for name in post):
        return redirect(step.address)
    if post.get("go") == "result":
        return redirect(sitting.desk.result)
    pages = sitting.pages
    at = pages.index(step) if step in pages else len(pages)
    return redirect(pages[at + 1].address if at + 1 < len(pages) else sitting.desk.check)


def one_answer(request: HttpRequest, seat: Seat, key: str) -> HttpResponse:
    """One statement as it is saved: with htmx itself, else the page that it stands on."""
    sitting = seat.sitting()
    step = step_of(sitting.pages, key)
    if step is None:
        raise Http404
    question = sitting.question(key)
    if not is_htmx(request):
        return redirect(f"{step.address}#{question.anchor}")
    return render(request, "questionnaire/_statement.html", {"question": question})


def save_answer(request: HttpRequest, seat: Seat, key: str) -> HttpResponse:
    """Saves one statement; the reply carries only what changed."""
    asked = seat.asked(key)
    if asked is None:
        raise Http404
    place = seat.begin()
    question = save_one(seat.desk, place, asked, request.POST)
    status = 422 if question.error else 412 if question.stale else 200
    if is_htmx(request):
        if seat.place and status == 200 and question.saved_at:
            return reply(saved_state(question, question.saved_at), status)
        context = {"question": question, "began": "" if seat.place else place.public_id}
        return reply(render_to_string(TEMPLATE, context), status)
    sitting = seat.sit(place)
    step = step_of(sitting.pages, key)
    assert step is not None
    if status == 200:
        return redirect(f"{step.address}#{question.anchor}")
    shown = [question if one == key else sitting.question(one) for one in step.keys]
    return page(request, sitting, step, questions=shown, status=status)


def reply(html: str, status: int) -> HttpResponse:
    """The reply to a save: what is saved, and word to the panel that it is out of date."""
    response = HttpResponse(html, status=status)
    if status == 200:
        response["HX-Trigger"] = SAVED
    return response


def save_block(request: HttpRequest, seat: Seat, block: str) -> HttpResponse:
    """The fields beside the statements, saved by themselves while one types elsewhere."""
    place = seat.begin()
    sitting = seat.sit(place)
    beside = details.save(sitting, block, seat.visitor, request.POST.dict())
    status = 200 if beside.ok else 412 if beside.changed else 422
    if is_htmx(request):
        context = {"details": beside, "began": "" if seat.place else place.public_id}
        return reply(render_to_string("questionnaire/_details_state.html", context), status)
    step = next(step for step in sitting.pages if seat.desk.block_of(step) == block)
    if status != 200:
        return page(request, seat.sit(place), step, block=beside, status=status)
    return redirect(step.address)


def so_far(request: HttpRequest, seat: Seat) -> HttpResponse:
    """What the answers say so far; with htmx the panel alone, and how far the page is."""
    sitting = seat.sitting()
    step = sitting.desk.page(sitting.checklist, request.GET.get("step", "-"))
    context = {
        "sitting": sitting,
        "step": step,
        "done": step.done(sitting.answered) if step else 0,
        "fragment": is_htmx(request),
        **panel_of(sitting),
    }
    template = "questionnaire/_panel.html" if is_htmx(request) else "questionnaire/so_far.html"
    response = render(request, template, context)
    response["Vary"] = "HX-Request, Cookie"
    return response


def check(request: HttpRequest, sitting: Sitting, **more: Any) -> HttpResponse:
    """Every answer on one page, each with the way to change it."""
    groups = [(step, [sitting.question(key) for key in step.keys]) for step in sitting.steps]
    return render(
        request, "questionnaire/check.html", {"sitting": sitting, "groups": groups, **panel_of(sitting), **more}
    )
