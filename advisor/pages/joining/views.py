"""`/s/<token>` and `/a/<id>/join/`: coming in by a link, and saying under which name one answers."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from advisor.assessments.access import Opened, open_assessment, respondent_of
from advisor.assessments.actions.join import join as join_assessment
from advisor.assessments.actions.join import namesake
from advisor.assessments.audit import audit
from advisor.assessments.deciders import DecidersError
from advisor.assessments.models import Assessment
from advisor.decisions.selectors import record_at
from advisor.pages.http.access import assessment_view
from advisor.pages.http.errors import error_page
from advisor.pages.http.fields import LineField
from advisor.pages.http.flash_link import forget, show_next, shown_here
from advisor.pages.http.token_cookie import cookie_token, drop_token, redirect_with_token
from advisor.quotas.clients import client_of
from advisor.quotas.counts import spend
from advisor.security import refuse
from advisor.sharing.access import VisitorKey, new_key, remember, visitor_of
from advisor.sharing.links import lets_in_further, make_private_link, open_link
from advisor.sharing.members import note_seen
from advisor.sharing.persons import end_first_key, second_key
from advisor.sharing.policy import FORM, POST, open_to_all, own_only, private
from advisor.sharing.services import know_visitor, known
from advisor.sharing.tokens import token_in

ENTERING = "advisor-entering"
AHEAD = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
"""Headers by which a browser says that nobody followed a link yet: it only fetches what may be wanted."""


class JoinForm(forms.Form):
    name = LineField(
        "Your name, as others should see it", help_text="A first name is enough. If empty, you get a number."
    )


def _fetched_ahead(request: HttpRequest) -> bool:
    purposes = " ".join(request.headers.get(name, "") for name in AHEAD).lower()
    return request.method == "HEAD" or "prefetch" in purposes or "preview" in purposes


@open_to_all("A token is its own permission: what is unknown, used, expired or revoked shows and changes nothing.")
@private
@require_safe
def entry(request: HttpRequest, token: str) -> HttpResponseBase:
    """Takes the token in exchange for a grant to this browser, and goes on to an address without it.

    The browser gets a new key, so that nobody who knew the one it had comes in with it. A preview that only asks for
    the head, or ahead of time, lets nobody in."""
    if _fetched_ahead(request):
        return _without_referrer(error_page(request, 404))
    token, before = token_in(token), visitor_of(request)
    new = second_key(browser=before) if before and lets_in_further(token=token, visitor=before) else None
    if before is not None and new is not None:
        response = redirect_with_token(f"{token} {before.key_hash}", name=ENTERING, to=reverse("share-enter"))
        remember(response, new)
        return response
    return _entered(request, before if before and known(before) else new_key(), token)


@own_only
@private
@require_safe
def enter(request: HttpRequest) -> HttpResponseBase:
    """Goes on with a link once the browser has come back with its new key: only then does the one before end, so that
    an answer lost on the way loses nothing, and whoever knew that key is not let in."""
    token, _, first = cookie_token(request, name=ENTERING).partition(" ")
    visitor = visitor_of(request)
    if visitor is None:
        raise Http404
    end_first_key(browser=visitor, first=first)
    response = _entered(request, visitor, token)
    drop_token(response, name=ENTERING, path=request.path)
    return response


def _entered(request: HttpRequest, visitor: VisitorKey, token: str) -> HttpResponse:
    scope_id = open_link(token=token, visitor=visitor)
    if scope_id is None:
        refuse(request, "link refused")
        # not raised, so that neither a cache nor a Referer keeps the address
        return _without_referrer(error_page(request, 404))
    response = _on(visitor, scope_id)
    remember(response, visitor)
    return _without_referrer(response)


def _on(visitor: VisitorKey, scope_id: int) -> HttpResponse:
    """On to what the link opens: an assessment, or one record."""
    public_id = Assessment.objects.filter(scope_id=scope_id).values_list("public_id", flat=True).first()
    if public_id is None:
        return redirect("record", record_at(scope_id))
    opened = open_assessment(visitor, public_id, "view")
    asked = opened.may_respond and respondent_of(opened) is None
    return redirect("assessment-join" if asked else "assessment-hub", public_id)


def _without_referrer(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "no-referrer"
    return response


@assessment_view("respond", FORM)
def join(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """Asks for a display name and nothing else; says what one will see, and what others will."""
    mine = respondent_of(opened)
    form = JoinForm(request.POST if request.method == "POST" else None, initial={"name": mine.name if mine else ""})
    if mine is not None:
        form.fields["name"].help_text = "A first name is enough."
    same = ""
    if request.method == "POST" and form.is_valid():
        same = "" if "other" in request.POST else namesake(opened, form.cleaned_data["name"])
        if same:
            form.add_error("name", f"{same} already answers here. Say below whether that is you.")
    if request.method == "POST" and form.is_valid():
        try:
            join_assessment(opened=opened, name=form.cleaned_data["name"])
        except DecidersError as error:
            form.add_error("name", str(error))
        else:
            return redirect("assessment-hub", opened.assessment.public_id)
    note_seen(scope_id=opened.assessment.scope_id, visitor=opened.visitor, today=timezone.localdate())
    context = {
        "opened": opened,
        "assessment": opened.assessment,
        "form": form,
        "respondent": mine,
        "same": same,
        "link": shown_here(request),
    }
    response = render(request, "sharing/join.html", context, status=422 if form.errors else 200)
    forget(request, response)
    return response


@assessment_view("respond", POST)
def way_back(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """A private link to one's own answers, for another device; the one before ends."""
    spend(client_of(request), links=1)
    link, token = make_private_link(scope_id=opened.assessment.scope_id, visitor=opened.visitor)
    who = know_visitor(key=opened.visitor)
    detail = {"link": link.id, "role": link.role}
    audit(scope_id=opened.assessment.scope_id, visitor=who, action="link made", detail=detail)
    path = reverse("assessment-join", args=[opened.assessment.public_id])
    response = redirect(path)
    show_next(response, link, token, path=path)
    return response
