"""Answers to requests for what is still being worked out: how far it is, and when to ask again.

In: a view that raises UnfinishedError. Out: a view that answers. Must not know: what is worked out.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from advisor.decisions.tasks import UnfinishedError
from advisor.pages.http.errors import NOT_SENT, error_page

LATER = (
    "The results of this platform are still being worked out, so this wasn't saved. That takes a few seconds: wait a "
    "moment, then send it again."
)

Shown = Callable[..., HttpResponseBase]


def is_htmx(request: HttpRequest) -> bool:
    return request.META.get("HTTP_HX_REQUEST") == "true"


def in_turns(view: Shown) -> Shown:
    """While it is being worked out, the page says how far it is and asks again; then it is loaded anew. What was sent
    stands in the page, to be sent once more."""

    @wraps(view)
    def waited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except UnfinishedError as error:
            return _waiting(request, error, file="form" in kwargs)
        if request.META.get("HTTP_HX_TARGET") == "waiting":
            return HttpResponse(headers={"HX-Refresh": "true"})
        return response

    return waited


def part_in_turns(view: Shown) -> Shown:
    """The same for a view whose answer to htmx is a part of a page: it takes the place of the words that wait."""

    @wraps(view)
    def waited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except UnfinishedError as error:
            return _waiting(request, error, file=False)

    return waited


def _waiting(request: HttpRequest, error: UnfinishedError, *, file: bool) -> HttpResponse:
    here = request.get_full_path()
    if request.method == "POST":
        response = error_page(request, 503, title=NOT_SENT, reason=LATER)
        response["Retry-After"] = "5"
        return response
    template = "results/_waiting.html" if is_htmx(request) else "results/waiting.html"
    return render(request, template, {"working": error, "here": here, "file": file}, status=202)
