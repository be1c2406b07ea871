"""Members: who holds a role and how they came; one who is shut out stays out, and the others stay in."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from advisor.sharing.access import VisitorKey
from advisor.sharing.links import make_link, make_private_link, open_link, revoke_link, sweep_links
from advisor.sharing.members import Member, members_of, note_seen, shut_out
from advisor.sharing.models import Grant, Scope, ShareLink, Visitor
from advisor.sharing.roles import Role
from advisor.sharing.services import know_visitor, make_scope
from tests.people import can_role

pytestmark = pytest.mark.django_db
ADA, BEN, VIC = (VisitorKey(name * 16, "") for name in ("ada0", "ben0", "vic0"))
TODAY = date(2026, 11, 23)


@pytest.fixture
def scope() -> Scope:
    return make_scope(owner=know_visitor(key=ADA))


def come(scope: Scope, who: VisitorKey, role: Role = "respond", label: str = "Team") -> tuple[ShareLink, str]:
    link, token = make_link(scope_id=scope.id, role=role, label=label, expires_at=None, made_by=None)
    assert open_link(token=token, visitor=who) == scope.id
    return link, token


def id_of(who: VisitorKey) -> int:
    return Visitor.objects.get(key_hash=who.key_hash).id


def found(scope: Scope, who: VisitorKey) -> Member | None:
    return next((one for one in members_of(scope.id) if one.visitor_id == id_of(who)), None)


def test_members_are_told_with_the_most_they_may_do(scope: Scope) -> None:
    come(scope, BEN, "view", "Board")
    come(scope, BEN, "edit", "Editors")
    come(scope, VIC, "view", "Board, again")
    told = [(one.role, one.came_by, one.maker) for one in members_of(scope.id)]
    assert told == [("own", "", True), ("edit", "Editors", False), ("view", "Board, again", False)]


def test_member_on_another_device_stands_for_the_maker(scope: Scope) -> None:
    _, token = make_private_link(scope_id=scope.id, visitor=ADA)
    open_link(token=token, visitor=BEN)
    phone = found(scope, BEN)
    assert phone is not None
    assert phone.stands_for == id_of(ADA)
    assert not phone.maker


def test_note_seen_once_a_day(scope: Scope, django_assert_num_queries: object) -> None:
    come(scope, BEN)
    unseen = found(scope, BEN)
    assert unseen is not None
    assert unseen.seen_on is None
    note_seen(scope_id=scope.id, visitor=BEN, today=TODAY)
    with django_assert_num_queries(1):  # type: ignore[operator]
        note_seen(scope_id=scope.id, visitor=BEN, today=TODAY)
    note_seen(scope_id=scope.id, visitor=BEN, today=TODAY + timedelta(days=1))
    seen = found(scope, BEN)
    assert seen is not None
    assert seen.seen_on == TODAY + timedelta(days=1)


def test_shut_out_stays_out_while_the_link_lets_others_in(scope: Scope) -> None:
    link, token = come(scope, BEN)
    assert open_link(token=token, visitor=VIC)
    assert shut_out(scope_id=scope.id, visitor_id=id_of(BEN))
    assert not can_role(BEN, scope.id, "view")
    assert open_link(token=token, visitor=BEN) is None
    sweep_links(now=timezone.now())
    assert open_link(token=token, visitor=BEN) is None
    assert can_role(VIC, scope.id, "respond")
    assert found(scope, BEN) is None
    revoke_link(scope_id=scope.id, link_id=link.id)
    sweep_links(now=timezone.now())
    assert not Grant.objects.filter(link=link).exists()


def test_shut_out_can_be_let_in_anew_by_another_link(scope: Scope) -> None:
    come(scope, BEN)
    shut_out(scope_id=scope.id, visitor_id=id_of(BEN))
    come(scope, BEN, label="Sorry")
    assert can_role(BEN, scope.id, "respond")


def test_maker_and_strangers_are_not_shut_out(scope: Scope) -> None:
    come(scope, BEN)
    other = make_scope(owner=know_visitor(key=VIC))
    assert not shut_out(scope_id=scope.id, visitor_id=id_of(ADA))
    assert not shut_out(scope_id=other.id, visitor_id=id_of(BEN))
    assert not shut_out(scope_id=scope.id, visitor_id=id_of(VIC))
    assert can_role(ADA, scope.id, "own")
    assert can_role(BEN, scope.id, "respond")


def test_shut_out_owner_does_not_come_back_by_their_private_link(scope: Scope) -> None:
    come(scope, BEN, "own")
    _, back = make_private_link(scope_id=scope.id, visitor=BEN)
    open_link(token=back, visitor=VIC)
    assert shut_out(scope_id=scope.id, visitor_id=id_of(BEN))
    assert not can_role(VIC, scope.id, "view")
    assert open_link(token=back, visitor=BEN) is None
