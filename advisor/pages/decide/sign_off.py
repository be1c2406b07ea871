"""`/a/<public_id>/decide/sign-off/`: freezing what was proposed, with what the deciders said of it.

In: an opened assessment. Out: the record's page; it is drawn and frozen on a thread, while a page waits. What stands in
the way comes back to the decision's page. Must not know: how a record is frozen.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from advisor.assessments.access import Opened, open_assessment
from advisor.assessments.actions.show_answers import show_answers
from advisor.assessments.reads.visibility import answers_to_sign
from advisor.checklist.errors import AdvisorError
from advisor.checklist.text import tidied
from advisor.decisions.actions import mark_signed, mark_turned_down
from advisor.decisions.decider_positions import DeciderPosition
from advisor.decisions.decision_state import (
    DecisionState,
    ToSign,
    decision_state,
    signed_records,
    to_sign,
    unfitting,
)
from advisor.decisions.models import Record
from advisor.decisions.positions import DeciderWord, words_of
from advisor.decisions.proposals import draft_of, with_decision
from advisor.decisions.record_source import site_of, today
from advisor.decisions.services import sign_off_decision
from advisor.pages.decide.views import CHANGED, LONGEST_WORDS, decision_page, nothing_page, revision_of
from advisor.pages.http.access import assessment_view
from advisor.pages.http.form_token import form_token
from advisor.pages.http.turns import in_turns
from advisor.publish.links import Ticket
from advisor.publish.protocol import Job
from advisor.publish.queue import do_aside, draw_and_wait, go_on, known
from advisor.publish.views import WaitingWords, ready, waiting_page
from advisor.quotas.clients import client_of
from advisor.quotas.counts import spend
from advisor.sharing.policy import FORM

LARGE = 8
"""Of more services a request has no time to find out what stands in the way."""
SIGNING = WaitingWords(
    "Signing off",
    "Computing every verdict once more, drawing the PDF, then freezing the record …",
    "The decision could not be signed off",
)
AGAIN = "so nothing was signed off. Check it, then sign off again."
SIGNED_MEANWHILE = "Somebody has just signed this."
SPOKEN_MEANWHILE = f"A decider answered while the record was being made, {AGAIN}"
ANSWERED_MEANWHILE = f"An answer or a service changed while the record was being made, {AGAIN}"

WHY = f"Say in a sentence why it is turned down, in at most {LONGEST_WORDS:,} characters: the record keeps it."


ANY = "any-record"
"""Stands in an address for the name of a record that is not made yet."""


@dataclass(frozen=True, slots=True)
class WebAddresses:
    """What a record says of where it can be found, for the thread that freezes it."""

    any_record: str
    keys: str

    def of_record(self, public_id: str) -> str:
        return self.any_record.replace(ANY, public_id)


class NotSignedError(AdvisorError):
    """What stood in the way."""


@assessment_view("own", FORM)
@in_turns
def sign_off(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """POST freezes what was proposed; GET waits for it, where that takes its time."""
    if request.method != "POST":
        return _waiting(request, opened)
    revision, form = revision_of(request), form_token(request)
    why = tidied(request.POST.get("why", "")).strip() if request.POST.get("what") == "rejected" else ""

    web = WebAddresses(*(request.build_absolute_uri(one) for one in (reverse("record", args=[ANY]), reverse("keys"))))
    if len(site_of(opened).services) > LARGE:
        if _unexplained(request, why):
            return redirect("decide", opened.assessment.public_id)
    elif obstacle := _obstacle(request, opened, revision, why):
        return obstacle
    spend(client_of(request), renders=1)
    key = _key(opened, revision, form)
    do_aside(key=key, work=lambda: _signed(opened, revision, form, web, why, key), words="Signing off")
    return redirect(f"{reverse('decide-sign-off', args=[opened.assessment.public_id])}?revision={revision}&form={form}")


def _obstacle(request: HttpRequest, opened: Opened, revision: int, why: str) -> HttpResponseBase | None:
    """The page that says at once what stands in the way, where finding out takes no time; None: nothing does."""
    state = decision_state(opened)
    if state is None:
        return nothing_page(request, opened)
    signing = to_sign(state)
    if state.draft.signed and revision == state.draft.revision:  # sent twice
        return redirect("decide", opened.assessment.public_id)
    if signing.obstacles:
        return decision_page(request, state, status=422)
    if _unexplained(request, why):
        return decision_page(request, state, status=422, problem=WHY, why=why)
    if revision != state.draft.revision:
        return decision_page(request, state, status=412, problem=CHANGED)
    if unfit := unfitting(signing):
        return decision_page(request, state, status=422, problem=unfit)
    return None


def _key(opened: Opened, revision: int, form: str) -> str:
    """What signing off this state of the decision by this form is known by: sent twice, it is done once."""
    return hashlib.sha256(f"signed|{opened.assessment.public_id}|{revision}|{form}".encode()).hexdigest()


def _waiting(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """On to the record, once it is there, or back to the decision with what stood in the way and what was typed."""
    back = reverse("decide", args=[opened.assessment.public_id])
    key = _key(opened, revision_of(request), request.GET.get("form", ""))
    made = ready(request, key)
    if made is None:
        ticket = Ticket(scope_id=None, key=key, name="", back=back)
        return waiting_page(request, ticket, work=SIGNING) if known(key) else redirect(back)
    progress = json.loads(made)
    if "record" in progress:
        return redirect("record", progress["record"])
    state = decision_state(opened)
    if state is None:
        return nothing_page(request, opened)
    return decision_page(request, state, status=422, problem=progress["problem"], why=progress["why"] or None)


def _unexplained(request: HttpRequest, why: str) -> bool:
    """Whether it is turned down without a reason, or with one that is too long."""
    return request.POST.get("what") == "rejected" and not 0 < len(why) <= LONGEST_WORDS


def _signed(opened: Opened, revision: int, form: str, web: WebAddresses, why: str, key: str) -> bytes:
    """The public id of the record; or what stands in the way, with the words that were typed."""
    try:
        return json.dumps({"record": _record(opened, revision, form, web, why, key)}).encode()
    except AdvisorError as error:
        return json.dumps({"problem": str(error), "why": why}).encode()


def _record(opened: Opened, revision: int, form: str, web: WebAddresses, why: str, key: str) -> str:
    """The public id of the record. NotSignedError, FrozenError: something stands in the way."""
    state = decision_state(opened, finish=True)
    if state is None:
        raise NotSignedError("There is no service left to decide about. Add one first.")
    if state.draft.signed and revision == state.draft.revision:
        return signed_records(opened)[0].public_id
    signing = to_sign(state, finish=True)
    if signing.obstacles:
        raise NotSignedError(" ".join(signing.obstacles))
    if revision != state.draft.revision:
        raise NotSignedError(CHANGED)
    if unfit := unfitting(signing):
        raise NotSignedError(unfit)
    return _frozen(state, signing, form, web, why, key).public_id


def _frozen(state: DecisionState, signing: ToSign, form: str, web: WebAddresses, why: str, key: str) -> Record:
    """The record of what was proposed, in which nothing stands in the way; with `why` it is turned down. It is drawn
    first, which takes its time: what is frozen is what was drawn, or nothing."""
    assert signing.answers is not None and signing.answers.decision is not None  # noqa: PT018  else it is an obstacle
    decided = signing.answers.decision.model_copy(update={"status": "rejected" if why else "accepted"})
    words = state.words
    positions = [
        DeciderPosition(
            one.who,
            one.position.what,  # type: ignore[arg-type]  # the database holds no other
            one.position.words,
            timezone.localdate(one.position.made_at),
            by=one.position.entered_by,
            reported=one.position.reported,
            said_on=one.position.said_on,
            place=one.position.place,
        )
        for one in words
        if one.position
    ]

    def draw(drawing: str, job: Job) -> None:
        draw_and_wait(key=drawing, job=job, progress=lambda step: go_on(key=key, words=step))

    def settle() -> None:
        check_unchanged(state, signing, words)
        if signing.own:  # the results show what the record holds
            show_answers(opened=state.opened)
        if why:
            mark_turned_down(assessment=state.opened.assessment)
        else:
            mark_signed(assessment=state.opened.assessment, revision=state.draft.revision)

    return sign_off_decision(
        assessment=state.opened.assessment,
        visitor=state.opened.visitor,
        checklist=signing.checklist,
        answers=signing.answers.model_copy(update={"decision": decided}),
        sequence=signing.sequence,
        positions=positions,
        who=state.name or "The owner",
        as_of=today(),
        address=web.of_record,
        keys_at=web.keys,
        request_id=form,
        turned_down=why,
        proposed_by=state.proposed_by,
        draw=draw,
        settle=settle,
    )


def check_unchanged(state: DecisionState, signing: ToSign, words: Sequence[DeciderWord]) -> None:
    """NotSignedError: by now something else would be signed off than what was drawn."""
    opened = open_assessment(state.opened.visitor, state.opened.assessment.public_id, "own")
    draft = draft_of(opened.assessment)
    if draft.signed:
        raise NotSignedError(SIGNED_MEANWHILE)
    if not draft.proposed or draft.revision != state.draft.revision:
        raise NotSignedError(CHANGED)
    if [one.mark for one in words_of(opened, draft)] != [one.mark for one in words]:
        raise NotSignedError(SPOKEN_MEANWHILE)
    to_freeze = answers_to_sign(opened)
    answers = with_decision(opened.assessment, to_freeze.answers, draft)
    if to_freeze.waiting or (answers, to_freeze.sequence) != (signing.answers, signing.sequence):
        raise NotSignedError(ANSWERED_MEANWHILE)
