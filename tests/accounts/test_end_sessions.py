"""Whoever runs the server signs somebody out everywhere, and nobody else."""

import logging
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client

from advisor.accounts.links import make_sign_in_link
from advisor.accounts.models import SignInLink
from tests.accounts.signing import account, is_in, sign_in, sign_up
from tests.pages.making import platform
from tests.people import ADA, Browser

pytestmark = pytest.mark.django_db
EMAIL = "ada@example.org"


def end(email: str) -> str:
    out = StringIO()
    call_command("end_sessions", email, stdout=out)
    return out.getvalue()


def test_account_is_signed_out_everywhere_and_no_other_is(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "advisor.security")
    user, here, phone, ben, guest = account(EMAIL), Client(), Client(), Client(), Browser(ADA)
    ours = platform()
    sign_in(here, EMAIL)
    sign_in(phone, EMAIL)
    sign_up(ben, "ben@example.org")
    make_sign_in_link(user)
    assert end(EMAIL.upper()) == "Signed out in 2 browsers.\n"
    for client in (here, phone):
        assert not is_in(client)
        assert client.get("/accounts/passkeys/")["Location"].startswith("/accounts/login/")
    assert is_in(ben)
    assert ben.get("/accounts/passkeys/").status_code == 200
    assert guest.get(f"/a/{ours.public_id}/").status_code == 200
    assert Session.objects.count() == 1
    assert not SignInLink.objects.exists()
    assert caplog.records[-1].getMessage() == f"sessions ended account={user.pk}"
    assert sign_in(phone, EMAIL).status_code == 302
    assert end(EMAIL) == "Signed out in 1 browser.\n"


def test_setting_up_a_second_step_ends_too(settings: object) -> None:
    settings.SECOND_FACTOR = "required"  # type: ignore[attr-defined]
    account(EMAIL)
    client = Client()
    assert sign_in(client, EMAIL)["Location"] == "/accounts/second/add/"
    assert end(EMAIL) == "Signed out in 0 browsers.\n"
    assert client.get("/accounts/second/add/")["Location"].startswith("/accounts/login/")


def test_address_without_an_account_is_an_error() -> None:
    with pytest.raises(CommandError, match=r"No account has the address eve@example\.org"):
        end("eve@example.org")
