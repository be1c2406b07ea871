"""Middleware: sessions and `request.user` below `/accounts/`, where people sign in, and nowhere else.

In: a request. Out: for an address of sign-in, the request with its session. All other pages know a browser by its
grants alone; loading a session there would cost each of them a tenth, and nobody reads it.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponseBase


def sessions(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    signing_in: Callable[[HttpRequest], HttpResponseBase] = SessionMiddleware(AuthenticationMiddleware(get_response))  # type: ignore[assignment]

    def middleware(request: HttpRequest) -> HttpResponseBase:
        below = request.path.startswith(settings.SESSION_COOKIE_PATH)
        return signing_in(request) if below else get_response(request)

    return middleware
