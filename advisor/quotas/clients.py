"""Who asks, as far as limits go: a browser by its key, and the network it asks from.

In: a request. Out: a `Client`. Must not know: limits. Addresses are hashed with the server's key before they are
stored, so that nobody reads from the table who was here.
"""

import ipaddress
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from advisor.quotas.limits import Per
from advisor.security import address_of
from advisor.sharing.access import visitor_of


@dataclass(frozen=True, slots=True)
class Client:
    """Who asks: `browser` is empty where it has no key yet, and `address` where nothing is known of it. A person is
    known by the key of their account, which is no browser's."""

    browser: str
    address: str

    def name(self, per: Per) -> str:
        """By what it is counted; empty: not at all."""
        return self.address if per == "address" else self.browser

    @property
    def who(self) -> str:
        """The most that is known."""
        return self.browser or self.address


NOBODY = Client("", "")
"""Nobody asks: the program does something by itself."""


def client_of(request: HttpRequest) -> Client:
    """Who sent a request. Reads no row."""
    visitor = visitor_of(request)
    return Client(visitor.key_hash if visitor else "", network(address_of(request)))


def network(address: str) -> str:
    """The hash of the network that an address belongs to; nothing of what is no address."""
    plain = block(address)
    return salted_hmac("advisor.quotas.clients", plain, algorithm="sha256").hexdigest() if plain else ""


def block(address: str) -> str:
    """The addresses that one household or office has: one of IPv4; of IPv6 all that begin with the same half.

    >>> block("192.0.2.1"), block("::ffff:192.0.2.1"), block("2001:db8:1:2::9"), block("unknown")
    ('192.0.2.1', '192.0.2.1', '2001:db8:1:2::/64', '')
    """
    try:
        network = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(network, ipaddress.IPv6Address) and network.ipv4_mapped is None:
        return str(ipaddress.ip_network((network, 64), strict=False))
    return str(getattr(network, "ipv4_mapped", None) or network)
