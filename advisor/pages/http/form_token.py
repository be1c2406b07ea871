"""The token of a filled-in form: sent twice, it does its work once."""

import re
import secrets

from django.http import HttpRequest

_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")


def form_token(request: HttpRequest) -> str:
    """What tells one filled-in form from another: the one that was sent, or a new one."""
    given = request.POST.get("form", "")
    return given if _TOKEN.fullmatch(given) else secrets.token_urlsafe(18)
