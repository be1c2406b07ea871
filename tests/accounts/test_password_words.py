"""A password with the name of the product or of the server in it is refused; any other is taken."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from advisor.accounts.password_words import PasswordWordsValidator, words
from tests.accounts.signing import PASSWORD, account, sign_in, sign_up
from tests.people import text_of

EMAIL = "ada@example.org"


@pytest.fixture(autouse=True)
def server(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["choices.north-wind.co.uk", ".tree.example", "192.0.2.7", "[::1]", "intranet"]
    settings.DEFAULT_FROM_EMAIL = "advisor@mail.brick.example"


def test_words_are_those_of_the_product_the_addresses_and_the_mail() -> None:
    product = {"architecture", "decision", "advisor"}
    assert words() == product | {"choices", "north", "wind", "tree", "mail", "brick", "intranet"}


@pytest.mark.parametrize(
    "password",
    ["Advisor2026!", "@dv1s0r is open", "my-DECISION-now", "North#4711#", "the intranet key", "a br1ck wall"],
)
def test_password_with_a_name_of_the_server_is_refused(password: str) -> None:
    with pytest.raises(ValidationError, match="a name of this server"):
        PasswordWordsValidator().validate(password)


@pytest.mark.parametrize("password", [PASSWORD, "co uk example 4711", "ad visor", "пароль из букв", "192.0.2.7"])
def test_password_without_one_is_taken(password: str) -> None:
    PasswordWordsValidator().validate(password)


@pytest.mark.django_db
def test_form_that_sets_a_password_refuses_the_words_and_says_which(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "choices.example"]
    named = "good choices 4711"
    refused = Client().post("/accounts/signup/", {"email": EMAIL, "password1": named})
    assert refused.status_code == 422
    assert "contains “choices”" in text_of(refused)
    client = Client()
    account(EMAIL)
    sign_in(client, EMAIL)
    new = {"oldpassword": PASSWORD, "password1": named, "password2": named}
    assert client.post("/accounts/password/", new).status_code == 422
    assert sign_up(Client(), "ben@example.org").status_code == 302
