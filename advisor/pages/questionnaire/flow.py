"""What every questionnaire does with a request, wherever its answers belong.

In: a request and a checked entry. Out: pages and fragments. Must not know: whose answers they are, or who may.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string

from advisor.assessments.questionnaire.context import Entry, Questionnaire
from advisor.assessments.questionnaire.question import Question
from advisor.assessments.questionnaire.routes import QuestionPage, step_of
from advisor.decisions.panel import panel_of
from advisor.pages.questionnaire import details
from advisor.pages.questionnaire.save import TEMPLATE, save_one, save_page, saved_state, says_something

SAVED_EVENT = "answer-saved"
"""The event by which the panel beside the questions knows that it is out of date."""
CHANGED = "Something here changed while you were typing"
CHOOSE, CHOOSE_DETAILS = "Choose which of the two answers to keep.", "Choose which details to keep."


def is_htmx(request: HttpRequest) -> bool:
    return bool(request.META.get("HTTP_HX_REQUEST") == "true")  # `headers` would put all of them into words first


def step_named(questionnaire: Questionnaire, slug: str) -> QuestionPage:
    step = questionnaire.routes.page(questionnaire.checklist, slug)
    if step is None:
        raise Http404
    return step


def page(
    request: HttpRequest,
    questionnaire: Questionnaire,
    step: QuestionPage,
    *,
    questions: list[Question] | None = None,
    block: details.Details | None = None,
    status: int = 200,
) -> HttpResponse:
    """A question page, with what could not be saved and why, if anything."""
    name = questionnaire.routes.block_of(step) if questionnaire.may_edit else ""
    page_questions = questions or [questionnaire.question(key) for key in step.keys]
    at = questionnaire.pages.index(step) if step in questionnaire.pages else 0
    context: dict[str, Any] = {
        "questionnaire": questionnaire,
        "assessment": questionnaire.target.public_id if questionnaire.target else "",
        "steps": [(each, questionnaire.answer_count(each) == len(each.keys)) for each in questionnaire.steps],
        "step": step,
        "back": questionnaire.pages[at - 1] if at else None,
        "questions": page_questions,
        "measured": questionnaire.measured,
        "details": block or (details.details_of(questionnaire, name) if name else None),
        "answer_count": questionnaire.answer_count(step),
        **_problems(page_questions, block),
        **panel_of(questionnaire),
    }
    return render(request, "questionnaire/questions.html", context, status=status)


def _problems(questions: list[Question], block: details.Details | None) -> dict[str, Any]:
    """What of a page could not be saved, each with its place, or nothing."""
    stale = [question for question in questions if question.stale]
    problems = [
        *(
            {"anchor": question.anchor, "text": question.prompt.text, "then": question.error.message}
            for question in questions
            if question.error
        ),
        *({"anchor": question.anchor, "text": question.prompt.text, "then": CHOOSE} for question in stale),
    ]
    if block:
        problems += [{"anchor": f"id_{name}", "text": str(words[0])} for name, words in block.form.errors.items()]
        problems += [{"anchor": f"block-{block.block}", "text": CHOOSE_DETAILS}] if block.changed else []
    if not problems:
        return {}
    heading = CHANGED if stale or (block and block.changed) else ""
    return {"problems": problems, "heading": heading, "lead": "Everything else on this page is saved."}


def save(request: HttpRequest, entry: Entry, slug: str) -> HttpResponse:
    """A whole page of answers, as a plain form sends them."""
    post, before = request.POST.dict(), entry.questionnaire()
    step = step_named(before, slug)
    prompts = [before.questions[key] for key in step.keys]
    name = entry.routes.block_of(step) if before.may_edit else ""
    has_answers = says_something(prompts, post) or bool(name and details.says_something(name, post))
    if entry.target is None and not has_answers:
        return onward(before, step, post)
    target = entry.begin()
    questionnaire = before if target == entry.target else entry.open_questionnaire(target)
    questions = save_page(entry.routes, target, prompts, questionnaire.stored_answers, post)
    sent = "base-service" in post or "base-team" in post
    beside = details.save(questionnaire, name, entry.visitor, post) if name and sent else None
    faulty = any(one.error for one in questions) or (beside is not None and bool(beside.form.errors))
    stale = any(one.stale for one in questions) or (beside is not None and bool(beside.changed))
    if faulty or stale:
        return page(
            request,
            entry.open_questionnaire(target),
            step,
            questions=questions,
            block=beside,
            status=422 if faulty else 412,
        )
    return onward(questionnaire, step, post)


def onward(questionnaire: Questionnaire, step: QuestionPage, post: dict[str, str]) -> HttpResponse:
    """The next page; or this one again, where one of two values was picked."""
    if any(name.startswith("pick-") for name in post):
        return redirect(step.address)
    if post.get("go") == "result":
        return redirect(questionnaire.routes.result)
    pages = questionnaire.pages
    at = pages.index(step) if step in pages else len(pages)
    return redirect(pages[at + 1].address if at + 1 < len(pages) else questionnaire.routes.check)


def one_answer(request: HttpRequest, entry: Entry, key: str) -> HttpResponse:
    """One statement as it is saved: with htmx itself, else the page that it stands on."""
    questionnaire = entry.questionnaire()
    step = step_of(questionnaire.pages, key)
    if step is None:
        raise Http404
    question = questionnaire.question(key)
    if not is_htmx(request):
        return redirect(f"{step.address}#{question.anchor}")
    return render(request, "questionnaire/_statement.html", {"question": question, "measured": questionnaire.measured})


def save_answer(request: HttpRequest, entry: Entry, key: str) -> HttpResponse:
    """Saves one statement; the reply carries only what changed."""
    prompt = entry.prompt(key)
    if prompt is None:
        raise Http404
    target = entry.begin()
    question = save_one(entry.routes, target, prompt, request.POST)
    status = 422 if question.error else 412 if question.stale else 200
    if is_htmx(request):
        if entry.target and status == 200 and question.saved_at:
            return reply(saved_state(question, question.saved_at), status)
        context = {"question": question, "began": "" if entry.target else target.public_id}
        return reply(render_to_string(TEMPLATE, context), status)
    questionnaire = entry.open_questionnaire(target)
    step = step_of(questionnaire.pages, key)
    assert step is not None
    if status == 200:
        return redirect(f"{step.address}#{question.anchor}")
    questions = [question if one == key else questionnaire.question(one) for one in step.keys]
    return page(request, questionnaire, step, questions=questions, status=status)


def reply(html: str, status: int) -> HttpResponse:
    """The reply to a save: what is saved, and word to the panel that it is out of date."""
    response = HttpResponse(html, status=status)
    if status == 200:
        response["HX-Trigger"] = SAVED_EVENT
    return response


def save_block(request: HttpRequest, entry: Entry, block: str) -> HttpResponse:
    """The fields beside the statements, saved by themselves while one types elsewhere."""
    target = entry.begin()
    questionnaire = entry.open_questionnaire(target)
    beside = details.save(questionnaire, block, entry.visitor, request.POST.dict())
    status = 200 if beside.ok else 412 if beside.changed else 422
    if is_htmx(request):
        context = {"details": beside, "began": "" if entry.target else target.public_id}
        return reply(render_to_string("questionnaire/_details_state.html", context), status)
    step = next(step for step in questionnaire.pages if entry.routes.block_of(step) == block)
    if status != 200:
        return page(request, entry.open_questionnaire(target), step, block=beside, status=status)
    return redirect(step.address)


def so_far(request: HttpRequest, entry: Entry) -> HttpResponse:
    """What the answers say so far; with htmx the panel alone, and how far the page is."""
    questionnaire = entry.questionnaire()
    step = questionnaire.routes.page(questionnaire.checklist, request.GET.get("step", "-"))
    context = {
        "questionnaire": questionnaire,
        "step": step,
        "answer_count": questionnaire.answer_count(step) if step else 0,
        "fragment": is_htmx(request),
        **panel_of(questionnaire),
    }
    template = "questionnaire/_panel.html" if is_htmx(request) else "questionnaire/so_far.html"
    response = render(request, template, context)
    response["Vary"] = "HX-Request, Cookie"
    return response


def check(request: HttpRequest, questionnaire: Questionnaire, **more: Any) -> HttpResponse:
    """Every answer on one page, each with the way to change it."""
    groups = [(step, [questionnaire.question(key) for key in step.keys]) for step in questionnaire.steps]
    return render(
        request,
        "questionnaire/check.html",
        {"questionnaire": questionnaire, "groups": groups, **panel_of(questionnaire), **more},
    )
