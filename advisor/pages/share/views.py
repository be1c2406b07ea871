"""`/a/<id>/share/`: links by which others come in, who came, and the owner's own way back."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from advisor.assessments.access import Opened, respondent_of
from advisor.assessments.actions.reveal import reveal_complete
from advisor.assessments.actions.show_answers import showing
from advisor.assessments.audit import audit
from advisor.assessments.models import Respondent
from advisor.assessments.reads.people import crew_of
from advisor.assessments.reads.rounds import rounds_of
from advisor.pages.http.access import assessment_view
from advisor.pages.http.flash_link import forget, show_next, shown_here
from advisor.pages.http.links import MOST_LINKS, LinkForm, LinkLine, MemberLine, check_links, make_asked_link
from advisor.pages.http.role_words import ROLE_WORDS
from advisor.quotas.clients import client_of
from advisor.quotas.counts import spend
from advisor.quotas.storage import needs_no_room
from advisor.sharing.access import whose
from advisor.sharing.links import links_of, make_private_link, revoke_link
from advisor.sharing.members import Member, members_of, shut_out
from advisor.sharing.models import ShareLink, Workspace
from advisor.sharing.policy import FORM, POST
from advisor.sharing.services import know_visitor
from advisor.sharing.workspaces import open_to


def _names(opened: Opened) -> Mapping[int | None, str]:
    """Under which name a browser answers."""
    asked = Respondent.objects.filter(assessment_id=opened.assessment.id, visitor__isnull=False)
    return dict(asked.values_list("visitor_id", "name"))


def _lines(opened: Opened, members: list[Member], names: Mapping[int | None, str]) -> list[MemberLine]:
    """Those who opened a page."""
    me = next(iter(whose(opened.visitor)), None)
    return [
        MemberLine(one, names.get(one.stands_for or one.visitor_id, ""), one.visitor_id == me)
        for one in members
        if one.seen_on or one.maker or one.by_workspace or one.visitor_id == me
    ]


def _share_page(request: HttpRequest, opened: Opened, form: LinkForm) -> HttpResponse:
    now, scope_id = timezone.now(), opened.assessment.scope_id
    names, members = _names(opened), members_of(scope_id)
    rows = [
        LinkLine(link, link.in_force(now), names.get(link.stands_for_id, "") if link.stands_for_id else "")
        for link in links_of(scope_id)[: 2 * MOST_LINKS]
    ]
    lines, mine = _lines(opened, members, names), respondent_of(opened)
    context: dict[str, Any] = {
        "opened": opened,
        "assessment": opened.assessment,
        "form": form,
        "workspaces": open_to(opened.visitor),
        "in_workspace": Workspace.objects.filter(scopes=scope_id).first(),
        "may_link": settings.LINKS,
        "link": shown_here(request),
        "links": [line for line in rows if line.in_force],
        "ended": [line for line in rows if not line.in_force],
        "members": lines,
        "unseen": len(members) - len(lines),
        "revoke": "share-revoke",
        "shut_out": "share-remove-member",
        "shared": opened.assessment.public_id,
        "showing": showing(crew_of(opened.assessment, []), rounds_of(opened.assessment.id), mine),
        "begun": mine is not None and mine.currentanswer_set.exists(),
    }
    response = render(request, "sharing/share.html", context, status=422 if form.errors else 200)
    forget(request, response)
    return response


@assessment_view("own", FORM)
def share(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """Who is in and by which links, and making a new one."""
    form = LinkForm(request.POST if request.method == "POST" else None)
    check_links(request)
    if request.method != "POST" or not form.is_valid():
        return _share_page(request, opened, form)
    role = form.cleaned_data["role"]
    label = form.cleaned_data["label"] or ROLE_WORDS[role].link
    made = make_asked_link(request, opened.visitor, form, scope_id=opened.assessment.scope_id, role=role, label=label)
    if made is None:
        return _share_page(request, opened, form)
    return _shown_next(*made, opened.assessment.public_id)


def _shown_next(link: ShareLink, token: str, public_id: str) -> HttpResponseBase:
    path = reverse("assessment-share", args=[public_id])
    response = redirect(path)
    show_next(response, link, token, path=path)
    return response


@assessment_view("own", POST)
def private_link(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """A new private link for the owner who asks; the one before ends."""
    scope_id = opened.assessment.scope_id
    spend(client_of(request), links=1)
    link, token = make_private_link(scope_id=scope_id, visitor=opened.visitor)
    who = know_visitor(key=opened.visitor)
    audit(scope_id=scope_id, visitor=who, action="link made", detail={"link": link.id, "role": link.role})
    return _shown_next(link, token, opened.assessment.public_id)


@assessment_view("own", POST)
@needs_no_room
def revoke(request: HttpRequest, opened: Opened, link_id: int) -> HttpResponseBase:
    """Ends a link, and everything that came by it, at once."""
    scope_id = opened.assessment.scope_id
    link = revoke_link(scope_id=scope_id, link_id=link_id)
    if link is None:
        raise Http404
    who = know_visitor(key=opened.visitor)
    audit(scope_id=scope_id, visitor=who, action="link revoked", detail={"link": link.id, "role": link.role})
    reveal_complete(assessment=opened.assessment)
    return redirect("assessment-share", opened.assessment.public_id)


@assessment_view("own", POST)
@needs_no_room
def remove_member(request: HttpRequest, opened: Opened, member_id: int) -> HttpResponseBase:
    """Shuts one browser out at once; the others that came by the same link stay."""
    scope_id = opened.assessment.scope_id
    who = know_visitor(key=opened.visitor)
    if member_id == who.id or not shut_out(scope_id=scope_id, visitor_id=member_id):
        raise Http404
    audit(scope_id=scope_id, visitor=who, action="member shut out", detail={"visitor": member_id})
    reveal_complete(assessment=opened.assessment)
    return redirect(f"{reverse('assessment-share', args=[opened.assessment.public_id])}#members")
