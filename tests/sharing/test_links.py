"""Links: a token lets in until it ends or is revoked, then everyone who came by it is out at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from advisor.sharing.access import AccessDenied, VisitorKey, check_role, granted, is_person
from advisor.sharing.links import (
    has_private_link,
    links_of,
    make_link,
    make_private_link,
    open_link,
    revoke_link,
    sweep_links,
)
from advisor.sharing.models import Grant, Scope, ShareLink, Visitor
from advisor.sharing.roles import Role
from advisor.sharing.services import know_visitor, make_scope
from tests.people import can_role

pytestmark = pytest.mark.django_db
ADA, ADAS_PHONE, VIC = (VisitorKey(name * 16, "") for name in ("ada0", "adap", "vic0"))


@pytest.fixture
def scope() -> Scope:
    return make_scope(owner=know_visitor(key=ADA))


def linked(scope: Scope, role: Role = "view", **more: object) -> tuple[ShareLink, str]:
    given = {"label": "Board", "expires_at": None, "made_by": Visitor.objects.get(key_hash=ADA.key_hash), **more}
    return make_link(scope_id=scope.id, role=role, **given)  # type: ignore[arg-type]


def test_make_link_stores_no_token(scope: Scope) -> None:
    link, token = linked(scope)
    assert len(token) == 32
    stored = ShareLink.objects.filter(id=link.id).values().get()
    assert token not in repr(stored)
    assert len(link.token_hash) == 64


def test_open_link_gives_its_role_and_no_more(scope: Scope) -> None:
    link, token = linked(scope)
    assert open_link(token=token, visitor=VIC) == scope.id
    check_role(VIC, scope.id, "view")
    assert not can_role(VIC, scope.id, "respond")
    assert Grant.objects.get(visitor__key_hash=VIC.key_hash).link == link
    assert ShareLink.objects.get().last_used_at is not None


def test_open_link_twice_is_one_grant(scope: Scope) -> None:
    _, token = linked(scope)
    assert open_link(token=token, visitor=VIC) == open_link(token=token, visitor=VIC) == scope.id
    assert Grant.objects.filter(visitor__key_hash=VIC.key_hash).count() == 1


def test_open_link_of_ones_own_adds_nothing(scope: Scope) -> None:
    _, token = linked(scope)
    assert open_link(token=token, visitor=ADA) == scope.id
    assert Grant.objects.filter(visitor__key_hash=ADA.key_hash).count() == 1


@pytest.mark.parametrize("token", ["", "x", "x" * 32, "x" * 33, "../" * 10 + "xx", "é" * 32, "\x00" * 32])
def test_open_link_unknown_lets_nobody_in_and_makes_no_row(scope: Scope, token: str) -> None:
    assert open_link(token=token, visitor=VIC) is None
    assert not Visitor.objects.filter(key_hash=VIC.key_hash).exists()


def test_expired_link_is_no_link_and_what_came_by_it_ends_with_it(scope: Scope) -> None:
    soon = timezone.now() + timedelta(days=1)
    _, token = linked(scope, expires_at=soon)
    open_link(token=token, visitor=VIC)
    assert can_role(VIC, scope.id, "view")
    past = timezone.now() - timedelta(seconds=1)
    ShareLink.objects.update(expires_at=past)
    assert open_link(token=token, visitor=VisitorKey("other", "")) is None
    assert can_role(VIC, scope.id, "view")  # the grant has an end of its own …
    Grant.objects.filter(link__isnull=False).update(expires_at=past)
    assert not can_role(VIC, scope.id, "view")  # … and ends then, whoever asks


def test_revoke_link_shuts_out_at_once_and_for_good(scope: Scope) -> None:
    link, token = linked(scope)
    open_link(token=token, visitor=VIC)
    assert revoke_link(scope_id=scope.id, link_id=link.id) is not None
    with pytest.raises(AccessDenied) as refused:
        check_role(VIC, scope.id, "view")
    assert refused.value.stranger
    assert open_link(token=token, visitor=VIC) is None
    assert can_role(ADA, scope.id, "own")


def test_revoke_link_leaves_what_came_by_another(scope: Scope) -> None:
    (first, one), (_, other) = linked(scope), linked(scope)
    open_link(token=one, visitor=VIC)
    open_link(token=other, visitor=VIC)
    revoke_link(scope_id=scope.id, link_id=first.id)
    assert can_role(VIC, scope.id, "view")


def test_revoke_link_of_another_scope_is_not_found(scope: Scope) -> None:
    link, token = linked(scope)
    other = make_scope(owner=know_visitor(key=VIC))
    assert revoke_link(scope_id=other.id, link_id=link.id) is None
    assert open_link(token=token, visitor=VIC) == scope.id


def test_closed_scope_is_open_to_nobody_until_opened_again(scope: Scope) -> None:
    _, token = linked(scope)
    open_link(token=token, visitor=VIC)
    Scope.objects.filter(id=scope.id).update(closed_at=timezone.now())
    assert not can_role(ADA, scope.id, "view")
    assert not can_role(VIC, scope.id, "view")
    assert open_link(token=token, visitor=VIC) is None
    Scope.objects.filter(id=scope.id).update(closed_at=None)
    assert can_role(ADA, scope.id, "own")
    assert can_role(VIC, scope.id, "view")


def test_private_link_leads_the_same_person_back(scope: Scope) -> None:
    _, token = make_private_link(scope_id=scope.id, visitor=ADA)
    assert has_private_link(scope_id=scope.id, visitor=ADA)
    open_link(token=token, visitor=ADAS_PHONE)
    check_role(ADAS_PHONE, scope.id, "own")
    grant = Grant.objects.get(visitor__key_hash=ADAS_PHONE.key_hash)
    assert grant.stands_for is not None
    assert grant.stands_for.key_hash == ADA.key_hash
    # the phone's own private link leads back to the same person, and ends the one before
    _, another = make_private_link(scope_id=scope.id, visitor=ADAS_PHONE)
    tablet = VisitorKey("tabl" * 16, "")
    open_link(token=another, visitor=tablet)
    stands_for = Grant.objects.get(visitor__key_hash=tablet.key_hash).stands_for
    assert stands_for is not None
    assert stands_for.key_hash == ADA.key_hash
    assert open_link(token=token, visitor=VIC) is None
    assert can_role(ADAS_PHONE, scope.id, "own")


def test_is_person_finds_the_row_of_the_person_on_each_device(scope: Scope) -> None:
    _, token = make_private_link(scope_id=scope.id, visitor=ADA)
    open_link(token=token, visitor=ADAS_PHONE)
    _, view = linked(scope)
    open_link(token=view, visitor=VIC)
    made_by_ada = Grant.objects.filter(link=None)
    for key, found in ((ADA, 1), (ADAS_PHONE, 1), (VIC, 0)):
        assert made_by_ada.filter(is_person(key)).count() == found


def test_granted_gives_no_row_twice(scope: Scope) -> None:
    for _ in range(2):
        open_link(token=linked(scope)[1], visitor=VIC)
    assert Grant.objects.filter(visitor__key_hash=VIC.key_hash).count() == 2
    rows = Grant.objects.filter(granted(VIC, "view"), scope=scope, link=None)
    assert rows.count() == 1


def test_sweep_links_forgets_what_ended(scope: Scope) -> None:
    link, token = linked(scope)
    open_link(token=token, visitor=VIC)
    sweep_links(now=timezone.now())
    assert Grant.objects.count() == 2
    revoke_link(scope_id=scope.id, link_id=link.id)
    sweep_links(now=timezone.now())
    assert list(Grant.objects.values_list("visitor__key_hash", flat=True)) == [ADA.key_hash]
    assert links_of(scope.id).count() == 1


def test_owners_link_lets_in_another_person_not_its_maker(scope: Scope) -> None:
    _, token = linked(scope, "own")
    open_link(token=token, visitor=VIC)
    check_role(VIC, scope.id, "own")
    assert Grant.objects.get(visitor__key_hash=VIC.key_hash).stands_for is None
    assert not Grant.objects.filter(is_person(VIC), link=None).exists()
    assert not has_private_link(scope_id=scope.id, visitor=VIC)


def test_private_link_of_one_owner_leaves_that_of_another(scope: Scope) -> None:
    _, adas = make_private_link(scope_id=scope.id, visitor=ADA)
    open_link(token=linked(scope, "own")[1], visitor=VIC)
    _, vics = make_private_link(scope_id=scope.id, visitor=VIC)
    assert has_private_link(scope_id=scope.id, visitor=VIC)
    assert open_link(token=adas, visitor=ADAS_PHONE) == scope.id
    assert has_private_link(scope_id=scope.id, visitor=ADAS_PHONE)
    tablet = VisitorKey("tabl" * 16, "")
    assert open_link(token=vics, visitor=tablet) == scope.id
    stands_for = Grant.objects.get(visitor__key_hash=tablet.key_hash).stands_for
    assert stands_for is not None
    assert stands_for.key_hash == VIC.key_hash


def test_private_link_ends_with_what_its_maker_holds(scope: Scope) -> None:
    soon = timezone.now() + timedelta(days=1)
    link, token = linked(scope, "own", expires_at=soon)
    open_link(token=token, visitor=VIC)
    way_back, vics = make_private_link(scope_id=scope.id, visitor=VIC)
    assert way_back.expires_at == soon
    open_link(token=vics, visitor=ADAS_PHONE)
    revoke_link(scope_id=scope.id, link_id=link.id)
    assert open_link(token=vics, visitor=VisitorKey("tabl" * 16, "")) is None
    assert not can_role(ADAS_PHONE, scope.id, "view")
    assert can_role(ADA, scope.id, "own")


def test_private_link_gives_what_its_maker_may_and_no_more(scope: Scope) -> None:
    soon = timezone.now() + timedelta(days=1)
    open_link(token=linked(scope, "respond", expires_at=soon)[1], visitor=VIC)
    way_back, token = make_private_link(scope_id=scope.id, visitor=VIC)
    assert (way_back.role, way_back.expires_at) == ("respond", soon)
    open_link(token=token, visitor=ADAS_PHONE)
    assert can_role(ADAS_PHONE, scope.id, "respond")
    assert not can_role(ADAS_PHONE, scope.id, "edit")


def test_private_link_needs_something_to_get_back_to(scope: Scope) -> None:
    with pytest.raises(AccessDenied):
        make_private_link(scope_id=scope.id, visitor=VIC)
    assert not ShareLink.objects.exists()


def test_private_link_that_gives_more_than_its_maker_still_holds_ends(scope: Scope) -> None:
    open_link(token=linked(scope, "respond")[1], visitor=VIC)
    edit, token = linked(scope, "edit")
    open_link(token=token, visitor=VIC)
    _, back = make_private_link(scope_id=scope.id, visitor=VIC)
    open_link(token=back, visitor=ADAS_PHONE)
    revoke_link(scope_id=scope.id, link_id=edit.id)
    assert can_role(VIC, scope.id, "respond")
    assert not can_role(ADAS_PHONE, scope.id, "view")
    assert open_link(token=back, visitor=ADAS_PHONE) is None


def test_private_link_that_gives_no_more_than_its_maker_still_holds_stays(scope: Scope) -> None:
    respond, token = linked(scope, "respond")
    open_link(token=token, visitor=VIC)
    open_link(token=linked(scope, "edit")[1], visitor=VIC)
    _, back = make_private_link(scope_id=scope.id, visitor=VIC)
    open_link(token=back, visitor=ADAS_PHONE)
    revoke_link(scope_id=scope.id, link_id=respond.id)
    assert can_role(ADAS_PHONE, scope.id, "edit")
    assert open_link(token=back, visitor=VisitorKey("tabl" * 16, "")) == scope.id
