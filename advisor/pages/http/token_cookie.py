"""A token on its way from a link to the page that uses it: in a short-lived cookie, so that no later address, log or
Referer holds it.

In: the token of a link that somebody opened. Out: a redirect to the page, and there the token again.
"""

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from advisor.cookies import cookie_value, drop, keep

SECONDS = 24 * 3600


def redirect_with_token(token: str, *, name: str, to: str, path: str = "") -> HttpResponse:
    """On to the page, which finds the token by this name; `path` says where else it is needed."""
    response = redirect(to)
    value = signing.dumps(token, salt=name)
    keep(response, name, value, max_age=SECONDS, path=path or response["Location"])
    response["Referrer-Policy"] = "no-referrer"
    return response


def cookie_token(request: HttpRequest, *, name: str) -> str:
    """The token, or nothing."""
    try:
        token = signing.loads(cookie_value(request, name, path=request.path), salt=name, max_age=SECONDS)
    except signing.BadSignature:
        return ""
    return str(token)


def drop_token(response: HttpResponseBase, *, name: str, path: str) -> None:
    """It was used: the browser gives it up."""
    drop(response, name, path=path)
