"""Middleware, only behind https: says so where the proxy does not pass on that a request came by https.

In: a request. Out: the answer; where sending it to https would bring it here again, for ever, what to write into the
proxy instead. Must not know: what is asked for. A plain request that came by no proxy is sent to https as ever.
"""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

LOG = logging.getLogger(__name__)
PAUSE = 60.0
"""So many seconds lie between two lines of the log."""
MISSING = (
    "The proxy in front of this server does not say that this request came over https: sending it to https would only "
    "bring it back here. Whoever runs the server: let the proxy set the header X-Forwarded-Proto to https, in nginx "
    "`proxy_set_header X-Forwarded-Proto $scheme;` (see docs/running.md)."
)
BY_PROXY = ("X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via")
BY_HTTPS = "Sec-Fetch-Site"
"""What browsers send over https alone, and to this machine itself."""


class Forwarded:
    """Refuses what would be redirected to where it came from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.reported_at = float("-inf")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.is_secure() or not comes_back(request) or request.path_info in ("/healthz", "/readyz"):
            return self.get_response(request)
        now = time.monotonic()
        if now - self.reported_at >= PAUSE:
            self.reported_at = now
            LOG.error("%s", MISSING)
        return HttpResponse(MISSING + "\n", status=400, content_type="text/plain; charset=utf-8")


def comes_back(request: HttpRequest) -> bool:
    """Whether a browser that is sent to https would be here again: it came by https, or by a proxy that does not say.
    nginx speaks HTTP/1.0 to a server where it is told nothing else, and no browser does."""
    if BY_HTTPS in request.headers:
        return True
    if "X-Forwarded-Proto" in request.headers:
        return False
    return request.META.get("SERVER_PROTOCOL") in ("HTTP/1.0", "HTTP/1") or any(
        name in request.headers for name in BY_PROXY
    )
