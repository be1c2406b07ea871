"""A proxy's header is believed from the proxy alone, and signs in without a page."""

import ipaddress
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from advisor.accounts.models import User
from tests.accounts.signing import cookie
from tests.pages.making import platform
from tests.people import ADA, Browser, text_of

pytestmark = pytest.mark.django_db
PROXY, OTHER = "10.0.0.7", "10.0.1.7"


@pytest.fixture(autouse=True)
def behind_a_proxy(settings: Any) -> None:
    settings.USER_HEADER = "HTTP_REMOTEEMAIL"
    settings.USER_PROXIES = [ipaddress.ip_network("10.0.0.0/24")]
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "advisor.accounts.proxied.ProxiedUser"]


def test_header_from_the_proxy_signs_in_with_what_the_browser_had() -> None:
    ours = platform()
    said = {"HTTP_REMOTEEMAIL": "Ada@example.org", "REMOTE_ADDR": PROXY}
    here, phone = Browser(ADA).client, Client()
    for client in (here, phone):
        assert client.get(f"/a/{ours.public_id}/", **said).status_code == 200  # type: ignore[arg-type]
    assert "ada@example.org" in text_of(phone.get("/accounts/", **said))  # type: ignore[arg-type]
    assert User.objects.get().email == "ada@example.org"
    assert not User.objects.get().has_usable_password()
    assert ADA.secret not in (cookie(here), cookie(phone))
    before = cookie(here)
    with CaptureQueriesContext(connection) as made:
        address = f"/a/{ours.public_id}/services/token-stream/answers/latency-first/"
        data = {"value-latency-first": "1", "base-latency-first": "0", "request_id": "a"}
        here.post(address, data, headers={"HX-Request": "true"}, **said)  # type: ignore[arg-type]
    assert cookie(here) == before
    assert not [one for one in made.captured_queries if 'FROM "accounts_user"' in one["sql"]]


def test_header_of_another_user_in_the_same_browser_is_that_other_user() -> None:
    ours = platform()
    here = Browser(ADA).client
    for email, status in (("ada@example.org", 200), ("ben@example.org", 404), ("ada@example.org", 200)):
        said = {"HTTP_REMOTEEMAIL": email, "REMOTE_ADDR": PROXY}
        assert here.get(f"/a/{ours.public_id}/", **said).status_code == status, email  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("email", "address"), [("ada@example.org", OTHER), ("", PROXY), ("no address", PROXY), ("ada@example.org", "")]
)
def test_header_from_elsewhere_or_without_an_address_is_nobodys(email: str, address: str) -> None:
    client = Client()
    client.get("/accounts/", HTTP_REMOTEEMAIL=email, REMOTE_ADDR=address)
    assert not User.objects.exists()
    assert cookie(client) == ""


def test_pages_to_sign_in_are_not_there_where_the_proxy_does_it() -> None:
    for path in ("login/", "signup/", "logout/", "passkeys/", "link/"):
        assert Client().get(f"/accounts/{path}").status_code == 404, path
