"""What matters for security, one line of the log each: who signed in, who failed to, who was locked out or refused.

In: a request, what happened, plain facts about it. Out: a line under the name `advisor.security`. Must not know: what
was asked for. No token, no password, no answer and no mail address is ever in such a line.
"""

import hashlib
import hmac
import logging
from urllib.parse import quote

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

from advisor.logs import without_tokens

LOG = logging.getLogger("advisor.security")
LONGEST = 300


def address_of(request: HttpRequest) -> str:
    """Where a request came from; behind a proxy, what the proxy says."""
    try:
        return get_client_ip(request) or "-"
    except ImproperlyConfigured:
        return "-"


def mail_code(email: str) -> str:
    """A code that is the same for the same address on this server, so that lines can be compared, and that nobody can
    turn back into the address without the server's secret key."""
    key = f"advisor.security {settings.SECRET_KEY}".encode()
    return hmac.new(key, email.strip().lower().encode(), hashlib.sha256).hexdigest()[:12]


def note(request: HttpRequest | None, event: str, *, level: int = logging.INFO, **facts: object) -> None:
    """Writes the line. A fact that is None or empty is left out; what a client chose cannot begin a line of its own."""
    where = {"address": address_of(request)} if request is not None else {}
    words = [f"{name}={_plain(value)}" for name, value in (where | facts).items() if value not in (None, "")]
    LOG.log(level, "%s", " ".join([event, *words]))


def refuse(request: HttpRequest, event: str, **facts: object) -> None:
    """The line for something that was refused: what was asked for, and in which way."""
    path = without_tokens(request.path)[:LONGEST]
    note(request, event, level=logging.WARNING, **facts, method=request.method, path=path)


def _plain(value: object) -> str:
    return quote(str(value), safe="/:@,").replace(quote("…"), "…")
