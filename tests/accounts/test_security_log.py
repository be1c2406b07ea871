"""Sign-in, failure and refused access are each one line of the log, without token, answer or mail address."""

import logging
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from advisor.accounts.models import User
from advisor.security import mail_code, note
from tests.accounts.signing import PASSWORD, account, sign_in
from tests.pages.making import platform
from tests.people import ADA, BEN, CLEO, Browser

pytestmark = pytest.mark.django_db
EMAIL = "ada@example.org"


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, "advisor.security")
    return caplog


def said(lines: pytest.LogCaptureFixture) -> list[str]:
    return [one.getMessage() for one in lines.records if one.name == "advisor.security"]


def test_sign_in_and_out_are_a_line_with_the_account(lines: pytest.LogCaptureFixture) -> None:
    user = account(EMAIL)
    client = Client()
    sign_in(client, EMAIL)
    client.post("/accounts/logout/")
    assert said(lines) == [
        f"signed in address=127.0.0.1 account={user.pk} by=password",
        f"signed out address=127.0.0.1 account={user.pk}",
    ]


def test_failed_sign_in_is_a_line_with_a_code_for_the_address(lines: pytest.LogCaptureFixture) -> None:
    account(EMAIL)
    sign_in(Client(), EMAIL.upper(), "another password")
    assert said(lines) == [f"sign-in failed address=127.0.0.1 by=password mail={mail_code(EMAIL)}"]
    assert len(mail_code(EMAIL)) == 12
    assert EMAIL not in lines.text.lower()
    assert "another" not in lines.text


def test_refused_access_is_a_line_with_who_and_what(lines: pytest.LogCaptureFixture) -> None:
    ours = platform()
    Browser(CLEO).get(f"/a/{ours.public_id}/")
    person = Client()
    sign_in(person, account("ben@example.org").email)
    lines.clear()
    note = "What I typed is nobody's business"
    person.post(f"/a/{ours.public_id}/services/token-stream/speed/", {"note-latency-first": note})
    user = User.objects.get()
    path = f"/a/{ours.public_id}/services/token-stream/speed/"
    assert said(lines) == [
        f"access refused address=127.0.0.1 account={user.pk} status=404 method=POST path={path}",
    ]
    assert note not in lines.text


def test_unknown_link_is_a_line_without_its_token(lines: pytest.LogCaptureFixture) -> None:
    token = "t" * 32
    Client().get(f"/s/{token}")
    Client().head(f"/s/{token}")  # a preview is nobody who was refused
    assert said(lines) == ["link refused address=127.0.0.1 method=GET path=/s/…"]


def test_form_of_another_site_is_a_line(lines: pytest.LogCaptureFixture) -> None:
    Client(enforce_csrf_checks=True).post("/new/", {"title": "x"})
    assert said(lines) == ["form refused address=127.0.0.1 method=POST path=/new/"]


def test_new_password_and_a_link_to_sign_in_are_lines(lines: pytest.LogCaptureFixture) -> None:
    user = account(EMAIL)
    client = Client()
    sign_in(client, EMAIL)
    new = "nine wet limes in a box"
    client.post("/accounts/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    out = StringIO()
    call_command("sign_in_link", EMAIL, stdout=out)
    assert f"password changed address=127.0.0.1 account={user.pk}" in said(lines)
    assert said(lines)[-1] == f"sign-in link made account={user.pk}"
    assert out.getvalue().split("/")[-1].strip() not in lines.text


def test_what_a_client_chose_begins_no_line_of_its_own(lines: pytest.LogCaptureFixture) -> None:
    note(None, "event", path="/a\nsigned in account=1", size="2 MB")
    assert said(lines) == ["event path=/a%0Asigned%20in%20account%3D1 size=2%20MB"]


def test_address_behind_a_proxy_is_what_the_proxy_says(lines: pytest.LogCaptureFixture, settings: object) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1  # type: ignore[attr-defined]
    headers = {"X-Forwarded-For": "198.51.100.1, 203.0.113.7"}
    Client().get("/s/" + "t" * 32, headers=headers)
    assert said(lines) == ["link refused address=203.0.113.7 method=GET path=/s/…"]


@pytest.mark.parametrize("htmx", [False, True])
def test_refusal_and_missing_page_are_kept_by_nobody_on_the_way(htmx: bool) -> None:
    ours = platform()
    for address in (f"/a/{ours.public_id}/", "/no-such-page/"):
        response = Browser(BEN).get(address, htmx=htmx)
        assert response.status_code == 404
        assert response["Cache-Control"] == "private, no-store", address
    assert Browser(ADA).get(f"/a/{ours.public_id}/").status_code == 200
