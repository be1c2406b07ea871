"""`/a/<id>/share/` and `/s/<token>`: links by which others read, and the owner's own way back."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from advisor.assessments.models import Assessment
from advisor.assessments.opening import Opened
from advisor.assessments.services import audit
from advisor.pages.fields import Line
from advisor.pages.hub.views import opened_by, trail
from advisor.pages.once import Shown, forget, show_next, shown_here
from advisor.pages.private import private
from advisor.sharing.access import remember, visitor_or_new
from advisor.sharing.links import (
    LABEL_MAX,
    links_of,
    make_link,
    make_private_link,
    open_link,
    revoke_link,
)
from advisor.sharing.models import ShareLink
from advisor.sharing.policy import by_role, open_to_all
from advisor.sharing.services import know_visitor

ENDS = {"14": "After 14 days", "1": "After a day", "90": "After 90 days", "never": "Only when I revoke it"}
MOST_LINKS = 50


class LinkForm(forms.Form):
    label = Line("Who is it for?", help_text="A note for yourself, such as “Board, December”.", empty="View link")
    ends = forms.ChoiceField(label="When does it end?", choices=list(ENDS.items()), initial="14")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends"].error_messages["invalid_choice"] = "Choose one of the ends listed."

    def clean_label(self) -> str:
        label: str = self.cleaned_data["label"]
        if len(label) > LABEL_MAX:
            raise forms.ValidationError(f"Shorten it to {LABEL_MAX} characters.")
        return label

    def expires_at(self, now: datetime) -> datetime | None:
        ends = self.cleaned_data["ends"]
        return None if ends == "never" else now + timedelta(days=int(ends))


def _in_force(link: ShareLink, now: datetime) -> bool:
    return link.revoked_at is None and (link.expires_at is None or link.expires_at > now)


def _share_page(request: HttpRequest, opened: Opened, form: LinkForm) -> HttpResponse:
    now = timezone.now()
    links = list(links_of(opened.assessment.scope_id)[: 2 * MOST_LINKS])
    context = {
        "opened": opened,
        "assessment": opened.assessment,
        "form": form,
        "trail": trail(opened),
        "link": shown_here(request),
        "host": request.build_absolute_uri("/")[:-1],
        "links": [link for link in links if _in_force(link, now)],
        "ended": [link for link in links if not _in_force(link, now)],
    }
    response = render(request, "sharing/share.html", context, status=422 if form.errors else 200)
    forget(request, response)
    return response


@by_role("own")
@private
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The links there are, and making a new one for others to read by."""
    opened = opened_by(request, public_id, "own")
    form = LinkForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _share_page(request, opened, form)
    now, scope_id = timezone.now(), opened.assessment.scope_id
    if sum(_in_force(link, now) for link in links_of(scope_id)) >= MOST_LINKS:
        form.add_error("label", f"There are {MOST_LINKS} links in force. Revoke some first.")
        return _share_page(request, opened, form)
    who = know_visitor(key=opened.visitor)
    label, ends = form.cleaned_data["label"], form.expires_at(now)
    link, token = make_link(scope_id=scope_id, role="view", label=label, expires_at=ends, made_by=who)
    audit(scope_id=scope_id, visitor=who, action="link made", detail={"link": link.id, "role": link.role})
    return _shown_next(link, token, public_id)


def _shown_next(link: ShareLink, token: str, public_id: str) -> HttpResponseBase:
    path = reverse("assessment-share", args=[public_id])
    response = redirect(path)
    show_next(response, Shown(token, link.label, link.role), path=path)
    return response


@by_role("own")
@private
@require_POST
def private_link(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """A new private link for the owner; the one before ends."""
    opened = opened_by(request, public_id, "own")
    scope_id = opened.assessment.scope_id
    link, token = make_private_link(scope_id=scope_id, visitor=opened.visitor)
    who = know_visitor(key=opened.visitor)
    audit(scope_id=scope_id, visitor=who, action="link made", detail={"link": link.id, "role": link.role})
    return _shown_next(link, token, public_id)


@by_role("own")
@private
@require_POST
def revoke(request: HttpRequest, public_id: str, link_id: int) -> HttpResponseBase:
    """Ends a link, and everything that came by it, at once."""
    opened = opened_by(request, public_id, "own")
    scope_id = opened.assessment.scope_id
    link = revoke_link(scope_id=scope_id, link_id=link_id)
    if link is None:
        raise Http404
    who = know_visitor(key=opened.visitor)
    audit(scope_id=scope_id, visitor=who, action="link revoked", detail={"link": link.id, "role": link.role})
    return redirect("assessment-share", public_id)


@open_to_all("A link is its own permission: what is unknown, expired or revoked shows nothing.")
@private
@require_safe
def entry(request: HttpRequest, token: str) -> HttpResponseBase:
    """Takes the token in exchange for a grant to this browser, and goes on to the address without it.

    A preview that only asks for the head lets nobody in."""
    visitor = visitor_or_new(request)
    scope_id = None if request.method == "HEAD" else open_link(token=token, visitor=visitor)
    if scope_id is None:
        raise Http404
    public_id = Assessment.objects.values_list("public_id", flat=True).get(scope_id=scope_id)
    response = redirect("assessment-hub", public_id)
    remember(response, visitor)
    response["Referrer-Policy"] = "no-referrer"
    return response
