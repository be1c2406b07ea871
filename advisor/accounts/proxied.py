"""Middleware, only where a trusted proxy says in a header who asks: that account is signed in to, without a page.

In: a request from an address of the proxy's, with an e-mail address in the header. Out: the same request as that
account's, and a cookie by which the next one is known. Must not know: passwords, sessions. The header of anybody else
is not even read.
"""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponseBase

from advisor.accounts.browsers import account_of, enter
from advisor.accounts.models import User
from advisor.cookies import cookie_value, keep, name_of
from advisor.sharing.access import COOKIE, COOKIE_AGE, VisitorKey, remember, visitor_of
from advisor.sharing.persons import ANOTHER_PERSON, has_account

NOTE = "advisor-proxied"
SALT = "advisor.accounts.proxied"


def email_in(request: HttpRequest) -> str:
    """Whose request it is as the proxy says; nothing where it does not, or somebody else sent it."""
    address = request.META.get(settings.USER_HEADER, "").strip().lower()
    if not address:
        return ""
    try:
        came_from = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
        validate_email(address)
    except (ValueError, ValidationError):
        return ""
    return address if any(came_from in network for network in settings.USER_PROXIES) else ""


class ProxiedUser:
    """Signs in whoever the proxy names. The note, signed, says for whom this browser's key was made, so that a save
    reads nothing for it; what is opened is checked against the rows."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        email = email_in(request)
        if not email or self._known(request, email):
            return self.get_response(request)
        user, _ = User.objects.get_or_create(email=email, defaults={"password": "!"})
        if not user.is_active:
            return self.get_response(request)
        request.META[ANOTHER_PERSON] = has_account(visitor_of(request))
        key = enter(visitor_of(request), user, agent=request.headers.get("User-Agent", ""))
        request.COOKIES[name_of(COOKIE)] = key.secret
        response = self.get_response(request)
        remember(response, key)
        self._note(response, email, key)
        return response

    def _known(self, request: HttpRequest, email: str) -> bool:
        browser = visitor_of(request)
        if browser is None:
            return False
        try:
            signed = signing.loads(cookie_value(request, NOTE), salt=SALT)
        except signing.BadSignature:
            return False
        if signed != [email, browser.key_hash]:
            return False
        if request.method != "GET" or request.headers.get("HX-Request"):
            return True
        user = account_of(request)
        return user is not None and user.email == email

    def _note(self, response: HttpResponseBase, email: str, key: VisitorKey) -> None:
        keep(response, NOTE, signing.dumps([email, key.key_hash], salt=SALT), max_age=COOKIE_AGE)
