"""A mailed code is in the mail alone: what the session holds opens nothing."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from advisor.accounts.mailed_codes import MailedCode, fits
from tests.accounts.signing import account, mailed_code, sign_up
from tests.people import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailed")]
EMAIL = "ada@example.org"


def digests(client: Client) -> list[str]:
    return re.findall(r"'code': '([^']+)'", str(dict(client.session)))


@pytest.mark.parametrize("signing_up", [True, False])
def test_code_is_not_in_the_session_and_what_is_there_does_not_sign_in(signing_up: bool) -> None:
    client = Client()
    if signing_up:
        sign_up(client, EMAIL)
    else:
        EmailAddress.objects.create(user=account(EMAIL), email=EMAIL, verified=True, primary=True)
        client.post("/accounts/login/", {"login": EMAIL})
    page = "/accounts/address/" if signing_up else "/accounts/code/"
    code, held = mailed_code(), digests(client)
    assert len(held) == 1
    assert code not in str(dict(client.session))
    assert client.post(page, {"code": held[0]}).status_code == 422
    assert client.post(page, {"code": code.lower().replace("-", " ")})["Location"] == "/accounts/"
    assert "You are signed in" in text_of(client.get("/accounts/"))


def test_digest_depends_on_the_secret_key(settings: object) -> None:
    code = MailedCode.of("ABCD-EFGH")
    assert code.plain == "ABCD-EFGH"
    assert fits("abcdefgh", str(code))
    assert not fits("abcdefgi", str(code))
    assert not fits("", "")
    settings.SECRET_KEY = "another " * 8  # type: ignore[attr-defined]
    assert not fits("abcdefgh", str(code))
