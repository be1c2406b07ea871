"""How often somebody may try to sign in to an account, without anybody else being able to shut its owner out.

In: a request, the address of mail that was typed. Out: whether this try may go on, and a cookie by which a browser in
which the account was signed in is known. Must not know: passwords. Decision 20 has the figures.
"""

import secrets
from datetime import timedelta

from allauth.core.internal.ratelimit import RateLimitUsage, consume
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from advisor.accounts.models import CacheEntry
from advisor.cookies import cookie_value, keep
from advisor.quotas.clients import network
from advisor.security import address_of, mail_code
from advisor.sharing.access import COOKIE_AGE

KNOWN = "advisor-known"
APP = "advisor.accounts"
RATES = {
    "known-browser": "5/m/key",
    "network": "10/m/ip",
    "address": "5/m/key",
    "account": "50/h/key",
    "address-attacked": "1/m/key",
}
"""Tries: of one browser that is known; of one network address, in all and at one account; at one account from all
browsers that are not known, and, where these were used up, of one network address at it. Of IPv6 an address is the
first half of it, all of which one household has."""

LONGEST = timedelta(hours=1)
"""No try counts for longer."""


def _consume(request: HttpRequest, action: str, key: str) -> RateLimitUsage | None:
    return consume(request, app=APP, action=action, config=RATES, key=key)


def attempt(request: HttpRequest, email: str) -> RateLimitUsage | None:
    """The try that was counted, to be taken back if it succeeds; None: there were too many."""
    # what was counted before the clock was put back
    CacheEntry.objects.filter(expires__gt=timezone.now() + 2 * LONGEST).delete()
    account = mail_code(email)
    browser = _known(request, account)
    if browser:
        return _consume(request, "known-browser", f"{account} {browser}")
    address = address_of(request)
    here = f"{account} {network(address) or address}"
    in_all = _consume(request, "network", "")
    if in_all is None:
        return None  # first, so that whoever is stopped writes down nothing more, under however many names
    total = _consume(request, "account", account)
    counted = _consume(request, "address" if total else "address-attacked", here)
    if counted is None:
        if total is not None:
            total.rollback()  # what is refused anyway uses up nothing of what others may try
        return None
    return RateLimitUsage([*in_all.usage, *counted.usage, *(total.usage if total else ())])


def _known(request: HttpRequest, account: str) -> str:
    """By what this browser is known, if this very account was signed in to in it."""
    try:
        code, browser = signing.loads(
            cookie_value(request, KNOWN, path=settings.SESSION_COOKIE_PATH), salt=KNOWN, max_age=COOKIE_AGE
        )
    except (signing.BadSignature, ValueError):
        return ""
    return str(browser) if code == account else ""


def know(response: HttpResponseBase, email: str) -> None:
    """From now on this browser's tries are counted by themselves."""
    value = signing.dumps([mail_code(email), secrets.token_urlsafe(16)], salt=KNOWN)
    keep(response, KNOWN, value, max_age=COOKIE_AGE, path=settings.SESSION_COOKIE_PATH)
