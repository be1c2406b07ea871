"""No refusal loses what was typed: every form of the URL configuration, every kind of refusal."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.db import DataError, OperationalError
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from advisor.assessments.actions.create import NameTakenError
from advisor.assessments.answers import BadAnswerError, Draft, StaleAnswerError
from advisor.pages.http import error_middleware
from advisor.quotas.limits import Limit
from advisor.quotas.refusals import LimitReachedError
from advisor.sharing.access import AccessDenied
from tests.people import text_of

pytestmark = pytest.mark.django_db
HERE = "http://testserver"
WORDS = "Relays tokens, <b>nothing</b> else.\nNobody's to lose."
SENT = {"note-speed": WORDS, "title": "Acme", "base": "7", "password1": "a long secret phrase"}
PARAMETER = re.compile(r"<(?:(\w+):)?\w+>")


def addresses(entries: list[Any], before: str = "") -> Iterator[str]:
    """Every address of the app, with something in the place of each parameter."""
    for entry in entries:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, route)
        elif isinstance(entry, URLPattern):
            yield "/" + PARAMETER.sub(lambda one: "7" if one[1] == "int" else "x", route)


EVERY = sorted(set(addresses(get_resolver().url_patterns)))
ACCOUNT = "/accounts/"
"""Takes no form; from a 404 there allauth leads on to a page of accounts."""
LIMIT = Limit("saves", "browser", 600, "minute", "ADVISOR_SAVES_PER_BROWSER", "save {} times")
REFUSALS: list[tuple[int, Exception]] = [
    (404, AccessDenied("no")),
    (403, AccessDenied("You may only look here.", stranger=False)),
    (409, NameTakenError("There is one of this name.")),
    (422, BadAnswerError("note", "Shorten it.")),
    (429, LimitReachedError(LIMIT, 60)),
    (412, StaleAnswerError(Draft("none"), None)),
    (503, OperationalError("could not connect")),
    (507, OperationalError("database or disk is full")),
    (400, DataError("integer out of range")),
]


def given_back(page: str) -> bool:
    return all(line in unescape(page) for line in WORDS.split("\n")) and "<b>nothing" not in page


def test_addresses_are_found_in_the_url_configuration() -> None:
    assert len(EVERY) > 100
    assert {"/new/", "/a/x/decide/edit/", "/quick/"} <= set(EVERY)


@pytest.mark.parametrize("address", EVERY)
def test_form_whose_token_changed_gives_everything_back_and_can_be_sent_again(address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "a" * 32
    headers = {"Origin": HERE}
    refused = client.post(address, {**SENT, "csrfmiddlewaretoken": "b" * 32}, headers=headers)
    assert refused.status_code == 403
    page = text_of(refused)
    assert given_back(page)
    assert SENT["password1"] not in page
    assert "wasn't saved" in unescape(page)
    harmless = {name: value for name, value in SENT.items() if name != "password1"}
    page = text_of(client.post(address, {**harmless, "csrfmiddlewaretoken": "b" * 32}, headers=headers))
    assert f'action="{address}"' in page
    assert 'name="base" value="7"' in " ".join(page.split())
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token is not None
    again = client.post(address, {**harmless, "csrfmiddlewaretoken": token[1]}, headers=headers)
    assert "wasn't saved" not in unescape(text_of(again) if not again.streaming else "")


@pytest.mark.parametrize(("status", "error"), REFUSALS, ids=[str(status) for status, _ in REFUSALS])
def test_form_refused_gives_everything_back(monkeypatch: pytest.MonkeyPatch, status: int, error: Exception) -> None:
    def refuse(*given: object) -> None:
        raise error

    monkeypatch.setattr(error_middleware, "check_limits", refuse)
    for address in EVERY:
        if address == ACCOUNT:
            continue
        response = Client().post(address, SENT)
        page = text_of(response)
        assert (address, response.status_code, given_back(page)) == (address, status, True)
        assert SENT["password1"] not in page


def test_server_error_gives_everything_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*given: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(error_middleware, "check_limits", fail)
    client = Client(raise_request_exception=False)
    for address in EVERY:
        response = client.post(address, SENT)
        assert (response.status_code, given_back(text_of(response))) == (500, True)


def test_mailed_code_is_given_back_to_nobody_and_the_page_says_to_fill_it_in_again() -> None:
    client, code = Client(enforce_csrf_checks=True), "QX7-K2M"
    pages = [address for address in EVERY if "code" in address]
    assert len(pages) > 3
    for address in pages:
        page = unescape(text_of(client.post(address, {"code": code}, headers={"Origin": HERE})))
        assert code not in page
        assert "Open the page again and fill it in once more." in page


def test_address_that_is_not_there_gives_everything_back_to_a_page_of_ours_alone() -> None:
    assert given_back(text_of(Client().post("/no/such/page/", SENT, headers={"Origin": HERE})))
    for origin in ("https://elsewhere.example", "null", ""):
        assert not given_back(text_of(Client().post("/no/such/page/", SENT, headers={"Origin": origin})))
