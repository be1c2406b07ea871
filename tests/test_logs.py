"""No token of a link reaches a log line: not from a 404, not from an error with its traceback."""

import io
import logging
import logging.config
from copy import deepcopy
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from advisor.logs import WithoutTokens, without_tokens
from advisor.pages.joining import views as joining

TOKEN = "T0ken-of_a-link" + "x" * 17


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What the configured logging writes."""
    out = io.StringIO()
    config = deepcopy(settings.LOGGING)
    config["handlers"]["console"]["stream"] = out
    config["root"]["level"] = "DEBUG"
    config["loggers"] = {}
    logging.config.dictConfig(config)
    for name in ("django.request", "django.server"):
        monkeypatch.setattr(logging.getLogger(name), "propagate", True)
        logging.getLogger(name).setLevel(logging.DEBUG)
    return out


@pytest.mark.django_db
@pytest.mark.parametrize("at", ["/s/", "/i/", "/accounts/link/"])
def test_unknown_link_leaves_no_token_in_the_log(client: Client, lines: io.StringIO, at: str) -> None:
    assert client.get(f"{at}{TOKEN}").status_code == 404
    assert f"{at}…" in lines.getvalue()
    assert TOKEN not in lines.getvalue()


@pytest.mark.django_db
def test_failing_link_leaves_no_token_in_the_log(lines: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**given: object) -> None:
        raise RuntimeError(f"cannot open /s/{TOKEN}")

    monkeypatch.setattr(joining, "open_link", broken)
    response = Client(raise_request_exception=False).get(f"/s/{TOKEN}")
    assert response.status_code == 500
    assert TOKEN not in response.content.decode()
    assert "Traceback" in lines.getvalue()
    assert TOKEN not in lines.getvalue()


def test_server_line_has_no_token(lines: io.StringIO) -> None:
    logging.getLogger("django.server").info('"%s" %s', f"GET /s/{TOKEN} HTTP/1.1", 302)
    assert TOKEN not in lines.getvalue()
    assert '"GET /s/… HTTP/1.1" 302' in lines.getvalue()


def test_without_tokens_leaves_the_rest_alone() -> None:
    assert without_tokens("GET /a/x/ 200, /s/ and /services/a/") == "GET /a/x/ 200, /s/ and /services/a/"


def test_request_under_a_foreign_name_is_one_line_in_the_log(client: Client, lines: io.StringIO) -> None:
    assert client.get("/", headers={"host": "foreign.example"}).status_code == 400
    told = [line for line in lines.getvalue().splitlines() if "foreign.example" in line]
    assert len(told) == 1
    assert "Traceback" not in lines.getvalue()


@pytest.fixture
def auckland(settings: Any) -> None:
    settings.TIME_ZONE = "Pacific/Auckland"


@pytest.mark.usefixtures("auckland")
def test_line_has_its_time_in_utc_wherever_the_server_is() -> None:
    record = logging.makeLogRecord({"msg": "said", "created": 0.0, "msecs": 0.0})
    assert WithoutTokens("%(asctime)s %(message)s").format(record) == "1970-01-01 00:00:00,000 said"
