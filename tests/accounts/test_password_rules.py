"""Passwords: any letters, any length, pasted or filled in; not short, not common, hashed slowly."""

import re
import unicodedata

import pytest
from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.hashers import identify_hasher, make_password
from django.test import Client, override_settings

from advisor.settings import PASSWORD_HASHERS
from tests.accounts.signing import PASSWORD, sign_in, sign_up
from tests.people import text_of

pytestmark = pytest.mark.django_db
EMAIL = "ada@example.org"


def sign_up_with(password: str) -> int:
    return Client().post("/accounts/signup/", {"email": EMAIL, "password1": password}).status_code


@pytest.mark.parametrize("password", ["short", "1234567890", "qwertyuiop", "password1234", EMAIL])
def test_password_short_or_common_is_refused(password: str) -> None:
    assert sign_up_with(password) == 422


@pytest.mark.parametrize(
    "password", ["only small letters", "ALL LARGE, NO FIGURE", "пароль из букв", "🙂" * 20, "a b" * 60 + "End"]
)
def test_password_of_any_length_and_letters_is_taken_as_it_is(password: str) -> None:
    assert sign_up_with(password) == 302
    assert sign_in(Client(), EMAIL, password).status_code == 302
    for other in (password[:-1], password.swapcase(), password[:64]):
        if unicodedata.normalize("NFKC", other) != unicodedata.normalize("NFKC", password):
            assert sign_in(Client(), EMAIL, other).status_code == 422


def test_password_fields_are_masked_and_can_be_filled() -> None:
    client = Client()
    pages = [text_of(client.get(address)) for address in ("/accounts/signup/", "/accounts/login/")]
    sign_up(client, EMAIL)
    pages.append(text_of(client.get("/accounts/password/")))
    for page in pages:
        fields = re.findall(r"<input[^>]*password[^>]*>", page)
        assert fields
        for field in fields:
            assert 'type="password"' in field
            assert re.search(r'autocomplete="(?:new|current)-password"', field)
            assert "maxlength" not in field
        assert not re.search(r"secret question|password hint|maiden name|onpaste", page)


def test_codes_are_long_short_lived_and_tried_three_times() -> None:
    assert app_settings.LOGIN_BY_CODE_TIMEOUT <= 600
    assert app_settings.EMAIL_VERIFICATION_BY_CODE_TIMEOUT <= 600
    assert app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS <= 3
    assert app_settings.EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS <= 3
    for code in (get_adapter().generate_login_code(), get_adapter().generate_email_verification_code()):
        assert len(code.plain.replace("-", "")) >= 6  # of twenty letters or more: 25 bits


def test_changing_a_password_asks_for_the_old_one() -> None:
    client = Client()
    sign_up(client, EMAIL)
    new = {"password1": "nine wet limes in a box", "password2": "nine wet limes in a box"}
    for old in ({}, {"oldpassword": "not this one"}):
        assert client.post("/accounts/password/", {**new, **old}).status_code == 422
    assert client.post("/accounts/password/", {**new, "oldpassword": PASSWORD}).status_code == 302


def test_signing_out_tells_the_browser_to_clear_its_copies() -> None:
    client = Client()
    sign_up(client, EMAIL)
    assert "Clear-Site-Data" not in client.get("/accounts/logout/").headers
    assert client.post("/accounts/logout/")["Clear-Site-Data"] == '"cache", "storage"'


def test_passwords_are_hashed_with_scrypt() -> None:
    with override_settings(PASSWORD_HASHERS=PASSWORD_HASHERS):
        hasher = identify_hasher(make_password(PASSWORD))
    assert (hasher.algorithm, settings.AUTH_USER_MODEL) == ("scrypt", "accounts.User")
    assert hasher.work_factor >= 2**14  # type: ignore[attr-defined]
