"""Who may: strangers find nothing, a lesser role is refused with its reason, a revocation works at once."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from advisor.sharing.access import (
    COOKIE,
    AccessDenied,
    VisitorKey,
    check_role,
    remember,
    visitor_of,
    visitor_or_new,
)
from advisor.sharing.models import Grant, Scope, Visitor
from advisor.sharing.roles import ROLES, Role
from advisor.sharing.services import know_visitor, make_scope
from tests.people import can_role

ADA, BEN, CLEO = (VisitorKey(name * 16, "") for name in ("ada0", "ben0", "cle0"))


def scope_of_ada() -> Scope:
    scope = make_scope(owner=know_visitor(key=ADA))
    Grant.objects.create(scope=scope, visitor=know_visitor(key=BEN), role="view")
    know_visitor(key=CLEO)
    return scope


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_check_role_owner_may_everything(role: Role) -> None:
    check_role(ADA, scope_of_ada().id, role)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [r for r in ROLES if r != "view"])
def test_check_role_lesser_role_is_refused_with_a_reason(role: Role) -> None:
    scope = scope_of_ada()
    assert can_role(BEN, scope.id, "view")
    with pytest.raises(AccessDenied) as refused:
        check_role(BEN, scope.id, role)
    assert not refused.value.stranger
    assert role in refused.value.reason


@pytest.mark.django_db
@pytest.mark.parametrize("who", [CLEO, None, VisitorKey("never seen", "")])
def test_check_role_stranger_is_a_stranger(who: VisitorKey | None) -> None:
    with pytest.raises(AccessDenied) as refused:
        check_role(who, scope_of_ada().id, "view")
    assert refused.value.stranger


@pytest.mark.django_db
def test_check_role_revoked_is_a_stranger_at_once() -> None:
    scope = scope_of_ada()
    Grant.objects.filter(visitor__key_hash=BEN.key_hash).update(revoked_at=timezone.now())
    assert not can_role(BEN, scope.id, "view")
    assert can_role(ADA, scope.id, "own")


@pytest.mark.django_db
def test_check_role_asks_one_read(django_assert_num_queries: object) -> None:
    scope = scope_of_ada()
    with django_assert_num_queries(1):  # type: ignore[operator]
        check_role(ADA, scope.id, "respond")


@pytest.mark.django_db
def test_know_visitor_twice_is_one_row() -> None:
    assert know_visitor(key=ADA) == know_visitor(key=ADA)
    assert Visitor.objects.count() == 1


@pytest.mark.parametrize("cookie", ["", "short", "x" * 31, "x" * 33, "x" * 31 + "!", "é" * 32, "x" * 4000])
def test_visitor_of_cookie_not_ours_is_nobody(cookie: str) -> None:
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = cookie
    assert visitor_of(request) is None


def test_remember_key_comes_back_as_the_same_visitor() -> None:
    asking = RequestFactory().get("/")
    new = visitor_or_new(asking)
    response = HttpResponse()
    remember(response, new)
    cookie = response.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["secure"]
    again = RequestFactory().get("/")
    again.COOKIES[COOKIE] = cookie.value
    assert visitor_of(again) == new == visitor_or_new(again)
    assert len(new.key_hash) == 64
    assert new.secret not in repr(new)
    assert new.secret not in new.key_hash


def test_remember_behind_https_is_secure(settings: object) -> None:
    settings.BEHIND_HTTPS = True  # type: ignore[attr-defined]
    response = HttpResponse()
    remember(response, visitor_or_new(RequestFactory().get("/")))
    assert response.cookies[f"__Host-{COOKIE}"]["secure"]
