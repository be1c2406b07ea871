"""`/a/<public_id>/decide/sign-off/`: freezing what was proposed, with what the deciders said of it.

In: an opened assessment. Out: the record's page; of many services it is frozen on a thread, while a page waits. Must
not know: how a record is frozen.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from advisor.assessments.opening import Opened
from advisor.checklist.errors import AdvisorError
from advisor.checklist.text import tidied
from advisor.decisions.deciding import mark_signed, mark_turned_down
from advisor.decisions.models import Record
from advisor.decisions.services import FrozenError, Said, sign_off_decision
from advisor.pages.decide.desk import Desk, ToSign, desk_of, signed_records, to_sign, unfitting
from advisor.pages.decide.views import CHANGED, LONGEST_WORDS, decision_page, nothing_page, revision_of
from advisor.pages.hub.forms import form_token
from advisor.pages.hub.views import opened_by
from advisor.pages.private import private
from advisor.pages.result.place import site_of
from advisor.pages.result.showing import in_turns, today
from advisor.publish.links import Ticket
from advisor.publish.services import do_aside, known
from advisor.publish.views import Work, ready, waiting_page
from advisor.sharing.policy import by_role

LARGE = 8
"""A decision about more services is frozen aside: a request has no time for it."""
SIGNING = Work(
    "Signing off", "Computing every verdict once more and writing the record …", "The decision could not be signed off"
)


WHY = f"Say in a sentence why it is turned down, in at most {LONGEST_WORDS:,} characters: the record keeps it."


class NotSignedError(AdvisorError):
    """What stood in the way."""


@by_role("own")
@private
@require_http_methods(["GET", "HEAD", "POST"])
@in_turns
def sign_off(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """POST freezes what was proposed; GET waits for it, where that takes its time."""
    opened = opened_by(request, public_id, "own")
    if request.method != "POST":
        return _waiting(request, opened)
    revision, form = revision_of(request), form_token(request)
    why = tidied(request.POST.get("why", "")).strip() if request.POST.get("what") == "rejected" else ""

    def address(made: str) -> str:
        return request.build_absolute_uri(reverse("record", args=[made]))

    if len(site_of(opened).services) > LARGE:
        if _unexplained(request, why):
            return redirect("decide", public_id)
        work = lambda: _signed(opened, revision, form, address, why)  # noqa: E731
        do_aside(key=_key(opened, revision), work=work, words="Signing off")
        return redirect(f"{reverse('decide-sign-off', args=[public_id])}?revision={revision}")
    desk = desk_of(opened, finish=True)
    if desk is None:
        return nothing_page(request, public_id)
    signing = to_sign(desk, finish=True)
    if desk.draft.signed and revision == desk.draft.revision:  # sent twice
        return redirect("decide", public_id)
    if signing.obstacles:
        return decision_page(request, desk, status=422)
    if _unexplained(request, why):
        return decision_page(request, desk, status=422, problem=WHY, why=why)
    if revision != desk.draft.revision:
        return decision_page(request, desk, status=412, problem=CHANGED)
    if unfit := unfitting(signing):
        return decision_page(request, desk, status=422, problem=unfit)
    try:
        return redirect("record", _frozen(desk, signing, form, address, why).public_id)
    except FrozenError as error:
        return decision_page(request, desk, status=422, problem=str(error), why=why or None)


def _key(opened: Opened, revision: int) -> str:
    """What signing off this state of the decision is known by: whoever asks, it is done once."""
    return f"signed-{opened.assessment.public_id}-{revision}"


def _waiting(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """On to the record, once it is there."""
    key, back = _key(opened, revision_of(request)), reverse("decide", args=[opened.assessment.public_id])
    made = ready(request, key)
    if made is not None:
        return redirect("record", made.decode())
    if not known(key):
        return redirect(back)
    return waiting_page(request, Ticket(scope_id=None, key=key, name="", back=back), work=SIGNING)


def _unexplained(request: HttpRequest, why: str) -> bool:
    """Whether it is turned down without a reason, or with one that is too long."""
    return request.POST.get("what") == "rejected" and not 0 < len(why) <= LONGEST_WORDS


def _signed(opened: Opened, revision: int, form: str, address: Callable[[str], str], why: str) -> bytes:
    """The public id of the record. NotSignedError: something stands in the way."""
    desk = desk_of(opened, finish=True)
    if desk is None:
        raise NotSignedError("There is no service to decide about any more.")
    if desk.draft.signed and revision == desk.draft.revision:
        return signed_records(opened)[0].public_id.encode()
    signing = to_sign(desk, finish=True)
    if signing.obstacles:
        raise NotSignedError(" ".join(signing.obstacles))
    if revision != desk.draft.revision:
        raise NotSignedError(CHANGED)
    if unfit := unfitting(signing):
        raise NotSignedError(unfit)
    return _frozen(desk, signing, form, address, why).public_id.encode()


def _frozen(desk: Desk, signing: ToSign, form: str, address: Callable[[str], str], why: str) -> Record:
    """The record of what was proposed, in which nothing stands in the way; with `why` it is turned down."""
    assert signing.answers is not None and signing.answers.decision is not None  # noqa: PT018  else it is an obstacle
    decided = signing.answers.decision.model_copy(update={"status": "rejected" if why else "accepted"})
    said = [
        Said(one.who, one.position.what, one.position.words, one.position.made_at.date())  # type: ignore[arg-type]
        for one in desk.words
        if one.position
    ]
    record = sign_off_decision(
        assessment=desk.opened.assessment,
        visitor=desk.opened.visitor,
        checklist=signing.checklist,
        answers=signing.answers.model_copy(update={"decision": decided}),
        sequence=signing.sequence,
        said=said,
        who=desk.name or "The owner",
        as_of=today(),
        address=address,
        request_id=form,
        turned_down=why,
    )
    if why:
        mark_turned_down(assessment=desk.opened.assessment)
    else:
        mark_signed(assessment=desk.opened.assessment, revision=desk.draft.revision)
    return record
