"""Hostile requests: a plain refusal that says what to do, or the page as if nothing had been sent; never a 500, nothing
given away, nobody called."""

import html
import re
import socket
from collections import Counter
from itertools import chain
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from advisor.assessments.models import AnswerEvent, Assessment, Respondent
from tests.pages import hostile, hostile_bodies
from tests.pages.making import platform
from tests.pages.restoring import sent
from tests.people import ADA, CLEO, Browser, text_of

pytestmark = pytest.mark.django_db
TABLES = (
    hostile.paths,
    hostile.methods,
    hostile.hosts,
    hostile.query_strings,
    hostile.form_fields,
    hostile.ids,
    hostile.tokens,
    hostile.headers,
    hostile.htmx_headers,
    hostile.cookies,
    hostile_bodies.content_types,
    hostile_bodies.multiparts,
    hostile_bodies.encodings,
    hostile_bodies.yaml_texts,
    hostile_bodies.tables,
    hostile_bodies.records,
)
ROWS = list(chain.from_iterable(table() for table in TABLES))
COUNTS = {
    "path": 28,
    "method": 18,
    "host": 13,
    "query string": 13,
    "form field": 24,
    "id": 24,
    "token": 23,
    "header": 16,
    "htmx header": 8,
    "cookie": 16,
    "content type": 9,
    "multipart": 13,
    "encoding": 14,
    "upload": 23,
}
"""How many there are of each kind: more may come, none goes unnoticed."""
SECRETS = (
    settings.SECRET_KEY,
    str(settings.BASE_DIR),
    "Traceback (most",
    "root:x:0",
    "sqlite3.",
    "psycopg.",
    "<script>alert",
)


@pytest.fixture(autouse=True)
def nobody_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(*arguments: Any) -> None:
        raise AssertionError(f"a connection to {arguments[1:]}")

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, connect)


def ask(row: hostile.Request, made: Assessment) -> Any:
    client = Client(enforce_csrf_checks=row.csrf)
    client.cookies["advisor"] = ADA.secret
    for name, value in row.cookies.items():
        client.cookies[name] = value
    path = row.path.replace("{a}", made.public_id)
    kind = row.content_type
    return client.generic(row.method, path, row.body, content_type=kind, **row.headers)  # type: ignore[arg-type]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.kind}: {row.name}"[:60])
def test_hostile_request_is_refused_plainly_or_harmless(row: hostile.Request) -> None:
    made = platform()
    response = ask(row, made)
    body = b"".join(response) if response.streaming else response.content
    assert response.status_code == row.status
    text = html.unescape(body.decode(errors="replace"))
    assert row.says.lower() in text.lower()
    assert not [secret for secret in SECRETS if secret in body.decode(errors="replace")]
    assert "X-Injected" not in response.headers
    if response.status_code >= 400 and not row.path.startswith("/static/"):
        assert len(re.sub(r"<[^>]*>|\s+", " ", text).strip()) > 20, "no word of what is wrong"
    assert set(AnswerEvent.objects.values_list("value", flat=True)) <= {"3", "none"}


@pytest.mark.parametrize("name", hostile_bodies.EXAMINED)
def test_hostile_file_gets_a_report_that_says_what_it_is_not(name: str) -> None:
    report = Browser(CLEO).get(sent(hostile_bodies.EXAMINED[name]))
    assert report.status_code == 200
    text = text_of(report)
    assert "Restore as a new assessment" not in text
    assert not [secret for secret in SECRETS if secret in text]


def test_name_of_nothing_to_see_is_no_name() -> None:
    made = platform()
    assert Browser(ADA).post(f"/a/{made.public_id}/join/", {"name": "\u200b\u202e"}).status_code == 302
    assert all(name.isprintable() for name in Respondent.objects.values_list("name", flat=True))


def test_hostile_requests_are_many_of_every_kind() -> None:
    counts = Counter(row.kind for row in ROWS)
    assert len({(row.kind, row.name) for row in ROWS}) == len(ROWS)
    assert counts == COUNTS
    assert len(hostile_bodies.EXAMINED) >= 15
