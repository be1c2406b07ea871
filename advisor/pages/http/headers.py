"""Headers: middleware with those of security, which every answer carries, and those of a page that nobody may store.

In: an answer. Out: the same answer with these headers, but for one that a view has set otherwise. Must not know: any
view. Redirecting to https and HSTS are Django's own (SecurityMiddleware), behind https only.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import cache_control

no_store = cache_control(private=True, no_store=True)
"""For views of a browser's own service."""


def fixed_headers(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    headers = {
        "Content-Security-Policy": "; ".join(settings.CONTENT_SECURITY_POLICY),
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
    }.items()

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in headers:
            response.headers.setdefault(name, value)
        return response

    return middleware
