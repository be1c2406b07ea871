"""What is for one visitor alone: kept by nobody on the way, and in no search engine."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponseBase


def private(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The view's answers as private ones. Stands below the view's access policy."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers.setdefault("X-Robots-Tag", "noindex")
        return response

    return guarded
