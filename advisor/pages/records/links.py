"""`/r/<id>/share/`: links by which others may read this one record, also when its assessment is gone.

Who takes part in the assessment reads it without one. Each view: who may → service → response.
"""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from advisor.assessments.audit import audit
from advisor.decisions.selectors import OpenedRecord
from advisor.pages.http.access import record_view
from advisor.pages.http.flash_link import forget, show_next, shown_here
from advisor.pages.http.links import MOST_LINKS, LinkForm, LinkLine, MemberLine, check_links, make_asked_link
from advisor.quotas.storage import needs_no_room
from advisor.sharing.access import whose
from advisor.sharing.links import links_of, revoke_link
from advisor.sharing.members import members_of, shut_out
from advisor.sharing.models import Visitor
from advisor.sharing.policy import FORM, POST
from advisor.sharing.services import know_visitor


class ReaderForm(LinkForm):
    """A link to read: a record cannot be changed."""

    role = None  # type: ignore[assignment]  # Django's way to leave a field out


def _page(request: HttpRequest, opened: OpenedRecord, form: ReaderForm) -> HttpResponse:
    now, scope_id = timezone.now(), opened.record.scope_id
    me = Visitor.objects.filter(id=whose(opened.visitor)).values_list("id", flat=True).first()
    rows = [LinkLine(link, link.in_force(now), "") for link in links_of(scope_id)[: 2 * MOST_LINKS]]
    record = opened.record
    here = (reverse("record", args=[record.public_id]), record.reference)
    context: dict[str, Any] = {
        "record": record,
        "form": form,
        "trail": [(reverse("my"), "My assessments"), here],
        "may_link": settings.LINKS,
        "link": shown_here(request),
        "links": [line for line in rows if line.in_force],
        "ended": [line for line in rows if not line.in_force],
        "members": [MemberLine(one, "", one.visitor_id == me) for one in members_of(scope_id)],
        "revoke": "record-share-revoke",
        "shut_out": "record-share-remove-member",
        "shared": record.public_id,
    }
    response = render(request, "records/share.html", context, status=422 if form.errors else 200)
    forget(request, response)
    return response


@record_view("own", FORM)
def share(request: HttpRequest, opened: OpenedRecord) -> HttpResponseBase:
    """Who was let in to read this record, and making a link for somebody else."""
    form = ReaderForm(request.POST if request.method == "POST" else None)
    check_links(request)
    if request.method != "POST" or not form.is_valid():
        return _page(request, opened, form)
    label = form.cleaned_data["label"] or opened.record.reference
    made = make_asked_link(request, opened.visitor, form, scope_id=opened.record.scope_id, role="view", label=label)
    if made is None:
        return _page(request, opened, form)
    path = reverse("record-share", args=[opened.record.public_id])
    response = redirect(path)
    show_next(response, *made, path=path)
    return response


@record_view("own", POST)
@needs_no_room
def revoke(request: HttpRequest, opened: OpenedRecord, link_id: int) -> HttpResponseBase:
    """Ends a link, and everything that came by it, at once."""
    link = revoke_link(scope_id=opened.record.scope_id, link_id=link_id)
    if link is None:
        raise Http404
    who = know_visitor(key=opened.visitor)
    detail = {"link": link.id, "role": link.role}
    audit(scope_id=opened.record.scope_id, visitor=who, action="link revoked", detail=detail)
    return redirect("record-share", opened.record.public_id)


@record_view("own", POST)
@needs_no_room
def remove_member(request: HttpRequest, opened: OpenedRecord, member_id: int) -> HttpResponseBase:
    """Shuts one browser out at once; the others that came by the same link stay."""
    who = know_visitor(key=opened.visitor)
    if member_id == who.id or not shut_out(scope_id=opened.record.scope_id, visitor_id=member_id):
        raise Http404
    detail = {"visitor": member_id}
    audit(scope_id=opened.record.scope_id, visitor=who, action="member shut out", detail=detail)
    return redirect(f"{reverse('record-share', args=[opened.record.public_id])}#members")
