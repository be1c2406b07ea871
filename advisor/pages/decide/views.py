"""`/a/<public_id>/decide/`: the decision, its form, proposing it, the deciders' words, reminders.

Each view: who may → selector or service → render.
"""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from advisor.assessments.access import Opened
from advisor.assessments.deciders import DecidersError, choosable
from advisor.checklist.text import tidied
from advisor.decisions.actions import (
    NOT_YOURS,
    UNSOURCED,
    StaleDecisionError,
    propose_decision,
    save_decision,
    take_position,
)
from advisor.decisions.decision_state import DecisionState, decision_state, signed_records, to_sign
from advisor.decisions.draft_content import Content, mark
from advisor.decisions.proposals import draft_of
from advisor.decisions.record_source import today
from advisor.decisions.reminders import set_reminders
from advisor.decisions.selectors import replaced_by
from advisor.pages.decide.calendar import calendar
from advisor.pages.decide.forms import DecideForm, as_recommended, differing, form_from_post, form_of
from advisor.pages.decide.reminders import RemindersForm, kept_reminders, typed_reminders
from advisor.pages.http.access import assessment_view
from advisor.pages.http.flash_link import forget, shown_here
from advisor.pages.http.form_token import form_token
from advisor.pages.http.rows import day
from advisor.pages.http.turns import in_turns
from advisor.quotas.clients import client_of
from advisor.quotas.counts import spend
from advisor.sharing.policy import FORM, POST

LONGEST_WORDS = 4000
LONGEST_PLACE = 500
CHANGED = "The decision has changed since you opened this page. Read it again first."
STALE = "The list has changed since you opened this page. Save yours to replace it, or leave it."
ROWS = ("risks", "actions", "tripwires")


def _context(state: DecisionState) -> dict[str, Any]:
    opened = state.opened
    return {"opened": opened, "assessment": opened.assessment, "state": state, "record": state.record}


def nothing_page(request: HttpRequest, opened: Opened) -> HttpResponse:
    """There is no service, so there is nothing to decide."""
    return render(request, "decide/nothing.html", {"opened": opened, "assessment": opened.assessment})


def decision_page(request: HttpRequest, state: DecisionState, *, status: int = 200, **more: Any) -> HttpResponse:
    records = signed_records(state.opened)
    signing = to_sign(state) if state.opened.may_own and state.draft.proposed else None
    context = _context(state) | {"records": records, "signing": signing}
    context["replaces"] = None if records else replaced_by(state.opened.assessment)
    context |= {"why": None, "form": form_token(request), "reminders": _reminders(state)}
    context |= {"link": shown_here(request), "may_link": settings.LINKS}
    response = render(request, "decide/decision.html", context | more, status=status)
    forget(request, response)
    return response


@assessment_view("view")
@in_turns
def decide(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The decision as it stands, what it lacks, and what the deciders say of it."""
    state = decision_state(opened)
    return nothing_page(request, opened) if state is None else decision_page(request, state)


@assessment_view("edit", FORM)
@in_turns
def edit(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """The form: choices, people, consequences, risks, actions, the review date, tripwires."""
    state = decision_state(opened)
    if state is None:
        return nothing_page(request, opened)
    people = choosable(state.opened.assessment)
    if request.method != "POST":
        return _form(request, state, form_of(state.record, state.slugs, state.draft.content, people))
    more = request.POST.get("add", "")
    form = form_from_post(state.record, state.slugs, request.POST, people, more=more)
    if more == "choices":
        return _form(request, state, as_recommended(form), added=more)
    if more in ROWS:
        return _form(request, state, form, added=more)
    return _form(request, state, form, status=422) if form.problems else _save(request, state, form)


def _reminders(state: DecisionState) -> RemindersForm | None:
    return kept_reminders(state.draft.reminders) if state.opened.may_edit else None


@assessment_view("edit", POST)
@in_turns
def reminders(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """Changes who is reminded by mail when the decision is due."""
    state = decision_state(opened)
    if state is None:
        return nothing_page(request, opened)
    if not settings.MAIL:
        raise Http404
    form = typed_reminders(request.POST.get("addresses", ""), request.POST.get("was", ""))
    if form.problem:
        return decision_page(request, state, status=422, reminders=form)
    if added := set(form.addresses) - set(state.draft.reminders):
        spend(client_of(request), recipients=len(added))
    address = request.build_absolute_uri(reverse("decide", args=[opened.assessment.public_id]))
    try:
        set_reminders(
            assessment=state.opened.assessment,
            visitor=state.opened.visitor,
            was=form.was,
            reminders=form.addresses,
            address=address,
        )
    except StaleDecisionError as error:
        theirs = error.current["reminders"]
        form = replace(form, was=mark(theirs), theirs=", ".join(theirs) or "nobody", problem=STALE)
        return decision_page(request, state, status=412, reminders=form)
    return redirect(f"{reverse('decide', args=[opened.assessment.public_id])}#reminders")


@assessment_view("view")
def dates(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The review date and the actions as a calendar file."""
    address = request.build_absolute_uri(reverse("decide", args=[opened.assessment.public_id]))
    content = draft_of(opened.assessment).content
    response = HttpResponse(
        calendar(opened.assessment.title, content, opened.assessment.public_id, address, today()),
        content_type="text/calendar; charset=utf-8",
    )
    response["Content-Disposition"] = 'attachment; filename="decision.ics"'
    return response


def _form(
    request: HttpRequest, state: DecisionState, form: DecideForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    here = (reverse("decide", args=[state.opened.assessment.public_id]), "Decide")
    context = _context(state) | {"form": form, "trail": [here]}
    return render(request, "decide/edit.html", context | more, status=status)


def _save(request: HttpRequest, state: DecisionState, form: DecideForm) -> HttpResponse:
    """Saves what was touched, or gives it back with both values."""
    fields: Content = form.touched
    if request.POST.get("pick") == "theirs":
        dropped = set(request.POST.get("stale", "").split(","))
        fields = {name: value for name, value in fields.items() if name not in dropped}
    try:
        save_decision(assessment=state.opened.assessment, visitor=state.opened.visitor, was=form.marks, fields=fields)
    except StaleDecisionError as error:
        form.marks |= {name: mark(error.current.get(name)) for name in error.sections}
        changed = differing(form, error.current, error.sections)
        return _form(request, state, form, status=412, changed=changed, stale=",".join(error.sections))
    except DecidersError as error:
        form.refuse_deciders(str(error))
        return _form(request, state, form, status=422)
    return redirect("decide", state.opened.assessment.public_id)


def revision_of(request: HttpRequest) -> int:
    given = (request.POST or request.GET).get("revision", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else -1


@assessment_view("edit", POST)
@in_turns
def propose(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """Asks the deciders for their word."""
    state = decision_state(opened)
    if state is None:
        return nothing_page(request, opened)
    if state.lacks:
        return decision_page(request, state, status=422)
    try:
        propose_decision(opened=state.opened, revision=revision_of(request))
    except StaleDecisionError as error:
        return decision_page(request, state, status=412, problem=str(error))
    return redirect("decide", opened.assessment.public_id)


@assessment_view("view", POST)
@in_turns
def say(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """Notes what a decider says of the proposal, who may be somebody who only reads, or what an owner reports of one
    who is outside."""
    state = decision_state(opened)
    if state is None:
        return nothing_page(request, opened)
    who, what = request.POST.get("who", ""), request.POST.get("what", "")
    words, place, said_on = (tidied(request.POST.get(name, "")).strip() for name in ("words", "place", "said_on"))
    sent_word = {"who": who, "what": what, "words": words, "place": place, "said_on": said_on}
    if problem := _wrong(state, sent_word):
        return decision_page(request, state, status=422, problem=problem, sent_word=sent_word)
    try:
        take_position(
            opened=state.opened,
            revision=revision_of(request),
            who=who,
            what="accepted" if what == "accepted" else "dissent",
            words=words,
            said_on=day(said_on),
            place=place,
        )
    except StaleDecisionError as error:
        return decision_page(request, state, status=412, problem=str(error), sent_word=sent_word)
    except DecidersError as error:
        return decision_page(request, state, status=422, problem=str(error), sent_word=sent_word)
    return redirect(f"{reverse('decide', args=[opened.assessment.public_id])}#words")


def _wrong(state: DecisionState, sent_word: dict[str, str]) -> str:
    """What is wrong with a decider's word; empty where nothing is."""
    who, what, words = (sent_word[name] for name in ("who", "what", "words"))
    if who not in [one.who for one in state.speakers]:
        return NOT_YOURS
    if what not in ("accepted", "dissent"):
        return "Say whether you accept it or not."
    if what == "dissent" and not words:
        return "Say why not, in a sentence: it goes into the record."
    if len(words) > LONGEST_WORDS:
        return f"Shorten it to {LONGEST_WORDS:,} characters."
    if any(one.who == who and one.own for one in state.speakers):
        return ""
    said_on = day(sent_word["said_on"])
    if said_on is None or not sent_word["place"]:
        return UNSOURCED
    if said_on > today():
        return "That day is in the future. Write the day on which they said it."
    if len(sent_word["place"]) > LONGEST_PLACE or "\n" in sent_word["place"]:
        return f"Write the place on one line of at most {LONGEST_PLACE} characters."
    return ""
