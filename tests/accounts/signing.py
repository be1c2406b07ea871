"""Browsers that sign in, as the tests of accounts use them."""

import re
from typing import Any

from django.core import mail
from django.test import Client

from advisor.accounts.browsers import enter
from advisor.accounts.models import User
from advisor.sharing.access import COOKIE, VisitorKey
from tests.people import Browser, text_of

PASSWORD = "seven dry lemons on a sill"


def account(email: str, **more: Any) -> User:
    return User.objects.create_user(email, PASSWORD, **more)


def signed_in(email: str, browser: VisitorKey | None = None) -> Browser:
    """A browser of this account's, as signing in leaves it; the account is made if there is none."""
    user = User.objects.filter(email=email).first() or account(email)
    return Browser(enter(browser, user))


def sign_up(client: Client, email: str) -> Any:
    return client.post("/accounts/signup/", {"email": email, "password1": PASSWORD})


def sign_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    return client.post("/accounts/login/", {"login": email, "password": password})


def cookie(client: Client) -> str:
    found = client.cookies.get(COOKIE)
    return found.value if found else ""


def is_in(client: Client) -> bool:
    return "You are signed in" in text_of(client.get("/accounts/"))


def mailed_code() -> str:
    """The code in the last mail."""
    found = re.search(r"^([A-Z0-9-]{6,})$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found is not None
    return found[1]
