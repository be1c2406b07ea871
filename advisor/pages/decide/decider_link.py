"""`/a/<public_id>/decide/link/`: a link by which a decider who is not here comes in and speaks for themselves.

In: an opened assessment. Out: a link, shown once on the page of the decision. Must not know: what a link opens.
"""

from datetime import timedelta

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from advisor.assessments.access import Opened
from advisor.assessments.deciders import DecidersError, make_decider_link
from advisor.decisions.decision_state import decision_state
from advisor.pages.decide.views import decision_page, nothing_page
from advisor.pages.http.access import assessment_view
from advisor.pages.http.flash_link import show_next
from advisor.pages.http.links import check_links, too_many_links
from advisor.pages.http.turns import in_turns
from advisor.quotas.clients import client_of
from advisor.quotas.counts import spend
from advisor.sharing.policy import POST
from advisor.sharing.roles import Role

DAYS = 90
ROLES: dict[str, Role] = {"view": "view", "respond": "respond"}


@assessment_view("own", POST)
@in_turns
def make_link(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """Makes a link for one of the deciders; the one that was theirs before makes nobody this decider any more."""
    state = decision_state(opened)
    if state is None:
        return nothing_page(request, opened)
    check_links(request)
    assessment, now = state.opened.assessment, timezone.now()
    if problem := too_many_links(assessment.scope_id, now):
        return decision_page(request, state, status=422, problem=problem)
    spend(client_of(request), links=1)
    try:
        link, token = make_decider_link(
            assessment=assessment,
            visitor=state.opened.visitor,
            name=request.POST.get("who", ""),
            role=ROLES.get(request.POST.get("role", ""), "view"),
            expires_at=now + timedelta(days=DAYS),
        )
    except DecidersError as error:
        return decision_page(request, state, status=422, problem=str(error))
    path = reverse("decide", args=[opened.assessment.public_id])
    response = redirect(path)
    show_next(response, link, token, path=path)
    return response
