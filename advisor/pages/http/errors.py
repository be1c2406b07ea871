"""Errors as pages: what went wrong in plain words, and a way out.

In: a request and a status. Out: a page of the product. Must not know: what raised the error. The page for 500 is a
finished file read once, so that it needs neither database nor templates nor a context.
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.utils.html import escape

from advisor.disk import refuses_writes
from advisor.pages.http.lost_input import lost_input
from advisor.security import refuse


@dataclass(frozen=True, slots=True)
class Words:
    title: str
    text: str
    way_out: str


LIMITS = "A record may have at most 32 MB, an answers file 8 MB, a table 256 KB, a note 20,000 characters."
WORDS: dict[int, Words] = {
    400: Words(
        "That request could not be read",
        "The server did not understand part of it. Nothing was changed.",
        "Go back, reload the page and try again. If you followed a link, check that it is complete.",
    ),
    403: Words(
        "You may not do that here",
        "Your browser could not prove that it may make this change. The page may have been open for too long, cookies "
        "may be blocked, or your link may have another role. Nothing was changed.",
        "Reload the page you came from and try again.",
    ),
    404: Words(
        "There is nothing at this address",
        "The address may be mistyped, the page may be gone or belong to somebody else, or your link may have expired "
        "or been revoked.",
        "Check the address, ask for a new link, or start from the home page. The answers you gave in this browser "
        "are still there.",
    ),
    405: Words(
        "You can't do that at this address",
        "The address exists, but not for this kind of request. Nothing was changed.",
        "Go back, or start from the home page.",
    ),
    408: Words(
        "That took too long to arrive",
        "The connection was slow or broke, and only part of your request arrived. Nothing in it was saved.",
        "Go back and send it again when the connection is better.",
    ),
    409: Words(
        "This changed while you were working on it",
        "Someone, perhaps you in another tab, changed the same thing first. Nothing was overwritten.",
        "Reload the page to see what is there now, then decide which of the two should stay.",
    ),
    411: Words(
        "That request does not say how long it is",
        "A request with a body needs the header Content-Length; one sent in chunks is not read. Nothing was changed. "
        "Browsers never send forms that way.",
        "If your own program sent it, send the body in one piece.",
    ),
    412: Words(
        "This changed while you were working on it",
        "Someone, perhaps you in another tab, answered the same statement first. Nothing was overwritten.",
        "Reload the page to see both answers, then pick the one that should stay.",
    ),
    413: Words(
        "That is too large",
        f"{LIMITS} Nothing in your request was saved, and this page can't show it: it was too large to be read.",
        "Go back, shorten it and send it again. If the form is empty then, paste your text from where you copied it.",
    ),
    422: Words(
        "Something in the form needs another look",
        "A value is missing or wrong. Nothing in your request was saved.",
        "Go back and correct it.",
    ),
    429: Words(
        "Too many requests",
        "This browser or its network sent more requests than the server allows in such a short time. Nothing was "
        "changed.",
        "Wait a minute, then send it again.",
    ),
    503: Words(
        "Not available right now",
        "The server is starting, or something it needs is not answering. Everything saved before is safe.",
        "Wait a minute, then reload the page.",
    ),
    507: Words(
        "This can't be saved right now",
        "The server's disk is full or read-only. Everything saved before is safe, and you can read it.",
        "Tell whoever runs this server, then try again.",
    ),
}
GIVEN_BACK = Words(
    WORDS[413].title,
    f"{LIMITS} Nothing in your request was saved; what you typed is below.",
    "Shorten it and send it again.",
)
"""A form that is too large, but was read."""
NOT_KNOWN = Words(
    "That did not work", "The server could not do what you asked. Nothing was changed.", WORDS[400].way_out
)

STATIC_500 = (
    (Path(__file__).parent / "500.html")
    .read_bytes()
    .replace(b'href="/', b'href="' + (settings.FORCE_SCRIPT_NAME or "").encode() + b"/")
)
PLACE = b"<!-- what was typed -->"
LOST = (
    '<div class="callout callout--warn flow"><h2><label for="lost">What you sent was not saved. Copy it from here.'
    '</label></h2><textarea id="lost" rows="12" readonly>\n{}</textarea></div>'
)


SEND_AGAIN = {408, 409, 412, 413, 422, 429, 503, 507}
"""What may be different the next time: the page then holds the form again, ready to be sent."""


def error_page(
    request: HttpRequest, status: int, *, title: str = "", reason: str = "", gone: bool = False, again: bool = False
) -> HttpResponse:
    """The page for a status; `reason` is a sentence of the product's own, shown instead of the general one.

    What the reader had written and what was not saved stands there, to be sent again or copied. `gone`: nothing here
    may be opened any more, and the browser drops what was typed there before."""
    lost = lost_input(request)
    words = GIVEN_BACK if status == 413 and lost else WORDS.get(status, NOT_KNOWN)
    context = {
        "status": status,
        "title": title or words.title,
        "text": reason or words.text,
        "way_out": words.way_out,
        "lost_input": lost,
        "again": request.get_full_path() if (again or status in SEND_AGAIN) and not lost.secret else "",
        "gone": gone,
    }
    return not_stored(render(request, "errors/page.html", context, status=status))


def not_stored(response: HttpResponse) -> HttpResponse:
    """What is not there for one visitor may be there for the next, so nobody on the way keeps the answer."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 404)


def too_many(request: HttpRequest) -> HttpResponse:
    refuse(request, "too many requests")
    response = error_page(request, 429)
    response["Retry-After"] = "60"
    return response


def not_saved(request: HttpRequest) -> HttpResponse:
    """The database takes nothing at present; it may again in a moment."""
    response = error_page(request, 507)
    response["Retry-After"] = "10"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault that no view raised: of middleware, such as a session that could not be saved."""
    if refuses_writes(sys.exc_info()[1]):
        return not_saved(request)
    text = lost_input(request).text
    page = STATIC_500 if not text else STATIC_500.replace(PLACE, LOST.format(escape(text)).encode())
    return not_stored(HttpResponseServerError(page))


NOT_SENT = "This wasn't saved yet"
NO_ORIGIN = (
    "Your browser did not say from which page this form was sent (Origin: null), so this wasn't saved. A privacy "
    "extension can cause that, and so can a page inside another page or one saved as a file. Open this site in its own "
    "tab and send it again."
)
OTHER_ADDRESS = (
    "Your browser sent this form from {origin}, but the server was asked as {host}, so this wasn't saved. Whoever runs "
    "the server has to let the proxy pass on the name with its port, in nginx `proxy_set_header Host $http_host;`, and "
    "X-Forwarded-Proto."
)


def _of_elsewhere(request: HttpRequest, origin: str) -> str:
    """Why a form is refused whose page has another address than the server knows as its own; empty where it has not."""
    if origin == "null":
        return NO_ORIGIN
    asked = f"{request.scheme}://{request.get_host()}"
    try:
        here, there = (urlsplit(one).hostname for one in (asked, origin))
    except ValueError:  # no address at all
        return ""
    return OTHER_ADDRESS.format(origin=origin, host=asked) if origin and origin != asked and here == there else ""


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's own page for a missing or wrong form token is in English of another kind, and unstyled."""
    origin = request.headers.get("Origin", "")
    refuse(request, "form refused", origin=origin, host=request.META.get("HTTP_HOST", ""))
    lost = lost_input(request)
    if why := _of_elsewhere(request, origin):
        return error_page(request, 403, title=NOT_SENT, reason=why)
    if not (lost or lost.secret):
        return error_page(request, 403)
    explanation = "Your session changed after this page was opened, perhaps in another tab, so this wasn't saved."
    if settings.CSRF_COOKIE_NAME not in request.COOKIES:
        explanation = "Your browser sent no cookie, so this wasn't saved. Allow cookies for this site."
    if lost.secret:
        return error_page(
            request, 403, title=NOT_SENT, reason=f"{explanation} Open the page again and fill it in once more."
        )
    explanation += " Everything you typed is below: press “Send again”."
    return error_page(request, 403, title=NOT_SENT, reason=explanation, again=True)
