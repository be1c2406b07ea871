"""Who asks, and may they?

In: a request, a scope, a role. Out: nothing, or `AccessDenied` with its reason. Must not know: what is shared.
One indexed read answers; nothing is kept between two requests, so a revocation works at once.
"""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Now
from django.http import HttpRequest, HttpResponseBase

from advisor.checklist.errors import AdvisorError
from advisor.cookies import cookie_value, drop, keep
from advisor.sharing.models import Grant, Visitor
from advisor.sharing.roles import Role, at_least

COOKIE = "advisor"
COOKIE_AGE = 400 * 24 * 3600  # the longest a browser keeps a cookie
KEY = re.compile(r"([A-Za-z0-9_-]{32})(?:\.([A-Za-z0-9_-]{22}))?")  # 192 bits, and by what this server knows its own


@dataclass(frozen=True, slots=True)
class VisitorKey:
    """A browser's key and what it hashes to. The key is kept out of logs and tracebacks."""

    key_hash: str
    secret: str = field(repr=False)


class AccessDenied(AdvisorError):  # noqa: N818  the name says what happened
    """`stranger`: has no role at all on the scope, so not even its existence is told (404); else 403."""

    def __init__(self, reason: str, *, stranger: bool = True) -> None:
        super().__init__(reason)
        self.reason = reason
        self.stranger = stranger


def _key(secret: str) -> VisitorKey:
    return VisitorKey(hashlib.sha256(secret.encode()).hexdigest(), secret)


def _mark(random: str) -> str:
    """By what this server knows a key that it made itself: 128 bits that nobody can give without its secret key."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"advisor.sharing {random}".encode(), "sha256")
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")


def new_key() -> VisitorKey:
    """A key that no browser had before."""
    return marked(secrets.token_urlsafe(24))


def marked(random: str) -> VisitorKey:
    """The key that is these 32 random characters and this server's mark."""
    return _key(f"{random}.{_mark(random)}")


def made_here(visitor: VisitorKey) -> bool:
    """Whether this server made the key: by its mark, or, as keys of earlier versions have none, by its row."""
    random, _, mark = visitor.secret.partition(".")
    if mark and hmac.compare_digest(mark, _mark(random)):
        return True
    return Visitor.objects.filter(key_hash=visitor.key_hash).exists()


def visitor_of(request: HttpRequest) -> VisitorKey | None:
    """The browser that asks, or None if it brings no cookie of ours. Reads no row."""
    secret = cookie_value(request, COOKIE)
    return _key(secret) if KEY.fullmatch(secret) else None


def visitor_or_new(request: HttpRequest) -> VisitorKey:
    """The browser that asks, with a new key if it has none yet, or one that somebody else made up for it; `remember`
    then puts it into the answer."""
    visitor = visitor_of(request)
    return visitor if visitor is not None and made_here(visitor) else new_key()


def remember(response: HttpResponseBase, visitor: VisitorKey) -> None:
    """Sets the one cookie by which this browser finds its own things again."""
    keep(response, COOKIE, visitor.secret, max_age=COOKIE_AGE)


def forget_visitor(response: HttpResponseBase) -> None:
    """Takes the cookie back: this browser is nobody's from now on."""
    drop(response, COOKIE)


def signed_in_still() -> Q:
    """The condition "signing in here has not ended since", by the clock of the database; guests never signed in."""
    return Q(ends_at=None) | Q(ends_at__gt=Now())


def whose(visitor: VisitorKey) -> "QuerySet[Visitor, Any]":
    """Who asks, as the id of a visitor for a query: the account signed in to in this browser, else the browser itself.

    Part of whatever is read, so that it costs no read of its own. Nobody where the browser was signed in and was not
    used for long, or where the account is switched off."""
    rows = Visitor.objects.filter(signed_in_still(), key_hash=visitor.key_hash)
    rows = rows.exclude(person__user__is_active=False)
    return rows.values_list(Coalesce("person_id", "id"), flat=True)[:1]


def person_id(visitor: VisitorKey | None) -> int | None:
    """Who asks, as the id of a visitor; None for whoever has no row."""
    return None if visitor is None else next(iter(whose(visitor)), None)


def in_force(*, closed: bool = False) -> Q:
    """The condition "this grant holds at this moment", by the clock of the database; with `closed` also where what the
    scope guards was removed."""
    held = (Q(expires_at=None) | Q(expires_at__gt=Now())) & Q(revoked_at=None)
    return held if closed else held & Q(scope__closed_at=None)


def _in_force(visitor: VisitorKey, *, closed: bool = False) -> QuerySet[Grant]:
    """This visitor's grants that hold at this moment."""
    held = Grant.objects.filter(in_force(closed=closed), visitor_id=whose(visitor))
    return held.exclude(stands_for__user__is_active=False)  # came by the private link of an account switched off since


def granted(visitor: VisitorKey, role: Role, scope: str = "scope", *, closed: bool = False) -> Q:
    """The condition "this visitor has at least this role", for a query on rows that hold a scope.

    With it a selector checks access in the very read that fetches the row; no row comes twice for two grants. `closed`
    is for what outlives the thing that a scope guards."""
    held = _in_force(visitor, closed=closed)
    return Q(Exists(held.filter(scope_id=OuterRef(f"{scope}_id"), role__in=at_least(role))))


def is_person(visitor: VisitorKey, person: str = "visitor", scope: str = "scope") -> Q:
    """The condition "this row is about the visitor", also on another device to which their private link led."""
    stand_in = _in_force(visitor).filter(scope_id=OuterRef(f"{scope}_id"), stands_for_id=OuterRef(f"{person}_id"))
    return Q(**{f"{person}_id": whose(visitor)}) | Q(Exists(stand_in))


def holds(role: Role, person: str = "visitor", scope: str = "scope") -> Q:
    """The condition "the visitor that this row names can do at least this", from whichever of their devices."""
    theirs = Q(visitor_id=OuterRef(f"{person}_id")) | Q(stands_for_id=OuterRef(f"{person}_id"))
    given = Grant.objects.filter(in_force(), theirs, scope_id=OuterRef(f"{scope}_id"), role__in=at_least(role))
    return Q(Exists(given))


def check_role(visitor: VisitorKey | None, scope_id: int, role: Role) -> None:
    """Raises AccessDenied unless the visitor has at least this role on the scope."""
    if visitor is None:
        raise AccessDenied("This browser has not been given access.")
    check_held(set(_in_force(visitor).filter(scope_id=scope_id).values_list("role", flat=True)), role)


def check_held(held: Collection[str], role: Role) -> None:
    """Raises AccessDenied unless one of the roles that were found is enough."""
    if not held:
        raise AccessDenied("This browser has not been given access.")
    if set(held).isdisjoint(at_least(role)):
        raise AccessDenied(f"This needs the role “{role}”, which your link does not give you.", stranger=False)
