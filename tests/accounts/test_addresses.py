"""An account gets another address: by a mailed code, or at once where no mail is set up."""

import re
from io import StringIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from advisor.accounts.models import User
from advisor.decisions.models import Decision
from advisor.environment import SignUpPolicy
from tests.accounts.signing import PASSWORD, account, mailed_code, sign_in
from tests.accounts.test_again import an_hour_later
from tests.pages.making import platform
from tests.people import text_of

pytestmark = pytest.mark.django_db
PAGE, CODE = "/accounts/email/", "/accounts/address/"
OLD, NEW = "ada@example.org", "ada@north.example"


def ada(client: Client) -> User:
    """Ada, signed in; her address is proved."""
    user = account(OLD)
    EmailAddress.objects.create(user=user, email=OLD, verified=True, primary=True)
    if sign_in(client, OLD)["Location"] == "/accounts/code/":
        client.post("/accounts/code/", {"code": mailed_code()})
    return user


def test_address_without_mail_changes_at_once_and_signs_in() -> None:
    client = Client()
    ada(client)
    account("ben@example.org")
    assert OLD in text_of(client.get(PAGE))
    for taken in ("ben@example.org", "Ben@Example.org", OLD, "no address"):
        refused = client.post(PAGE, {"email": taken})
        assert refused.status_code == 422
        assert f'value="{taken}"' in text_of(refused)
    assert client.post(PAGE, {"email": "Ada@North.example"})["Location"] == "/accounts/"
    assert NEW in text_of(client.get("/accounts/"))
    assert sign_in(Client(), OLD).status_code == 422
    assert sign_in(Client(), NEW)["Location"] == "/accounts/"


@pytest.mark.usefixtures("mailed")
def test_address_with_mail_changes_once_the_code_from_there_is_typed() -> None:
    client = Client()
    user = ada(client)
    made = platform()
    decision = Decision.objects.create(assessment=made, reminders=[OLD.title(), "ben@example.org"])
    mail.outbox.clear()
    assert client.post(PAGE, {"email": NEW})["Location"] == CODE
    assert [one.to for one in mail.outbox] == [[NEW]]
    assert "Use another address" in text_of(client.get(CODE))
    assert client.post(CODE, {"code": "AAAA-AAAA"}).status_code == 422
    user.refresh_from_db()
    assert user.email == OLD
    assert client.post(CODE, {"code": mailed_code()})["Location"] == "/accounts/"
    user.refresh_from_db()
    assert user.email == NEW
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [(NEW, True, True)]
    assert mail.outbox[-1].to == [OLD]
    assert f"now has the address {NEW}" in str(mail.outbox[-1].body)
    decision.refresh_from_db()
    assert decision.reminders == [NEW, "ben@example.org"]


@pytest.mark.usefixtures("mailed")
def test_address_of_somebody_else_looks_free_and_never_becomes_ones_own() -> None:
    client = Client()
    user = ada(client)
    account("ben@example.org")  # made by a link: nothing was ever proved of the address
    mail.outbox.clear()
    assert client.post(PAGE, {"email": "ben@example.org"})["Location"] == CODE
    assert client.get(CODE).status_code == 200
    assert [one.to for one in mail.outbox] == [["ben@example.org"]]
    assert not re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", str(mail.outbox[0].body), re.MULTILINE)
    assert client.post(CODE, {"code": "AAAA-AAAA"}).status_code == 422
    user.refresh_from_db()
    assert user.email == OLD


@pytest.mark.usefixtures("mailed")
def test_address_outside_the_domains_that_may_sign_up_is_refused(settings: Any) -> None:
    client = Client()
    ada(client)
    settings.SIGN_UP = SignUpPolicy(open=True, domains=("example.org",))
    refused = client.post(PAGE, {"email": NEW})
    assert refused.status_code == 422
    assert "example.org" in text_of(refused)


def test_address_is_asked_for_only_after_confirming_who_one_is() -> None:
    client = Client()
    ada(client)
    an_hour_later(client)
    assert client.get(PAGE)["Location"].startswith("/accounts/again/")
    assert client.post(PAGE, {"email": NEW})["Location"].startswith("/accounts/again/")
    client.post(f"/accounts/again/?next={PAGE}", {"password": PASSWORD})
    assert client.get(PAGE).status_code == 200
    assert Client().get(PAGE)["Location"].startswith("/accounts/login/")


def test_command_changes_an_address_and_refuses_one_that_is_taken() -> None:
    user = account(OLD)
    account("ben@example.org")
    out = StringIO()
    for old, new, why in ((NEW, OLD, "No account"), (OLD, "ada", "name@example"), (OLD, "Ben@example.org", "Another")):
        with pytest.raises(CommandError, match=why):
            call_command("change_address", old, new)
    call_command("change_address", OLD.upper(), NEW, stdout=out)
    user.refresh_from_db()
    assert (user.email, out.getvalue()) == (NEW, f"The account's address is now {NEW}.\n")
