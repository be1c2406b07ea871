"""Behind a proxy that speaks https: what it leaves out is told, and nothing is redirected for ever."""

import logging
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import get_resolver

from advisor.environment import OWN_PATHS
from advisor.pages.http.forwarded import MISSING, Forwarded
from tests.people import text_of


@pytest.fixture(autouse=True)
def behind_https(settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


def asked(path: str = "/help/", **headers: str) -> HttpResponse:
    def passed(request: HttpRequest) -> HttpResponse:
        return HttpResponse("passed")

    return Forwarded(passed)(RequestFactory().get(path, **headers))  # type: ignore[arg-type,return-value]


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_X_FORWARDED_FOR": "198.51.100.1"},
        {"HTTP_VIA": "1.1 proxy"},
        {"HTTP_SEC_FETCH_SITE": "none"},
        {"HTTP_SEC_FETCH_SITE": "none", "HTTP_X_FORWARDED_PROTO": "http"},
        {"SERVER_PROTOCOL": "HTTP/1.0"},
        {"SERVER_PROTOCOL": "HTTP/1"},
    ],
)
def test_request_that_a_redirect_would_bring_back_is_told_what_to_write(
    headers: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    response = asked(**headers)
    assert (response.status_code, response.content.decode()) == (400, MISSING + "\n")
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in caplog.text
    assert asked("/healthz", **headers).content == b"passed"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HTTP_X_FORWARDED_PROTO": "http", "HTTP_X_FORWARDED_FOR": "198.51.100.1"},
        {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_FOR": "198.51.100.1", "HTTP_SEC_FETCH_SITE": "none"},
    ],
)
def test_request_that_is_plain_or_came_by_https_passes(headers: dict[str, str]) -> None:
    assert asked(**headers).content == b"passed"


def test_log_has_one_line_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    guard = Forwarded(lambda request: HttpResponse())
    for _ in range(3):
        guard(RequestFactory().get("/", HTTP_VIA="1.1 proxy"))
    assert [one.levelno for one in caplog.records] == [logging.ERROR]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("origin", "told"),
    [
        ("null", "Origin: null"),
        ("https://testserver:8443", "proxy_set_header Host $http_host;"),
        ("https://elsewhere.example", "You may not do that here"),
    ],
)
def test_form_refused_for_its_origin_says_why(origin: str, told: str) -> None:
    response = Client(enforce_csrf_checks=True).post("/new/", {"title": "Acme"}, headers={"Origin": origin})
    assert response.status_code == 403
    assert told in text_of(response)
    assert ("no cookie" in text_of(response)) is False


def test_prefix_of_the_server_is_no_address_of_the_app() -> None:
    pages, *others = get_resolver().url_patterns
    top = [*pages.url_patterns, *others]
    top += [below for one in top if not str(one.pattern) for below in getattr(one, "url_patterns", ())]
    first = {str(one.pattern).partition("/")[0] for one in top}
    assert {one for one in first if one and "." not in one} | {"static"} == OWN_PATHS
