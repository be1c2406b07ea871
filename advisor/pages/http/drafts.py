"""What the server tells a page about drafts: what somebody typed stays in their browser until it is stored here.

In: a request and its answer. Out: a person's name among the drafts of a browser, and the cookie by which the page
learns which drafts are stored, that somebody signed in (guests keep what they typed), or that all have to go. Must not
know: what is in a draft; it never leaves the browser but as a form.
"""

import hashlib
import re
from collections.abc import Iterable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from advisor.cookies import cookie_value, name_of
from advisor.sharing.access import COOKIE, KEY
from advisor.sharing.persons import ANOTHER_PERSON

NAME = "advisor-drafts"
SECONDS = 7 * 24 * 3600
MOST = 30
NOBODY = "-"
WORD = re.compile(r"forget|from-[0-9a-f]{16}|saved-[0-9a-f]{32}")


def person_key(secret: str) -> str:
    """A browser's own name for whoever uses it, from which nobody can work out the cookie.

    >>> person_key("")
    '-'
    >>> len(person_key("x" * 32))
    16
    """
    return hashlib.sha256(f"advisor drafts {secret}".encode()).hexdigest()[:16] if KEY.fullmatch(secret) else NOBODY


def tell_of_drafts(request: HttpRequest, response: HttpResponseBase, *, secret: str) -> None:
    """Adds the cookie where there is anything to say; `secret` is the visitor's cookie as it came."""
    words = [*_of_person(request, response, secret), *_stored(request, response)]
    if words:
        before = [word for word in cookie_value(request, NAME).split(".") if WORD.fullmatch(word)]
        response.set_cookie(
            name_of(NAME),
            ".".join([*before, *words][-MOST:]),
            max_age=SECONDS,
            samesite="Lax",
            secure=settings.BEHIND_HTTPS,
        )


def _of_person(request: HttpRequest, response: HttpResponseBase, secret: str) -> Iterable[str]:
    given = response.cookies.get(name_of(COOKIE))
    if given is None or given.value == secret:
        return []
    if not given.value or request.META.get(ANOTHER_PERSON):
        return ["forget"]
    return [f"from-{person_key(secret)}"] if KEY.fullmatch(secret) else []


def _stored(request: HttpRequest, response: HttpResponseBase) -> Iterable[str]:
    # whatever was refused, or only looked over, is answered with a page; what was stored, by going on to another
    moves_on = response.status_code in (HTTPStatus.FOUND, HTTPStatus.SEE_OTHER)
    return sent_drafts(request) if moves_on else []


def sent_drafts(request: HttpRequest) -> list[str]:
    """The drafts that came with a form, each as the word for its being stored."""
    if request.method != "POST":
        return []
    words = (f"saved-{one}" for one in request.POST.getlist("draft")[:MOST])
    return [word for word in words if WORD.fullmatch(word)]
