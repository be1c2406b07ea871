"""`/a/<id>/compare/`: where people differ, the rounds, what is settled. Each view: who may → selector or service →
render."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from advisor.assessments.access import Opened, respondent_of, service_at, team_at
from advisor.assessments.actions.reveal import close_round, open_round
from advisor.assessments.actions.settle import BadSettlementError, add_comment, settle
from advisor.assessments.answers import BASE_MAX, SCORECARD, StaleDetailsError, prompts
from advisor.assessments.checklists import at_digest
from advisor.assessments.models import OwningTeam, Service, Settlement
from advisor.assessments.progress import everyone_of
from advisor.assessments.reads.rounds import RoundState, rounds_of, state_of
from advisor.checklist.text import tidied
from advisor.decisions.standing import standing_of
from advisor.pages.compare.detail import RefusedForm, detail
from advisor.pages.compare.overview import overview
from advisor.pages.http.access import assessment_view
from advisor.pages.http.form_token import form_token
from advisor.pages.http.turns import in_turns
from advisor.sharing.access import AccessDenied
from advisor.sharing.policy import POST

LEVELS = {str(level): level for level in range(5)}


def _number(given: str) -> int:
    """A whole number from a form; 0 for anything else."""
    return int(given) if given.isascii() and given.isdecimal() and len(given) <= len(str(BASE_MAX)) else 0


@assessment_view("view")
def progress(request: HttpRequest, opened: Opened) -> HttpResponse:
    """How many are done with what: what the hub asks for by itself every few seconds. Once the assessment is in another
    stage than that page, which then says the wrong next step, the page is loaded anew."""
    stage = request.GET.get("stage", "")
    if stage and request.headers.get("HX-Request") and stage != standing_of(opened).stage:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {"assessment": opened.assessment, "everyone": everyone_of(opened)}
    template = "compare/_everyone.html" if request.headers.get("HX-Request") else "compare/progress.html"
    return render(request, template, context)


@assessment_view("view")
def compare(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Each service and scorecard: its round, and where people differ."""
    context = {"opened": opened, "assessment": opened.assessment, "overview": overview(opened)}
    return render(request, "compare/overview.html", context)


@assessment_view("view")
@in_turns
def service(request: HttpRequest, opened: Opened, slug: str) -> HttpResponse:
    """One service: every statement on which people differ."""
    return _page(request, opened, service_at(opened, slug))


def _page(
    request: HttpRequest, opened: Opened, row: Service, failed: RefusedForm | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "opened": opened,
        "assessment": opened.assessment,
        "detail": detail(opened, row, failed),
        "service": row,
        "failed": failed,
        "may_say": opened.may_respond,
        "trail": [(reverse("compare", args=[opened.assessment.public_id]), "Compare")],
    }
    return render(request, "compare/service.html", context, status=status)


def _address(public_id: str, slug: str, anchor: str = "") -> str:
    return reverse("compare-service", args=[public_id, slug]) + (f"#s-{anchor.replace('.', '--')}" if anchor else "")


def _reveal(request: HttpRequest, opened: Opened, subject: Service | OwningTeam) -> None:
    number = _number(request.POST.get("number", ""))
    close_round(assessment=opened.assessment, visitor=opened.visitor, subject=subject, number=number)


@assessment_view("edit", POST)
def reveal_service(request: HttpRequest, opened: Opened, slug: str) -> HttpResponseBase:
    """Closes the round that the button named; pressed twice, it is closed once."""
    _reveal(request, opened, service_at(opened, slug))
    return redirect(_address(opened.assessment.public_id, slug))


@assessment_view("own", POST)
def reveal_ready(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """Closes each round that the page named beside the button, as its own button would; what became ready since then,
    the owner has not read of."""
    services = {row.slug: row for row in Service.objects.filter(assessment_id=opened.assessment.id)}
    for named in dict.fromkeys(request.POST.getlist("round")):
        slug, _, number = named.rpartition(":")
        if slug in services:
            close_round(
                assessment=opened.assessment, visitor=opened.visitor, subject=services[slug], number=_number(number)
            )
    return redirect(reverse("compare", args=[opened.assessment.public_id]) + "#services")


@assessment_view("edit", POST)
def reveal_team(request: HttpRequest, opened: Opened, slug: str) -> HttpResponseBase:
    """Reveals a team's scorecard before the last of its services, or once more as it is now."""
    _reveal(request, opened, team_at(opened, slug))
    return redirect(reverse("compare", args=[opened.assessment.public_id]) + "#teams")


@assessment_view("edit", POST)
def again(request: HttpRequest, opened: Opened, slug: str) -> HttpResponseBase:
    """Opens the next round of a service."""
    row = service_at(opened, slug)
    number = _number(request.POST.get("number", ""))
    open_round(assessment=opened.assessment, visitor=opened.visitor, service=row, number=number)
    return redirect(_address(opened.assessment.public_id, slug))


def _revealed(opened: Opened, row: Service, key: str) -> RoundState:
    """The round that a statement of this service, or a dimension of its team, stands in. AccessDenied: it is open."""
    rounds, questions = rounds_of(opened.assessment.id), prompts(at_digest(opened.assessment.checklist.digest))
    state = state_of(rounds, service_id=row.id)
    card = state_of(rounds, team_id=row.team_id)
    if key not in questions or state.open or (key.startswith(SCORECARD) and card.last_reveal is None):
        raise AccessDenied("None of this is revealed.")
    return state


@assessment_view("edit", POST)
@in_turns
def settle_one(request: HttpRequest, opened: Opened, slug: str, key: str) -> HttpResponseBase:
    """Settles a level with a reason, or takes it back, under the rule of every shared field: 412 with both values."""
    row = service_at(opened, slug)
    _revealed(opened, row, key)
    post = request.POST
    given, reason = post.get("level", ""), tidied(post.get("reason", ""))
    failed = RefusedForm(key, "level", "Choose the level that counts.", given, reason)
    if given not in LEVELS and "back" not in post:
        return _page(request, opened, row, failed, 422)
    try:
        settle(
            assessment=opened.assessment,
            visitor=opened.visitor,
            subject=row.team if key.startswith(SCORECARD) else row,
            statement=key.removeprefix(SCORECARD),
            level=None if "back" in post else LEVELS[given],
            reason=reason,
            base=_number(post.get("base", "")),
        )
    except BadSettlementError as error:
        return _page(request, opened, row, RefusedForm(key, error.field, error.message, given, reason), 422)
    except StaleDetailsError as error:
        theirs = error.current if isinstance(error.current, Settlement) else None
        failed = RefusedForm(key, "level", str(error), given, reason, theirs)
        return _page(request, opened, row, failed, 412)
    return redirect(_address(opened.assessment.public_id, slug, key))


@assessment_view("respond", POST)
@in_turns
def comment(request: HttpRequest, opened: Opened, slug: str, key: str) -> HttpResponseBase:
    """Says something to a revealed statement."""
    row = service_at(opened, slug)
    state = _revealed(opened, row, key)
    text = tidied(request.POST.get("text", ""))
    assert state.last_reveal is not None
    try:
        add_comment(
            round_id=state.last_reveal.id,
            respondent=respondent_of(opened),
            visitor=opened.visitor,
            statement=key,
            text=text,
            request_id=form_token(request),
        )
    except BadSettlementError as error:
        return _page(request, opened, row, RefusedForm(key, error.field, error.message, "", text), 422)
    return redirect(_address(opened.assessment.public_id, slug, key))
