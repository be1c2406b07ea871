"""Every address × role × method, walked from the URL configuration, so that a new view cannot be forgotten.

Roles: Ada made the platform; Olga, Eve, Ron and Vic came by a link to own, edit, answer and view, and Nel by one to
answer without saying her name. Wes, Mia, Edo and Oda have accounts and are viewer, member, editor and owner of the
workspace that the platform is shared with. Rex's link was revoked, Xia's has expired, Sam was
shut out, Lea left the workspace, Una is signed out, Ben owns another platform and another workspace, Cleo is a stranger
with a cookie, and one asks without any. What is refused changes no row; what is not granted is not
even said to exist.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from pytest_django.plugin import DjangoDbBlocker

from advisor.accounts.models import User
from advisor.assessments.models import Assessment, OwningTeam, Respondent, Service
from advisor.publish import worker_threads
from advisor.publish.links import Ticket, waiting_path
from advisor.sharing.access import COOKIE, VisitorKey
from advisor.sharing.links import make_link, revoke_link
from advisor.sharing.members import shut_out
from advisor.sharing.models import Grant, Invitation, Membership, ShareLink, Visitor
from advisor.sharing.persons import person_of, sign_out, take_over
from advisor.sharing.policy import Policy, policy_of
from advisor.sharing.roles import ROLES, Role, at_least
from advisor.sharing.workspaces import accept, invite, make_workspace, remove_member, share_with
from tests.conftest import SOAK
from tests.decisions.deciding import signed_off
from tests.pages.making import REX, VIC, joined, let_in, platform, rated, said
from tests.people import ADA, BEN, CLEO, key_of

pytestmark = pytest.mark.django_db
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
NOWHERE = ("PUT", "PATCH", "DELETE")
"""No view takes these."""
TAKEN = ("GET", "POST")
"""What views tell apart; the others are answered or refused before anybody is looked at."""
Someone = TypeVar("Someone")
OURS = "Secret platform of Ada"
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
OLGA, EVE, RON, NEL, XIA, SAM, TOM = map(key_of, ("olga", "eve", "ron", "nel", "xia", "sam", "tom"))
WES, MIA, EDO, ODA, LEA, UNA = map(key_of, ("wes", "mia", "edo", "oda", "lea", "una"))
MEMBERS: dict[str, tuple[VisitorKey, Role]] = {
    "viewer": (VIC, "view"),
    "viewer of the workspace": (WES, "view"),
    "not joined": (NEL, "respond"),
    "respondent": (RON, "respond"),
    "member of the workspace": (MIA, "respond"),
    "editor": (EVE, "edit"),
    "editor of the workspace": (EDO, "edit"),
    "owner": (OLGA, "own"),
    "owner of the workspace": (ODA, "own"),
    "maker": (ADA, "own"),
}
STRANGERS = {
    "revoked": REX.secret,
    "expired": XIA.secret,
    "shut out": SAM.secret,
    "left the workspace": LEA.secret,
    "signed out": UNA.secret,
    "owner of another": BEN.secret,
    "stranger": CLEO.secret,
    "nobody": "",
}


ENDS = (("Membership", "Grant"), "Ends a membership, as far as the role in the workspace allows.")
CHANGES: dict[str, tuple[tuple[str, ...], str]] = {
    "/accounts/logout/": (("Visitor",), "Signing out ends the caller's own browser."),
    "/workspaces/<slug:workspace_id>/leave/": ENDS,
    "/workspaces/<slug:workspace_id>/members/<int:membership_id>/remove/": ENDS,
}
"""Addresses without a role that change rows there were before: in which tables, and why."""


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
FOR_THE_SERVER = [one for one in ALL if one.policy.kind == "server"]
CHILDREN = [one for one in BY_ROLE if {"slug", "link_id", "member_id", "respondent_id"} & set(one.parameters)]


def name(one: Address) -> str:
    return one.route


@dataclass(frozen=True)
class World:
    """Ada's platform with something of each kind in it, and Ben's, whose children are not hers."""

    ada: Assessment
    ben: Assessment
    mine: dict[str, int]
    theirs: dict[str, int]
    """Ids that stand in addresses below Ada's platform, and such of Ben's."""
    record: str = ""
    """Of the record that Ada signed off, where an address asks for one."""

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
            "public_id": self.record if one.route.startswith("/r/") else self.ada.public_id,
            "slug": slug,
            "section": "speed",
            "check": "no-latency-budget",
            "key": "scorecard.seniority" if of_team else "latency-first",
            "token": token,
            **{key: str(id_) for key, id_ in (self.mine if mine else self.theirs).items()},
            "name": {"schemas": "answers", "checklists": "facts"}.get(one.route.split("/")[1], "record.pdf"),
            "pk": "1",
            "browser_id": "1",
            "account_id": str(User.objects.get(email="oda@example.org").pk),
            **self._of_workspace(),
            "ending": "md",
        }

    def _of_workspace(self) -> dict[str, str]:
        oda = Membership.objects.get(workspace__name="Secret workspace", visitor__user__email="oda@example.org")
        return {
            "workspace_id": oda.workspace.public_id,
            "membership_id": str(oda.id),
            "invitation_id": str(Invitation.objects.filter(workspace=oda.workspace).earliest("id").id),
        }


@pytest.fixture(autouse=True)
def nothing_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """No thread starts to draw: it would outlive the test."""
    monkeypatch.setattr(worker_threads, "wake", lambda: None)


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Made once for all rows of the table: what one of them does is rolled back to here, and this at the end."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            yield made_world()
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture
def world(request: pytest.FixtureRequest, made: World, db: None) -> World:
    one = getattr(request.node, "callspec", None) and request.node.callspec.params.get("one")
    asks = isinstance(one, Address) and one.route.startswith("/r/")
    return replace(made, record=signed_off(made.ada).public_id) if asks else made


def made_world() -> World:
    ada = platform("Token stream", "Customer API", title=OURS)
    ben = platform("Bens service", key=BEN, title="Platform of Ben", teams=("Bens team",))
    said(Service.objects.get(slug="token-stream"))
    rated(OwningTeam.objects.get(slug="edge"))
    for name, key, role in (("Olga", OLGA, "own"), ("Eve", EVE, "edit"), ("Ron", RON, "respond")):
        joined(ada, key, name, role)  # type: ignore[arg-type]
    let_in(ada, NEL, "respond")
    let_in(ada, VIC)
    kept = Grant.objects.get(visitor__key_hash=VIC.key_hash)
    for key, label in ((REX, "Revoked"), (XIA, "Expired"), (SAM, "Shut out")):
        let_in(ada, key, "edit", label=label)
    assert revoke_link(scope_id=ada.scope_id, link_id=ShareLink.objects.get(label="Revoked").id)
    Grant.objects.filter(link__label="Expired").update(expires_at=ada.made_at)
    assert shut_out(scope_id=ada.scope_id, visitor_id=Visitor.objects.get(key_hash=SAM.key_hash).id)
    in_workspace(ada)
    with_account(BEN)
    make_workspace(person=Visitor.objects.get(user__email="ben@example.org"), name="Ben's")
    bens = joined(ben, TOM, "Tom")
    other = Grant.objects.get(visitor_id=bens.visitor_id)
    assert Service.objects.get(slug="bens-service").assessment_id == ben.id
    people = [Respondent.objects.get(assessment=one, name=name).id for one, name in ((ada, "Ron"), (ben, "Tom"))]
    return World(ada, ben, mine=ids(kept, people[0]), theirs=ids(other, people[1]))


def with_account(key: VisitorKey) -> Visitor:
    """Signs the browser in with a new account, and leaves it the key it has."""
    name = key.secret[:3]
    person = person_of(user_id=User.objects.create(email=f"{name}@example.org", password="!").pk)
    guest = Visitor.objects.filter(key_hash=key.key_hash).first()
    if guest is not None:
        take_over(person=person, guest=guest)
    Visitor.objects.create(key_hash=key.key_hash, person=person)
    return person


def in_workspace(ada: Assessment) -> None:
    """Shares Ada's platform with Oda's workspace, and signs everyone in it in."""
    workspace = make_workspace(person=with_account(ODA), name="Secret workspace")
    for key, role in ((WES, "viewer"), (MIA, "member"), (EDO, "editor"), (LEA, "owner"), (UNA, "owner")):
        token = invite(to=workspace, role=role, label=role, made_by=Visitor.objects.get(user__email="oda@example.org"))
        assert accept(token=token, person=with_account(key)) == workspace
    share_with(scope_id=ada.scope_id, workspace=workspace)
    remove_member(workspace=workspace, membership_id=Membership.objects.get(visitor__user__email="lea@example.org").id)
    sign_out(browser=UNA)


def ids(grant: Grant, respondent: int) -> dict[str, int]:
    assert grant.link_id is not None
    return {"link_id": grant.link_id, "member_id": grant.visitor_id, "respondent_id": respondent}


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


def each_with_methods(people: Iterable[Someone]) -> Iterator[tuple[Someone, str]]:
    """Everybody with each method that views tell apart, the first with every other besides; in a soak all with all."""
    for number, person in enumerate(people):
        for method in METHODS if SOAK or number == 0 else TAKEN:
            yield person, method


@pytest.mark.parametrize("one", ALL, ids=name)
def test_strangers_find_nothing_and_change_nothing(one: Address, world: World) -> None:
    before, address = rows(), one.filled(world.values(one))
    for secret, method in each_with_methods(STRANGERS.values()):
        response = ask(client(secret), method, address)
        assert response.status_code < 500, method
        assert method not in NOWHERE or response.status_code in (404, 405), method
        body = b"".join(response) if response.streaming else response.content
        assert OURS.encode() not in body
        assert b"Secret workspace" not in body
        assert world.ada.public_id not in response.headers.get("Location", "")
        if one.policy.kind == "role":
            assert response.status_code in (404, 405), method
            if method in TAKEN:  # one of the two every page answers
                assert response.status_code == 404 or method not in response.headers["Allow"]
    # an open or own view may make rows of the caller's own, and leaves those of others as they were
    ended, _ = CHANGES.get(one.route, ((), ""))
    kept = {key: row for key, row in before.items() if key[0] not in ended}
    assert rows(of=frozenset(kept)) == kept
    if one.policy.kind == "role":
        assert rows() == before


@pytest.mark.parametrize("one", BY_ROLE, ids=name)
def test_member_may_what_the_role_says_and_is_refused_the_rest(one: Address, world: World) -> None:
    assert one.policy.role is not None
    enough = at_least(one.policy.role)
    before, address = rows(), one.filled(world.values(one))
    for (key, role), method in each_with_methods(one for one in MEMBERS.values() if one[1] not in enough):
        response = ask(client(key.secret), method, address)
        assert response.status_code in (403, 405), (role, method)
        if response.status_code == 405:  # refused as it would be for the owner
            assert method not in response.headers["Allow"]
        assert OURS not in response.content.decode()
    assert rows() == before
    # the weakest first: what a stronger one changes does not touch them
    for (key, role), method in each_with_methods(one for one in MEMBERS.values() if one[1] in enough):
        response = ask(client(key.secret), method, address)
        assert response.status_code < 500
        assert response.status_code != 403, (role, method)
        assert method not in NOWHERE or response.status_code in (404, 405), (role, method)


@pytest.mark.parametrize("one", [one for one in ALL if one.policy.kind != "role"], ids=name)
def test_member_changes_nothing_of_others_where_no_role_is_asked_for(one: Address, world: World) -> None:
    before, address = rows(), one.filled(world.values(one))
    for (key, role), method in each_with_methods(MEMBERS.values()):
        response = ask(client(key.secret), method, address)
        assert response.status_code < 500, (role, method)
        assert method not in NOWHERE or response.status_code in (404, 405), (role, method)
    ended, _ = CHANGES.get(one.route, ((), ""))
    kept = frozenset(key for key in before if key[0] not in ended)
    assert {key: row for key, row in rows(of=kept).items() if before[key] != row} == {}
    assert rows(of=kept).keys() == kept


@pytest.mark.parametrize("member", ["maker", "owner"])
@pytest.mark.parametrize("one", BY_ROLE, ids=name)
def test_owner_is_let_in_everywhere(one: Address, member: str, world: World) -> None:
    values, key = world.values(one), MEMBERS[member][0]
    answered = []
    for method in ("GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"):
        response = ask(client(key.secret), method, one.filled(values))
        answered.append(response.status_code)
        assert response.status_code not in (403, 500)
    if answered[0] == 405:  # takes POST alone; one that names no row of its own finds none
        response = ask(client(key.secret), "POST", one.filled(values))
        assert response.status_code not in (403, 405)
    elif "files" not in one.route:  # a file that was never asked for is not there
        assert answered[0] in (200, 302, 303), answered


@pytest.mark.parametrize("one", FOR_THE_SERVER, ids=name)
def test_page_of_the_server_is_there_for_its_owner_alone(one: Address, world: World) -> None:
    before, address = rows(), one.filled(world.values(one))
    others = [key.secret for key, _ in MEMBERS.values()] + list(STRANGERS.values())
    answers = {ask(client(secret), method, address).status_code for secret, method in each_with_methods(others)}
    assert answers <= {404, 405}
    assert rows() == before
    User.objects.filter(email="edo@example.org").update(is_owner=True)
    allowed = [ask(client(EDO.secret), method, address).status_code for method in ("GET", "POST")]
    assert sorted(allowed) in ([200, 405], [302, 405])
    User.objects.filter(email="edo@example.org").update(is_active=False)
    assert ask(client(EDO.secret), "GET", address).status_code in (404, 405)


def test_address_is_answered_by_its_own_view_and_not_by_one_before_it(world: World) -> None:
    of_record = replace(world, record="r" * 22)
    for one in ALL:
        assert "/" + resolve(one.filled(of_record.values(one))).route == one.route


@pytest.mark.parametrize("role", ROLES)
def test_link_of_each_kind_lets_in_with_its_role_and_no_more(role: Role, world: World) -> None:
    _, token = make_link(scope_id=world.ada.scope_id, role=role, label=role, expires_at=None, made_by=None)
    fresh = Client()
    leads = f"/a/{world.ada.public_id}/" + ("" if role == "view" else "join/")
    assert fresh.get(f"/s/{token}")["Location"] == leads
    for one in BY_ROLE:
        assert one.policy.role is not None
        if one.route.startswith("/a/"):
            status = fresh.get(one.filled(world.values(one))).status_code
            assert (status == 403) == (role not in at_least(one.policy.role)) or status == 405, one.route


@pytest.mark.parametrize("one", CHILDREN, ids=name)
def test_child_of_another_assessment_is_not_there(one: Address, world: World) -> None:
    before = rows()
    for method in ("GET", "HEAD", "POST"):
        response = ask(client(ADA.secret), method, one.filled(world.values(one, child="ben")))
        assert response.status_code in (404, 405), method
        if method == "POST" and response.status_code == 405:
            assert "POST" not in response.headers["Allow"]
    assert rows() == before


def test_exceptions_from_roles_are_few_and_each_has_a_reason() -> None:
    reasons = {one.policy.reason for one in ALL if one.policy.kind == "open"} | {
        reason for _, reason in CHANGES.values()
    }
    assert all(len(reason) > 20 for reason in reasons)
    assert len(reasons) <= 10
    assert CHANGES.keys() <= {one.route for one in ALL}


def test_table_has_every_method_and_at_least_ten_roles() -> None:
    assert METHODS == ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
    assert len(MEMBERS) >= 10
    assert len(STRANGERS) >= 8
    assert {role for _, role in MEMBERS.values()} == set(ROLES)


def test_table_has_every_kind_of_view() -> None:
    assert {one.policy.kind for one in ALL} == {"open", "own", "server", "role"}
    assert len(BY_ROLE) >= 20
    assert len(CHILDREN) >= 10
