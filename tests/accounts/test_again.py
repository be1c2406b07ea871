"""Whoever signed in a while ago confirms who they are before they change how they sign in."""

from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.utils import timezone

from advisor.accounts.links import make_sign_in_link
from advisor.accounts.models import User
from tests.accounts.signing import PASSWORD, account, mailed_code, sign_in
from tests.people import text_of

pytestmark = pytest.mark.django_db
EMAIL = "ada@example.org"
ADD = "/accounts/passkeys/add/"
NEW_PASSWORD = "nine wet limes in a box"


def an_hour_later(client: Client) -> None:
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    User.objects.update(made_at=timezone.now() - timedelta(hours=1))


def with_password() -> Client:
    client = Client()
    account(EMAIL)
    sign_in(client, EMAIL)
    an_hour_later(client)
    return client


def with_mailed_code() -> Client:
    """An account that has no password, signed in an hour ago."""
    client = Client()
    EmailAddress.objects.create(user=User.objects.create_user(EMAIL), email=EMAIL, verified=True, primary=True)
    client.post("/accounts/login/", {"login": EMAIL})
    assert client.post("/accounts/code/", {"code": mailed_code()})["Location"] == "/accounts/"
    an_hour_later(client)
    return client


def passkey() -> Authenticator:
    return Authenticator.objects.create(user=User.objects.get(), type="webauthn", data={"name": "Phone"})


def test_who_signed_in_before_the_clock_was_put_back_confirms_who_they_are() -> None:
    client = with_password()
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] += 24 * 3600
    session.save()
    assert client.get(ADD).status_code == 302
    User.objects.update(made_at=timezone.now() + timedelta(days=1))
    assert client.get(ADD).status_code == 302


def test_passkey_right_after_signing_in_asks_for_nothing_more() -> None:
    client = Client()
    account(EMAIL)
    sign_in(client, EMAIL)
    assert client.get(ADD).status_code == 200


def test_passkey_later_asks_for_the_password() -> None:
    client = with_password()
    again = client.get(ADD)["Location"]
    assert again == f"/accounts/again/?next={ADD}"
    assert client.post(ADD, {"name": "Phone", "credential": "{}"})["Location"] == again
    assert client.post("/accounts/again/", {"password": "not this one", "next": ADD}).status_code == 422
    assert client.get(ADD).status_code == 302
    assert client.post("/accounts/again/", {"password": PASSWORD, "next": ADD})["Location"] == ADD
    assert client.get(ADD).status_code == 200


@pytest.mark.usefixtures("mailed")
def test_passkey_later_asks_for_a_mailed_code_where_there_is_no_password() -> None:
    client = with_mailed_code()
    again = client.get(ADD)["Location"]
    assert again == f"/accounts/again/code/?next={ADD}"
    assert f"Email a code to {EMAIL}" in text_of(client.get(again))
    sent = len(mail.outbox)
    assert client.post("/accounts/again/code/", {"recipient": "eve@example.org"}).status_code == 422
    assert len(mail.outbox) == sent
    typed = client.post("/accounts/again/code/", {"recipient": EMAIL, "next": ADD})["Location"]
    assert unquote(typed) == f"/accounts/again/code/check/?next={ADD}"
    assert "to confirm it's you" in str(mail.outbox[-1].body)
    page = text_of(client.get(typed))
    assert EMAIL in page
    assert f'value="{ADD}"' in page
    assert client.post("/accounts/again/code/check/", {"code": "WRONG-CODE", "next": ADD}).status_code == 422
    assert client.get(ADD).status_code == 302
    assert client.post("/accounts/again/code/check/", {"code": mailed_code(), "next": ADD})["Location"] == ADD
    assert client.get(ADD).status_code == 200


def test_passkey_later_is_removed_by_whoever_confirmed() -> None:
    client = with_password()
    remove = f"/accounts/passkeys/{passkey().pk}/remove/"
    assert client.post(remove)["Location"] == f"/accounts/again/?next={remove}"
    assert Authenticator.objects.exists()
    client.post("/accounts/again/", {"password": PASSWORD})
    assert client.post(remove).status_code == 302
    assert not Authenticator.objects.exists()


@pytest.mark.usefixtures("mailed")
@pytest.mark.parametrize("way", ["second/add/", "second/remove/", "second/codes/new/", "password/new/"])
def test_every_way_to_sign_in_is_added_and_removed_by_whoever_confirmed(way: str) -> None:
    client = with_mailed_code()
    Authenticator.objects.create(user=User.objects.get(), type="recovery_codes", data={})
    if way != "second/add/":
        Authenticator.objects.create(user=User.objects.get(), type="totp", data={})
    for response in (client.get(f"/accounts/{way}"), client.post(f"/accounts/{way}")):
        assert response["Location"] == f"/accounts/again/code/?next=/accounts/{way}"


@pytest.mark.usefixtures("mailed")
def test_new_password_that_waits_for_the_code_is_not_in_the_session() -> None:
    client = with_mailed_code()
    new = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert client.post("/accounts/password/new/", new).status_code == 302
    assert NEW_PASSWORD not in str(dict(client.session))
    assert not User.objects.get().has_usable_password()


def test_account_with_no_way_to_confirm_is_sent_to_whoever_runs_the_server(settings: Any) -> None:
    client = Client()
    client.get(f"/accounts/link/{make_sign_in_link(account(EMAIL))}")
    assert client.post("/accounts/link/")["Location"] == "/accounts/password/new/"
    assert client.get("/accounts/password/new/").status_code == 200
    an_hour_later(client)
    for way in (ADD, "/accounts/password/new/"):
        refused = client.get(way)
        assert refused.status_code == 403
        assert "for a sign-in link" in text_of(refused)
    settings.SECOND_FACTOR = "off"
    EmailAddress.objects.create(user=User.objects.get(), email=EMAIL, verified=True)  # from when there was mail
    Authenticator.objects.create(user=User.objects.get(), type="totp", data={})  # and a second step
    assert client.get(ADD).status_code == 403
