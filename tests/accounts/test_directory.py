"""The owner of a server sees its accounts, and switches them off and on."""

import logging

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from advisor.accounts import directory
from advisor.accounts.models import User
from tests.accounts.signing import account, sign_in, signed_in
from tests.people import Browser, text_of

pytestmark = pytest.mark.django_db
ALL = "/accounts/all/"


@pytest.fixture
def olga() -> Browser:
    account("olga@example.org", is_owner=True)
    return signed_in("olga@example.org")


def test_account_switched_off_is_out_in_its_open_browsers_and_cannot_sign_in(
    olga: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "advisor.security")
    ben, here, other = account("ben@example.org"), Client(), signed_in("eve@example.org")
    sign_in(here, ben.email)
    assert "You are signed in" in text_of(here.get("/accounts/"))
    assert olga.post(f"{ALL}{ben.pk}/off/", {})["Location"] == ALL
    assert "You are signed in" not in text_of(here.get("/accounts/"))
    assert not Session.objects.exists()
    assert sign_in(Client(), ben.email)["Location"] == "/accounts/closed/"
    assert "You are signed in" in text_of(other.get("/accounts/"))
    assert f"account switched off address=127.0.0.1 account={ben.pk} by=" in caplog.text
    assert olga.post(f"{ALL}{ben.pk}/on/", {})["Location"] == ALL
    assert "You are signed in" not in text_of(here.get("/accounts/"))
    assert sign_in(here, ben.email)["Location"] == "/accounts/"


def test_list_says_who_is_on_and_finds_a_part_of_an_address(olga: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    ben = account("ben@north.example", is_active=False)
    page = text_of(olga.get(ALL))
    assert f'action="{ALL}{ben.pk}/on/"' in page
    assert "olga@example.org</bdi> (owner)" in page
    assert "olga" not in text_of(olga.get(f"{ALL}?find=NORTH")).partition("<main")[2]
    assert "No account has" in text_of(olga.get(f"{ALL}?find=nobody"))
    monkeypatch.setattr(directory, "MOST", 1)
    assert "1 more." in text_of(olga.get(ALL))


def test_owner_cannot_switch_off_their_own_account(olga: Browser) -> None:
    me = User.objects.get(email="olga@example.org")
    assert olga.post(f"{ALL}{me.pk}/off/", {}).status_code == 404
    assert olga.get(ALL).status_code == 200
    assert f"{ALL}{me.pk}/off/" not in text_of(olga.get(ALL))
