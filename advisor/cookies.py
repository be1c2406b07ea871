"""The app's own cookies: sent to this site alone and, but for the one of `pages/http/drafts.py`, out of reach of
scripts; behind https under names that say so.

In: a name, a value, a path. Out: a cookie of an answer, and its value again. A browser believes `__Host-` and
`__Secure-` only of what this very host set over https, so that no neighbour of its domain can plant a key. Must not
know: what is in them.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

HOST, SECURE = "__Host-", "__Secure-"


def name_of(name: str, *, path: str = "/") -> str:
    """The name under which a browser keeps it; `__Host-` is for what is sent to every address."""
    if not settings.BEHIND_HTTPS:
        return name
    return (HOST if path == "/" else SECURE) + name


def keep(response: HttpResponseBase, name: str, value: str, *, max_age: int, path: str = "/") -> None:
    """Has the browser keep it."""
    response.set_cookie(
        name_of(name, path=path),
        value,
        max_age=max_age,
        path=path,
        httponly=True,
        samesite="Lax",
        secure=settings.BEHIND_HTTPS,
    )


def cookie_value(request: HttpRequest, name: str, *, path: str = "/") -> str:
    """What the browser keeps, or nothing."""
    return request.COOKIES.get(name_of(name, path=path), "")


def drop(response: HttpResponseBase, name: str, *, path: str = "/") -> None:
    """Has the browser give it up."""
    response.delete_cookie(name_of(name, path=path), path=path, samesite="Lax")


YEAR = 365 * 24 * 3600
BEFORE = {"advisor": "/", "csrftoken": "/", "advisor-sign-in": settings.SESSION_COOKIE_PATH}
"""The names that browsers know from before, or from a server without https, each with its path."""


class OldNames:
    """Middleware, only behind https: a cookie under its old name counts once, and is kept under the new one since."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        old = {name: request.COOKIES[name] for name in BEFORE if name in request.COOKIES}
        moved = {name: value for name, value in old.items() if not cookie_value(request, name, path=BEFORE[name])}
        for name, value in moved.items():
            request.COOKIES[name_of(name, path=BEFORE[name])] = value
        response = self.get_response(request)
        for name, value in moved.items():
            if name_of(name, path=BEFORE[name]) not in response.cookies:
                keep(response, name, value, max_age=YEAR, path=BEFORE[name])
        for name in old:
            response.delete_cookie(name, path=BEFORE[name], samesite="Lax")
        return response
