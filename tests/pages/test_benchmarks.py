"""`/a/<id>/edit/services/<slug>/benchmarks/`: results are written down, shown as evidence, looked at by the checks,
taken away."""

import json
import re
from typing import Any

import pytest

from advisor.assessments.actions.benchmarks import MOST_BENCHMARKS
from advisor.assessments.models import Assessment, Service
from tests.pages.making import platform, said
from tests.people import ADA, Browser, text_of

pytestmark = pytest.mark.django_db
GIVEN = {
    "variant": "raw",
    "p99_ms": "9",
    "includes": ["json", "auth"],
    "routes": "1",
    "on": "2026-11-01",
    "url": "https://wiki.example/bench",
    "version-node": "22",
}


@pytest.fixture
def made() -> Assessment:
    found = platform()
    said(Service.objects.get(slug="token-stream"))
    Service.objects.filter(slug="token-stream").update(versions={"node": "24"}, latency_budget_ms=8)
    return found


def at(made: Assessment, more: str = "edit/services/token-stream/benchmarks/") -> str:
    return f"/a/{made.public_id}/{more}"


def plain(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text_of(response)))


def benchmarks() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = Service.objects.get(slug="token-stream").benchmarks
    return found


def test_result_written_down_is_evidence_and_the_checks_look_at_it(made: Assessment) -> None:
    ada = Browser(ADA)
    for _ in range(2):  # the same, sent twice
        assert ada.post(at(made), GIVEN).status_code == 302
    (kept,) = benchmarks()
    assert kept == {
        "variant": "raw",
        "p99_ms": 9.0,
        "includes": ["json", "auth"],
        "on": "2026-11-01",
        "url": "https://wiki.example/bench",
        "versions": {"node": "22"},
    }
    told = (
        "below 9 ms (over the budget of 8 ms), with sign-in and JSON bodies, one route, on Node.js 22, 1 November 2026"
    )
    assert told in plain(ada.get(at(made)))
    result = plain(ada.get(at(made, "services/token-stream/result/")))
    assert "Rests on one measurement." in result
    assert "over the budget of 8 ms" in result
    assert "The benchmark does not resemble the real work." in result
    assert "Taken on Node.js 22." in result
    assert "Rests on one measurement." in plain(ada.get(at(made, "result/")))
    assert "Measured, Raw Node.js: 99 of 100 requests" in text_of(ada.get(at(made, "result.md")))
    assert "p99_ms: 9" in text_of(ada.get(at(made, "result.yaml")))
    assert "Token stream: benchmarks nothing raw 9.0 ms Ada ," in plain(ada.get(at(made, "history/")))


def test_result_is_taken_away_once_however_often_it_is_asked(made: Assessment) -> None:
    ada = Browser(ADA)
    ada.post(at(made), GIVEN)
    ada.post(at(made), {**GIVEN, "p99_ms": "11.5"})
    first = json.dumps(benchmarks()[0])
    for _ in range(2):
        assert ada.post(at(made) + "remove/", {"benchmark": first}).status_code == 302
    assert [one["p99_ms"] for one in benchmarks()] == [11.5]
    assert ada.post(at(made) + "remove/", {"benchmark": "{}"}).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"variant": "both"}, "Choose one of the two."),
        ({"p99_ms": "fast"}, "Write a number of milliseconds"),
        ({"p99_ms": ""}, "Write a number of milliseconds"),
        ({"routes": "0"}, "Write a whole number of routes, from 1 on."),
        ({"on": "May"}, "Write the day as 2026-11-01"),
        ({"url": "javascript:alert(1)"}, "Write the full address"),
    ],
)
def test_result_that_cannot_be_kept_comes_back_as_typed(made: Assessment, wrong: dict[str, str], message: str) -> None:
    response = Browser(ADA).post(at(made), {**GIVEN, **wrong})
    assert response.status_code == 422
    assert message in text_of(response)
    assert 'value="2026-11-01"' in text_of(response) or "on" in wrong
    assert benchmarks() == []


def test_service_keeps_only_so_many_results(made: Assessment) -> None:
    many = [{"variant": "raw", "p99_ms": float(number)} for number in range(1, MOST_BENCHMARKS + 1)]
    Service.objects.filter(slug="token-stream").update(benchmarks=many)
    response = Browser(ADA).post(at(made), {**GIVEN, "p99_ms": "99"})
    assert response.status_code == 422
    assert "Remove one first." in text_of(response)
