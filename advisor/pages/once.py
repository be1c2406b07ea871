"""Showing a link once: it travels from the page that made it to the page that shows it in a short-lived cookie.

In: a token. Out: a cookie, and the token again on the next page of that address. Must not know: what the link opens.
So the token is in no address, no log and no row, and loading the page again neither shows it nor makes a second one.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

COOKIE = "advisor-once"
SALT = "advisor.pages.once"
SECONDS = 600


@dataclass(frozen=True, slots=True)
class Shown:
    """A link that is shown this once."""

    token: str
    label: str
    role: str


def show_next(response: HttpResponseBase, shown: Shown, *, path: str) -> None:
    """Has the page at `path` show the link when it is opened next."""
    value = signing.dumps([path, shown.token, shown.label, shown.role], salt=SALT)
    response.set_cookie(
        COOKIE, value, max_age=SECONDS, path=path, httponly=True, samesite="Lax", secure=settings.BEHIND_HTTPS
    )


def shown_here(request: HttpRequest) -> Shown | None:
    """The link to be shown on this page, if there is one."""
    try:
        path, token, label, role = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return None
    return Shown(token, label, role) if path == request.path else None


def forget(request: HttpRequest, response: HttpResponseBase) -> None:
    """It was shown: the browser gives it up."""
    if COOKIE in request.COOKIES:
        response.delete_cookie(COOKIE, path=request.path, samesite="Lax")
