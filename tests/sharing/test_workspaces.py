"""A workspace opens what is shared with it for its members, as far as their role goes, for as long as they are in."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from advisor.accounts.models import User
from advisor.assessments.models import Assessment
from advisor.decisions.models import Record
from advisor.environment import SignUpPolicy
from advisor.sharing.access import AccessDenied
from advisor.sharing.links import make_link, make_private_link
from advisor.sharing.models import Grant, Invitation, Membership, ShareLink, Visitor, Workspace
from advisor.sharing.workspaces import GIVES, accept, invite, make_workspace, remove_member, share_with
from tests.accounts.signing import PASSWORD, account, signed_in
from tests.decisions.deciding import answered, signed_off
from tests.pages.making import platform
from tests.people import ADA, BEN, CLEO, Browser, text_of

pytestmark = pytest.mark.django_db
OLGA = "olga@example.org"


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def person(email: str) -> Visitor:
    return Visitor.objects.get(user__email=email)


def space(name: str = "Platform group") -> tuple[Browser, Workspace]:
    """Olga's workspace."""
    olga = signed_in(OLGA)
    return olga, make_workspace(person=person(OLGA), name=name)


def member(workspace: Workspace, email: str, role: str) -> Browser:
    """Somebody who accepted an invitation."""
    browser = signed_in(email)
    token = invite(to=workspace, role=role, label=email, made_by=person(OLGA))
    assert accept(token=token, person=person(email)) == workspace
    return browser


def shared(workspace: Workspace, **more: Any) -> Assessment:
    """Ada's platform, shared with the workspace."""
    ours = platform(**more)
    assert share_with(scope_id=ours.scope_id, workspace=workspace)
    return ours


PAGES = {"view": "result/", "respond": "services/token-stream/all/", "edit": "edit/", "own": "share/"}


@pytest.mark.parametrize("first", ["shared", "joined"])
def test_member_may_what_their_role_says_whichever_came_first(first: str) -> None:
    olga, workspace = space()
    ours = shared(workspace) if first == "shared" else None
    browsers = {role: member(workspace, f"{role}@example.org", role) for role in GIVES}
    ours = ours or shared(workspace)
    order = list(PAGES)
    for role, browser in {**browsers, "owner": olga}.items():
        held = order.index(GIVES[role])
        for needed, page in PAGES.items():
            expected = 200 if held >= order.index(needed) else 403
            assert browser.get(f"/a/{ours.public_id}/{page}").status_code == expected, (role, page)
    assert signed_in("cleo@example.org").get(f"/a/{ours.public_id}/").status_code == 404
    asked = {
        role: "Say who you are first" in text_of(browser.get(f"/a/{ours.public_id}/"))
        for role, browser in browsers.items()
    }
    assert asked == {"viewer": False, "member": True, "editor": True, "owner": True}


def test_access_of_a_member_costs_one_read_as_that_of_the_maker() -> None:
    _, workspace = space()
    ours = shared(workspace)
    ben = member(workspace, "ben@example.org", "member")
    address = f"/a/{ours.public_id}/services/token-stream/answers/latency-first/"
    counts = []
    for browser in (Browser(ADA), ben):
        for number in range(2):
            data = {"value-latency-first": str(number), "base-latency-first": str(number), "request_id": f"r{number}"}
            data["request_id"] += browser.key.key_hash[:8]
            with CaptureQueriesContext(connection) as made:
                assert browser.post(address, data, htmx=True).status_code == 200
        counts.append(len(made.captured_queries))
    assert counts[0] == counts[1]


def test_role_changed_removed_left_or_taken_out_counts_at_once() -> None:
    olga, workspace = space()
    ours = shared(workspace)
    ben, eve = member(workspace, "ben@example.org", "viewer"), member(workspace, "eve@example.org", "editor")
    rows = {one.visitor.user.email: one.id for one in Membership.objects.select_related("visitor__user")}  # type: ignore[union-attr]
    home, hub = f"/workspaces/{workspace.public_id}/", f"/a/{ours.public_id}/"
    assert ben.get(f"{hub}edit/").status_code == 403
    assert olga.post(f"{home}members/{rows['ben@example.org']}/role/", {"role": "editor"}).status_code == 302
    assert ben.get(f"{hub}edit/").status_code == 200
    assert ben.post(f"{home}members/{rows['ben@example.org']}/role/", {"role": "owner"}).status_code == 403
    assert olga.post(f"{home}members/{rows['ben@example.org']}/remove/", {}).status_code == 302
    assert ben.get(hub).status_code == ben.get(home).status_code == 404
    assert eve.post(f"{home}leave/", {})["Location"] == "/workspaces/"
    assert eve.get(hub).status_code == 404
    assert Browser(ADA).get(f"{hub}share/").status_code == 200
    assert olga.get(hub).status_code == 200
    assert share_with(scope_id=ours.scope_id, workspace=None)
    assert olga.get(hub).status_code == 404
    assert Browser(ADA).get(hub).status_code == 200


def test_private_link_of_a_member_ends_with_the_membership() -> None:
    _, workspace = space()
    ours = shared(workspace)
    ben = member(workspace, "ben@example.org", "owner")
    response = ben.client.post(f"/a/{ours.public_id}/share/private/", follow=True)
    token = text_of(response).partition("/s/")[2][:32]
    other = Client()
    assert other.get(f"/s/{token}").status_code == 302
    assert ben.post(f"/workspaces/{workspace.public_id}/leave/", {}).status_code == 302
    assert other.get(f"/a/{ours.public_id}/").status_code == 404
    assert Client().get(f"/s/{token}").status_code == 404


def test_last_owner_stays_and_last_member_takes_the_workspace_along() -> None:
    olga, workspace = space()
    ours = shared(workspace)
    other = platform(key=BEN, title="Somebody else's")
    ben = member(workspace, "ben@example.org", "member")
    home = f"/workspaces/{workspace.public_id}/"
    mine = Membership.objects.get(visitor=person(OLGA)).id
    assert olga.post(f"{home}leave/", {}).status_code == 409
    assert olga.post(f"{home}members/{mine}/role/", {"role": "viewer"}).status_code == 409
    assert ben.post(f"{home}leave/", {}).status_code == 302
    assert olga.post(f"{home}leave/", {}).status_code == 302
    assert not Workspace.objects.exists()
    assert olga.get(f"/a/{ours.public_id}/").status_code == 404
    assert Browser(ADA).get(f"/a/{ours.public_id}/").status_code == 200
    assert Browser(BEN).get(f"/a/{other.public_id}/").status_code == 200


def test_invitation_is_shown_once_and_lets_one_person_in_once() -> None:
    olga, workspace = space()
    home = f"/workspaces/{workspace.public_id}/"
    made = olga.post(f"{home}invite/", {"label": "Ben", "role": "editor"})
    assert made["Location"] == home
    shown = text_of(olga.get(home))
    token = shown.partition("/i/")[2][:32]
    assert token not in text_of(olga.get(home))
    assert not Invitation.objects.filter(token_hash=token).exists()
    ben, eve = signed_in("ben@example.org"), signed_in("eve@example.org")
    for browser in (ben, eve):
        response = browser.get(f"/i/{token}")
        assert response["Location"] == "/workspaces/join/"
        assert response["Referrer-Policy"] == "no-referrer"
        assert "Platform group" in text_of(browser.get("/workspaces/join/"))
        assert "Platform group" in text_of(browser.get("/accounts/"))
    assert ben.post("/workspaces/join/", {})["Location"] == home
    assert eve.post("/workspaces/join/", {}).status_code == 404
    assert Client().get(f"/i/{token}").status_code == 404
    assert Membership.objects.get(visitor=person("ben@example.org")).role == "editor"


@pytest.mark.parametrize("how", ["taken back", "expired", "by one who is no owner any more"])
def test_invitation_that_ended_lets_nobody_in(how: str) -> None:
    olga, workspace = space()
    token = invite(to=workspace, role="viewer", label="Ben", made_by=person(OLGA))
    row = Invitation.objects.get()
    if how == "taken back":
        assert olga.post(f"/workspaces/{workspace.public_id}/invitations/{row.id}/end/", {}).status_code == 302
    elif how == "expired":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    else:
        Membership.objects.update(role="editor")
    assert Client().get(f"/i/{token}").status_code == 404
    signed_in("ben@example.org")
    assert accept(token=token, person=person("ben@example.org")) is None


@pytest.mark.parametrize("by", ["owner of the server", "anybody"])
def test_sign_up_that_is_closed_opens_for_whom_the_servers_owner_invites(by: str, settings: Any) -> None:
    settings.SIGN_UP = SignUpPolicy(open=False)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    account(OLGA, is_owner=by == "owner of the server")
    _, workspace = space()
    token = invite(to=workspace, role="viewer", label="Ben", made_by=person(OLGA))
    client = Client()
    client.get(f"/i/{token}")
    made = client.post(
        "/accounts/signup/", {"email": "ben@example.org", "password1": PASSWORD, "next": "/workspaces/join/"}
    )
    assert User.objects.filter(email="ben@example.org").exists() == (by == "owner of the server")
    if by == "owner of the server":
        assert made["Location"] == "/workspaces/join/"
        assert client.post("/workspaces/join/")["Location"] == f"/workspaces/{workspace.public_id}/"
        assert (
            Client().post("/accounts/signup/", {"email": "eve@example.org", "password1": PASSWORD}).status_code == 200
        )
        assert not User.objects.filter(email="eve@example.org").exists()


def test_invitation_is_mailed_and_mail_that_is_down_hurts_nobody(settings: Any) -> None:
    settings.MAIL, settings.EMAIL_BACKEND = True, "django.core.mail.backends.locmem.EmailBackend"
    olga, workspace = space()
    address = f"/workspaces/{workspace.public_id}/invite/"
    assert olga.post(address, {"label": "ben@example.org", "role": "viewer"}).status_code == 302
    assert mail.outbox[-1].to == ["ben@example.org"]
    assert "/i/" in str(mail.outbox[-1].body)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert olga.post(address, {"label": "eve@example.org", "role": "viewer"}).status_code == 302


def test_invitation_whose_form_is_sent_twice_is_one_and_is_mailed_once(settings: Any) -> None:
    settings.MAIL, settings.EMAIL_BACKEND = True, "django.core.mail.backends.locmem.EmailBackend"
    olga, workspace = space()
    page = f"/workspaces/{workspace.public_id}/"
    found = re.search(r'name="form" value="([^"]+)"', text_of(olga.get(page)))
    assert found is not None
    form = {"label": "ben@example.org", "role": "viewer", "form": found[1]}
    for _ in range(2):
        assert olga.post(f"{page}invite/", form).status_code == 302
        assert found[1] in text_of(olga.get(page))
    assert [one.to for one in mail.outbox] == [["ben@example.org"]]
    assert Invitation.objects.count() == 1
    assert found[1] in str(mail.outbox[0].body)


def test_new_assessment_is_made_for_a_workspace_and_moved_on_the_share_page() -> None:
    olga, workspace = space()
    ben = member(workspace, "ben@example.org", "viewer")
    page = text_of(olga.get(f"/new/?workspace={workspace.public_id}"))
    assert f'value="{workspace.public_id}" selected' in page
    assert "For a workspace?" not in text_of(ben.get("/new/"))  # a viewer shares nothing with it
    form = {"title": "Ours", "your_name": "Olga", "services": "infer", "form": "f" * 20}
    made = olga.post("/new/", {**form, "workspace": workspace.public_id})
    ours = Assessment.objects.get(title="Ours")
    assert made["Location"] == f"/a/{ours.public_id}/"
    assert "advisor-once" not in made.cookies  # an account finds it anywhere: no private link is made
    assert ben.get(f"/a/{ours.public_id}/").status_code == 200
    assert "Ours" in text_of(ben.get(f"/workspaces/{workspace.public_id}/"))
    move = f"/a/{ours.public_id}/share/workspace/"
    assert olga.post(move, {"workspace": ""}).status_code == 302
    assert ben.get(f"/a/{ours.public_id}/").status_code == 404
    other = make_workspace(person=person("ben@example.org"), name="Ben's")
    assert olga.post(move, {"workspace": other.public_id}).status_code == 404
    assert olga.post(move, {"workspace": workspace.public_id}).status_code == 302
    assert ben.get(f"/a/{ours.public_id}/").status_code == 200
    assert "Shared with a workspace" in text_of(olga.get(f"/a/{ours.public_id}/history/"))


def test_guest_makes_no_workspace_and_finds_none() -> None:
    guest = Browser(CLEO)
    assert "for people with accounts" in text_of(guest.get("/workspaces/"))
    assert guest.post("/workspaces/", {"name": "Mine"}).status_code == 404
    assert Client().post("/workspaces/", {"name": "Mine"}).status_code == 404
    assert not Workspace.objects.exists()
    olga = signed_in(OLGA)
    assert olga.post("/workspaces/", {"name": " "}).status_code == 422
    assert olga.post("/workspaces/", {"name": "Ours"}).status_code == 302
    assert "Ours" in text_of(olga.get("/workspaces/"))


def test_records_of_a_workspace_are_numbered_in_one_series() -> None:
    _, workspace = space()
    alone = platform(title="Alone", key=BEN)
    numbers = [signed_off(shared(workspace, title=title)).number for title in ("First", "Second")]
    assert numbers == [1, 2]
    assert signed_off(alone).number == 1
    assert Record.objects.count() == 3
    assert not Grant.objects.filter(membership__isnull=False, scope__workspace=None).exists()


@pytest.mark.parametrize("end", [".", ")", "/", "%20", ").", "**", "_"])
def test_invitation_pasted_with_something_behind_it_still_lets_in(end: str) -> None:
    olga, workspace = space()
    home = f"/workspaces/{workspace.public_id}/"
    olga.post(f"{home}invite/", {"label": "Ben", "role": "editor"})
    token = text_of(olga.get(home)).partition("/i/")[2][:32]
    assert Client().get(f"/i/{token}x{end}").status_code == 404
    assert Client().get(f"/i/{token}{end}")["Location"] == "/workspaces/join/"


def test_links_switched_off_let_nobody_in_but_back(settings: Any) -> None:
    ours = platform()
    _, token = make_link(scope_id=ours.scope_id, role="view", label="Board", expires_at=None, made_by=None)
    _, back = make_private_link(scope_id=ours.scope_id, visitor=ADA)
    assert "by links" in text_of(Browser(ADA).get("/workspaces/"))
    settings.LINKS = False
    assert Client().get(f"/s/{token}").status_code == 404
    assert Client().get(f"/s/{back}").status_code == 302
    ada = Browser(ADA)
    assert "by links" not in text_of(ada.get("/workspaces/"))
    assert "has switched links off" in text_of(ada.get(f"/a/{ours.public_id}/share/"))
    assert ada.post(f"/a/{ours.public_id}/share/", {"role": "view", "ends": "14"}).status_code == 403
    assert ShareLink.objects.count() == 2


def test_leaving_what_its_last_member_left_a_moment_ago_is_refused() -> None:
    _, workspace = space()
    ours = shared(workspace)
    stale, membership = Workspace.objects.get(), Membership.objects.get()
    remove_member(workspace=workspace, membership_id=membership.id)
    with pytest.raises(AccessDenied):
        remove_member(workspace=stale, membership_id=membership.id)
    with pytest.raises(AccessDenied):
        share_with(scope_id=ours.scope_id, workspace=stale)


def test_owner_who_was_removed_has_no_record_any_more_and_replaces_none() -> None:
    olga, workspace = space()
    ours = answered()
    share_with(scope_id=ours.scope_id, workspace=workspace)
    pat = member(workspace, "pat@example.org", "owner")
    record = signed_off(ours, key=pat.key)
    address = f"/r/{record.public_id}/"
    assert pat.get(f"{address}share/").status_code == 200
    assert pat.post(f"{address}anew/", {"request_id": "a" * 24}).status_code == 302
    anew = Assessment.objects.get(decision__continues=record)
    remove_member(workspace=workspace, membership_id=Membership.objects.get(visitor=person("pat@example.org")).id)
    erased = pat.post(f"{address}erase/", {"who": "Pat", "words": "Spite.", "again": record.reference})
    assert (erased.status_code, pat.get(address).status_code) == (404, 404)
    first = signed_off(anew, key=pat.key, request_id="one")
    second = signed_off(anew, key=pat.key, request_id="two")
    assert (first.number, first.supersedes, second.number, second.supersedes) == (1, None, 2, 1)
    assert "no longer in force" not in text_of(olga.get(address))
    again = signed_off(ours, key=olga.key, request_id="three")
    assert (again.number, again.supersedes) == (2, 1)
