"""Whom a limit counts for: the last entry of a trusted proxy's list, half an IPv6 address, never what anybody wrote."""

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from advisor.quotas.clients import client_of, network

HEADER = "HTTP_X_FORWARDED_FOR"


@pytest.mark.parametrize(
    ("proxies", "said", "found"),
    [
        (0, "", "192.0.2.1"),
        (0, "198.51.100.7", "192.0.2.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "10.9.9.9, 198.51.100.7", "198.51.100.7"),
        (1, "", "192.0.2.1"),
        (2, "203.0.113.5, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
    ],
)
def test_address_is_the_last_entry_of_a_trusted_proxy(settings: Settings, proxies: int, said: str, found: str) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    more = {HEADER: said} if said else {}
    assert client_of(RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", **more)).address == network(found)


def test_network_of_ipv6_is_its_first_half() -> None:
    assert network("2001:db8:1:2::1") == network("2001:db8:1:2:ffff::9") != network("2001:db8:1:3::1")
    assert network("::ffff:192.0.2.1") == network("192.0.2.1") != network("192.0.2.2")


def test_network_is_hashed_and_what_is_no_address_is_nothing() -> None:
    assert "192.0.2.1" not in network("192.0.2.1")
    assert len(network("192.0.2.1")) == 64
    assert network("unknown") == network("") == ""


def test_client_without_a_cookie_is_counted_by_its_address_alone() -> None:
    client = client_of(RequestFactory().get("/"))
    assert (client.browser, client.who) == ("", client.address)
