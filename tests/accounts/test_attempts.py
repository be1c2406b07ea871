"""Guessing is slow, and whoever guesses shuts nobody else out: not in a browser they use, and elsewhere for a minute at
most."""

import logging
import time
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from advisor.accounts.models import CacheEntry
from advisor.security import mail_code
from tests.accounts.signing import PASSWORD, account, sign_in
from tests.people import text_of

pytestmark = pytest.mark.django_db
EMAIL = "ada@example.org"
HOUR, MINUTE = 3600.0, 60.0


class Clock:
    """The time that tries are counted by, instead of the module `time`; no two tries are at the same moment."""

    monotonic = staticmethod(time.monotonic)
    sleep = staticmethod(time.sleep)

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def time(self) -> float:
        self.now += 0.001
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr("allauth.core.internal.ratelimit.time", found)
    return found


def attempt(address: str, password: str = "not the password", client: Client | None = None) -> int:
    data = {"login": EMAIL, "password": password}
    return (client or Client()).post("/accounts/login/", data, REMOTE_ADDR=address).status_code


def attacked() -> None:
    """Somebody has guessed from one address until they were stopped."""
    assert [attempt("198.51.100.1") for _ in range(7)] == [422] * 5 + [429] * 2


def guesses_in_an_hour(clock: Clock, addresses: int) -> int:
    """How many passwords are looked at of those that come as fast as they are taken."""
    made, end = 0, clock.now + HOUR
    while clock.now < end:
        for address in range(addresses):
            while attempt(f"198.51.100.{address}") == 422:
                made += 1
        clock.now += MINUTE + 0.1
    return made


def test_owner_signs_in_from_elsewhere_while_somebody_guesses() -> None:
    account(EMAIL)
    attacked()
    assert attempt("203.0.113.7", PASSWORD) == 302
    assert attempt("198.51.100.1", PASSWORD) == 429


def test_owner_signs_in_at_the_same_address_in_a_browser_they_use() -> None:
    account(EMAIL)
    theirs = Client()
    assert attempt("198.51.100.1", PASSWORD, theirs) == 302
    theirs.post("/accounts/logout/")
    attacked()
    assert attempt("198.51.100.1", PASSWORD, theirs) == 302


def test_browser_of_another_account_or_with_a_made_up_cookie_is_not_known() -> None:
    account(EMAIL)
    other, forged = Client(), Client()
    sign_in(other, account("ben@example.org").email)
    other.post("/accounts/logout/")
    forged.cookies["advisor-known"] = "WyJ4IiwieSJd:1:x"
    attacked()
    for client in (other, forged):
        assert attempt("198.51.100.1", PASSWORD, client) == 429


def test_known_browser_is_stopped_after_five_tries_too(clock: Clock) -> None:
    account(EMAIL)
    client = Client()
    sign_in(client, EMAIL)
    client.post("/accounts/logout/")
    assert [attempt("203.0.113.7", client=client) for _ in range(6)] == [422] * 5 + [429]
    clock.now += MINUTE + 0.1
    assert attempt("203.0.113.7", PASSWORD, client) == 302


@pytest.mark.parametrize("days", [-1, 1])
def test_clock_that_jumps_locks_nobody_out(clock: Clock, days: int) -> None:
    account(EMAIL)
    attacked()
    clock.now += days * 24 * HOUR
    # the cache has a clock of its own, which jumped as well
    CacheEntry.objects.update(expires=timezone.now() + timedelta(minutes=1, days=-days))
    assert attempt("198.51.100.1", PASSWORD) == 302


def test_owner_in_a_new_browser_waits_a_minute_at_most_while_many_guess(clock: Clock) -> None:
    account(EMAIL)
    for address in range(12):
        for _ in range(5):
            attempt(f"198.51.100.{address}")
    assert attempt("203.0.113.7", PASSWORD) == 302
    for _ in range(2):  # and after a slip of the finger
        clock.now += MINUTE + 0.1
        assert attempt("203.0.113.8", "slip") == 422
        assert attempt("203.0.113.8", PASSWORD) == 429


def test_guesses_are_few_an_hour(clock: Clock) -> None:
    account(EMAIL)
    assert guesses_in_an_hour(clock, 1) <= 50 + 60


@pytest.mark.slow
def test_guesses_from_many_addresses_are_one_a_minute_each(clock: Clock) -> None:
    account(EMAIL)
    assert guesses_in_an_hour(clock, 10) <= 50 + 10 * 60


def test_guesses_from_many_addresses_of_one_ipv6_network_are_those_of_one(clock: Clock) -> None:
    account(EMAIL)
    addresses = count()

    def from_anywhere_at_home() -> int:
        return attempt(f"2001:db8:1:2::{next(addresses):x}")

    assert [from_anywhere_at_home() for _ in range(7)] == [422] * 5 + [429] * 2
    for _ in range(11):  # uses up what all together may try
        clock.now += MINUTE + 0.1
        for _ in range(7):
            from_anywhere_at_home()
    clock.now += MINUTE + 0.1
    assert [from_anywhere_at_home() for _ in range(3)] == [422, 429, 429]
    assert attempt("2001:db8:1:3::1") == 422


def test_tries_under_many_names_make_the_server_forget_none(clock: Clock) -> None:
    account(EMAIL)
    for number in range(10):  # uses up what all together may try
        for _ in range(5):
            attempt(f"198.51.100.{number}")
    before = CacheEntry.objects.count()
    for number in range(400):
        data = {"login": f"{number}@example.org", "password": "not the password"}
        Client().post("/accounts/login/", data, REMOTE_ADDR="203.0.113.9")
    assert CacheEntry.objects.count() <= before + 30
    CacheEntry.objects.bulk_create(
        CacheEntry(cache_key=f" {number}", value="", expires=timezone.now() + timedelta(hours=1))
        for number in range(1000)
    )
    assert [attempt("192.0.2.1") for _ in range(2)] == [422, 429]


def test_signing_in_uses_up_nothing() -> None:
    account(EMAIL)
    for _ in range(12):
        assert attempt("203.0.113.7", PASSWORD) == 302


def test_codes_asked_for_by_others_leave_the_owner_theirs(mailed: None) -> None:
    account(EMAIL)
    number = count()

    def ask(address: str) -> Any:
        next(number)
        return Client().post("/accounts/login/", {"login": EMAIL}, REMOTE_ADDR=address).status_code

    assert [ask("198.51.100.1") for _ in range(6)] == [302] * 5 + [429]
    refused = text_of(Client().post("/accounts/login/", {"login": EMAIL}, REMOTE_ADDR="198.51.100.1"))
    assert f'name="login" value="{EMAIL}"' in refused
    assert ask("203.0.113.7") == 302
    assert len(mail.outbox) == 6


def test_lock_out_is_a_line_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "advisor.security")
    account(EMAIL)
    attacked()
    said = [one.getMessage() for one in caplog.records if one.name == "advisor.security"]
    assert said.count(f"locked out address=198.51.100.1 mail={mail_code(EMAIL)}") == 2
