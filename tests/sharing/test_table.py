"""Every address × role × method, walked from the URL configuration, so that a new view cannot be forgotten.

Roles: Ada made the platform, Vic came by a view link, Rex by one that was revoked, Cleo is a stranger with a cookie,
and one asks without any. What is refused changes no row; what is not granted is not even said to exist.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from advisor.assessments.models import Assessment, OwningTeam, Service
from advisor.publish.links import Ticket, waiting_path
from advisor.sharing.access import COOKIE
from advisor.sharing.links import make_link, open_link, revoke_link
from advisor.sharing.policy import Policy, policy_of
from advisor.sharing.roles import at_least
from tests.pages.making import REX, VIC, platform, rated, said
from tests.people import ADA, BEN, CLEO

pytestmark = pytest.mark.django_db
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
OURS = "Secret platform of Ada"
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Address:
    route: str
    view: Callable[..., Any]
    policy: Policy

    @property
    def parameters(self) -> list[str]:
        return PARAMETER.findall(self.route)

    def filled(self, values: dict[str, str]) -> str:
        return PARAMETER.sub(lambda match: values[match.group(1)], self.route)


def addresses(resolver: URLResolver | None = None, before: str = "/") -> Iterator[Address]:
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            policy = policy_of(entry.callback)
            assert policy is not None, f"{route} declares no policy"
            yield Address(route, entry.callback, policy)
        else:
            yield from addresses(entry, route)


ALL = list(addresses())
BY_ROLE = [one for one in ALL if one.policy.kind == "role"]
CHILDREN = [one for one in BY_ROLE if {"slug", "link_id"} & set(one.parameters)]


def name(one: Address) -> str:
    return one.route


@dataclass(frozen=True)
class World:
    """Ada's platform with something of each kind in it, and Ben's, whose children are not hers."""

    ada: Assessment
    ben: Assessment
    link: int
    other_link: int

    def values(self, one: Address, *, child: str = "ada") -> dict[str, str]:
        """What the parameters of an address stand for."""
        mine = child == "ada"
        of_team = "/teams/" in one.route
        slug = ("edge" if of_team else "token-stream") if mine else ("bens-team" if of_team else "bens-service")
        if one.route.startswith("/checklists/"):
            slug = "nodejs-express"
        if one.route.startswith("/quick/questions/"):
            slug = "speed"
        ticket = Ticket(self.ada.scope_id, "k" * 64, "record.pdf", "/")
        token = waiting_path(ticket).strip("/").split("/")[1] if "files" in one.route else "x" * 32
        return {
            "public_id": self.ada.public_id,
            "slug": slug,
            "section": "speed",
            "key": "scorecard.seniority" if of_team else "latency-first",
            "link_id": str(self.link if mine else self.other_link),
            "token": token,
            "name": "record.pdf",
            "ending": "md",
        }


@pytest.fixture
def world() -> World:
    ada = platform("Token stream", "Customer API", title=OURS)
    ben = platform("Bens service", key=BEN, title="Platform of Ben", teams=("Bens team",))
    said(Service.objects.get(slug="token-stream"))
    rated(OwningTeam.objects.get(slug="edge"))
    kept, token = make_link(scope_id=ada.scope_id, role="view", label="Board", expires_at=None, made_by=None)
    gone, old = make_link(scope_id=ada.scope_id, role="view", label="Gone", expires_at=None, made_by=None)
    other, _ = make_link(scope_id=ben.scope_id, role="view", label="Ben's", expires_at=None, made_by=None)
    assert open_link(token=token, visitor=VIC)
    assert open_link(token=old, visitor=REX)
    revoke_link(scope_id=ada.scope_id, link_id=gone.id)
    assert Service.objects.get(slug="bens-service").assessment_id == ben.id
    return World(ada, ben, kept.id, other.id)


def client(secret: str = "") -> Client:
    found = Client(raise_request_exception=True)
    if secret:
        found.cookies[COOKIE] = secret
    return found


def rows(*, of: frozenset[tuple[str, Any]] | None = None) -> dict[tuple[str, Any], str]:
    """Every row of ours; with `of` those of these that are still there."""
    found = {}
    for model in apps.get_models():
        if model.__module__.startswith("advisor."):
            for row in model._base_manager.values():
                key = (model.__name__, row[model._meta.pk.attname])
                if of is None or key in of:
                    found[key] = repr(sorted(row.items()))
    return found


def ask(who: Client, method: str, address: str) -> Any:
    return who.generic(method, address, data=b"", content_type="application/x-www-form-urlencoded")


STRANGERS = {"revoked": REX.secret, "stranger": CLEO.secret, "nobody": ""}


@pytest.mark.parametrize("one", ALL, ids=name)
def test_strangers_find_nothing_and_change_nothing(one: Address, world: World) -> None:
    before = rows()
    for secret in STRANGERS.values():
        for method in METHODS:
            response = ask(client(secret), method, one.filled(world.values(one)))
            assert response.status_code < 500, method
            body = b"".join(response) if response.streaming else response.content
            assert OURS.encode() not in body
            assert world.ada.public_id not in response.headers.get("Location", "")
            if one.policy.kind == "role":
                assert response.status_code in (404, 405), method
                if method in ("GET", "POST"):  # one of the two every page answers
                    assert response.status_code == 404 or method not in response.headers["Allow"]
    # an open or own view may make rows of the caller's own, and leaves those of others as they were
    assert rows(of=frozenset(before)) == before
    if one.policy.kind == "role":
        assert rows() == before


@pytest.mark.parametrize("one", BY_ROLE, ids=name)
def test_viewer_reads_what_a_viewer_may_and_is_refused_the_rest(one: Address, world: World) -> None:
    assert one.policy.role is not None
    enough = "view" in at_least(one.policy.role)
    before = rows()
    for method in METHODS:
        response = ask(client(VIC.secret), method, one.filled(world.values(one)))
        assert response.status_code < 500
        if enough:
            assert response.status_code != 403
        elif response.status_code != 405:
            assert response.status_code == 403, method
            assert OURS not in response.content.decode()
    if not enough:
        assert rows() == before


@pytest.mark.parametrize("one", BY_ROLE, ids=name)
def test_maker_is_let_in_everywhere(one: Address, world: World) -> None:
    values = world.values(one)
    answered = []
    for method in ("GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"):
        response = ask(client(ADA.secret), method, one.filled(values))
        answered.append(response.status_code)
        assert response.status_code not in (403, 500)
    if answered[0] == 405:  # takes POST alone; one that names no row of its own finds none
        response = ask(client(ADA.secret), "POST", one.filled(values))
        assert response.status_code not in (403, 405)
    elif "files" not in one.route:  # a file that was never asked for is not there
        assert answered[0] in (200, 302, 303), answered


@pytest.mark.parametrize("one", CHILDREN, ids=name)
def test_child_of_another_assessment_is_not_there(one: Address, world: World) -> None:
    before = rows()
    for method in ("GET", "HEAD", "POST"):
        response = ask(client(ADA.secret), method, one.filled(world.values(one, child="ben")))
        assert response.status_code in (404, 405), method
        if method == "POST" and response.status_code == 405:
            assert "POST" not in response.headers["Allow"]
    assert rows() == before


def test_table_has_every_kind_of_view() -> None:
    assert {one.policy.kind for one in ALL} == {"open", "own", "role"}
    assert len(BY_ROLE) >= 20
    assert len(CHILDREN) >= 10
