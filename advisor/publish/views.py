"""The waiting page and the file it ends in.

In: a token, a visitor. Out: the page, its fragment for htmx, or the stored bytes. Access to the scope is asked on every
request, so that a revocation works at once. Must not know: how a document is drawn.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from advisor.publish import worker_threads
from advisor.publish.claims import is_lost, pages_expected, sized
from advisor.publish.links import Ticket, ticket_of
from advisor.publish.models import Rendering, State
from advisor.publish.queue import drawn, retry_rendering
from advisor.publish.reports import Report, report_from_text
from advisor.quotas.clients import client_of
from advisor.sharing.access import AccessDenied, check_role, person_id, visitor_of
from advisor.sharing.policy import FORM, by_role
from advisor.sharing.roles import Role


def allowed(request: HttpRequest, role: Role, address: dict[str, Any]) -> Ticket:
    """The ticket of an address, for whoever asked for the file and has the role on its scope. AccessDenied or 404."""
    ticket = ticket_of(address["token"])
    if ticket.scope_id is not None:
        visitor = visitor_of(request)
        check_role(visitor, ticket.scope_id, role)
        if ticket.person_id is not None and ticket.person_id != person_id(visitor):
            raise AccessDenied("This file was made for somebody else.")
    return ticket


@by_role("view", allowed, FORM)
def waiting(request: HttpRequest, ticket: Ticket, token: str) -> HttpResponseBase:
    """Says how far the file is, and hands it out when it is there; POST tries again after a failure."""
    if request.method == "POST":
        retry_rendering(key=ticket.key, client=client_of(request))
        return _private(redirect("file-waiting", token=token, permanent=False))
    return waiting_page(request, ticket, file=reverse("file", kwargs={"token": token, "name": ticket.name}))


@dataclass(frozen=True, slots=True)
class WaitingWords:
    """What a page that waits for something else than a file says: what is being done, and that it could not be."""

    title: str
    sentence: str
    failed: str


def ready(request: HttpRequest, key: str) -> bytes | None:
    """What the page that asks has waited for; None while it is not there, and for htmx, which asks from the page that
    waits: `waiting_page` has that one loaded anew."""
    return None if request.headers.get("HX-Request") == "true" else drawn(key)


def ready_report(request: HttpRequest, key: str) -> Report | None:
    """The same of a report; one that another version of the app wrote is deleted."""
    content = ready(request, key)
    try:
        return None if content is None else report_from_text(content.decode())
    except (KeyError, TypeError):
        Rendering.objects.filter(key=key).delete()
        return None


def waiting_page(
    request: HttpRequest, ticket: Ticket, *, file: str = "", work: WaitingWords | None = None
) -> HttpResponseBase:
    """The page, or for htmx its fragment of the same name, that waits for what is made under the ticket's key and then
    leads to `file`. Whoever calls it has asked for access."""
    row = sized(Rendering.objects).defer("job", "content").filter(key=ticket.key).first()
    if row is not None and _waits(row, timezone.now()):
        worker_threads.wake()
    htmx = request.headers.get("HX-Request") == "true"
    if htmx and row is not None and row.state == State.DONE:
        # htmx loads the page anew, and the page hands out the file: a fragment cannot start a download
        return _private(HttpResponse(headers={"HX-Refresh": "true"}))
    context = {
        "ticket": ticket,
        "row": row,
        "pages": pages_expected(row.size) if row else 0,
        "failed": row is None or row.state == State.FAILED,
        "done": row is not None and row.state == State.DONE,
        "file": file,
        "work": work,
        "here": request.get_full_path(),
    }
    page = "working.html" if work else "waiting.html"
    return _private(render(request, f"publish/_{page}" if htmx else f"publish/{page}", context))


@by_role("view", allowed)
def file(request: HttpRequest, ticket: Ticket, token: str, name: str) -> HttpResponseBase:
    """The stored bytes; until they are there, back to the waiting page."""
    if name != ticket.name:
        raise Http404("There is no file of this name.")
    content = drawn(ticket.key)
    if content is None:
        return _private(redirect("file-waiting", token=token))
    return bytes_file(request, content, ticket.name)


def bytes_file(
    request: HttpRequest, content: bytes, name: str, content_type: str = "application/pdf"
) -> HttpResponseBase:
    """Stored bytes as a download; 304 for whoever has them already."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(content, content_type=content_type)
        response["Content-Disposition"] = content_disposition_header(True, name)
    response["ETag"] = etag
    return _private(response)


def _waits(row: Rendering, now: datetime) -> bool:
    """Whether nobody draws it at present: not yet taken up, or its process was lost."""
    lost = row.state == State.RUNNING and row.leased_until is not None and is_lost(row.leased_until, now)
    return row.state == State.QUEUED or lost


def _private(response: HttpResponseBase) -> HttpResponseBase:
    """For this visitor alone, not to be kept by anyone on the way."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "same-origin"  # with none at all, browsers send "Origin: null" and a form is refused
    return response
