"""What a kit measured, on the record: in words, against a gate, as a chart; never as a level."""

from datetime import date
from typing import Any

import pytest

from advisor.checklist.answers import AnswersFile
from advisor.checklist.library import load_checklist
from advisor.engine.recommend import recommend
from advisor.record.build.record import build_record
from advisor.record.formats.charts.latency import latency_chart
from advisor.record.formats.markdown.record import markdown
from advisor.record.model.record import DecisionRecord
from advisor.record.model.sections import ServiceRecord
from tests.kit.results import CLOSE, ROOT, SLOWED, results

CHECKLIST = load_checklist(ROOT.parent)
CLOSED = {
    "narrow-purpose": 4,
    "latency-first": 4,
    "runtime-mastery": 0,
    "small-surface": 4,
    "isolated-ownership": 4,
}
"""Asks for raw; a veto on the capability closes it."""


def record_of(*measurements: dict[str, Any], **more: Any) -> DecisionRecord:
    service = {
        "name": "Token stream",
        "team": "Edge",
        "latency_budget_ms": 15,
        "answers": CLOSED,
        "measurements": list(measurements),
    } | more
    file = AnswersFile.model_validate(
        {
            "format": "advisor-assessment/1",
            "checklist": CHECKLIST.slug,
            "teams": [{"name": "Edge"}],
            "services": [service],
        }
    )
    return build_record(CHECKLIST, file, recommend(CHECKLIST, file), as_of=date(2026, 12, 1))


def service_of(*measurements: dict[str, Any], **more: Any) -> ServiceRecord:
    return record_of(*measurements, **more).services[0]


@pytest.mark.parametrize(
    ("measurement", "said"),
    [
        (results(SLOWED), "That is the first half of what reopens this. The second: "),
        (results(CLOSE), "That keeps this closed: Raw Node.js is not needed for the budget."),
        (results(SLOWED, toy_only=True), "Such figures cannot reopen a gate. So the case for Raw Node.js is still"),
        (results({**SLOWED, "raw-again": 12}), "came out 33.3% apart, where 5% is the most. So the case"),
    ],
)
def test_gate_stays_closed_and_says_what_was_measured(measurement: dict[str, Any], said: str) -> None:
    before, after = service_of(), service_of(measurement)
    assert [gate.title for gate in after.gates] == [gate.title for gate in before.gates]
    assert "first, benchmark this service on its own" in before.gates[0].reopen
    assert said in after.gates[0].reopen
    assert after.recommendation.verdict == before.recommendation.verdict == "framework"
    assert [line.answer for line in after.answers] == [line.answer for line in before.answers]


def test_gate_goes_by_the_newest_measurement_with_a_verdict() -> None:
    older, newer = results(SLOWED, on="2026-11-01"), results(CLOSE, on="2026-11-20")
    spoilt = results({**CLOSE, "raw-again": 12}, on="2026-11-25")
    assert "That keeps this closed" in service_of(newer, spoilt, older).gates[0].reopen


def test_measurement_says_what_was_measured_on_what_when_and_by_which_rule() -> None:
    (line,) = service_of(results(SLOWED)).measurements
    for part in (
        "Streaming endpoint” on 30 November 2026: 5 runs of 6 s at 100 requests a second (full profile)",
        "on 2 × A processor, 24 GB, Linux, load 0.1; Node.js 24.9.0, Express 5.3.0 and Fastify 5.12.8.",
        "(true). On its own it changes no answer.",
        "Rule: Raw has earned its keep when the framework misses the latency budget",
    ):
        assert part in line.paragraph
    assert "Rule: Raw has earned" in markdown(record_of(results(SLOWED)))


def test_chart_draws_every_variant_against_the_budget() -> None:
    (line,) = service_of(results(SLOWED)).measurements
    chart = latency_chart(line)
    assert "<title>Latency p50, p95 and p99: Raw Node.js 5.4 ms, 8.1 ms, 9.02 ms, " in chart
    assert "the budget is 15 ms." in chart
    assert chart.count('class="chart-raw"') == 1
    assert dict(line.work[0].variants[0].figures)["Memory"] == "70 MB"
    assert chart.count('class="chart-framework"') == 1
    (toy,) = service_of(results(SLOWED, toy_only=True)).measurements
    assert latency_chart(toy) == ""


def test_checks_look_at_what_a_kit_measured() -> None:
    def checks(*measurements: dict[str, Any], **more: Any) -> set[str]:
        return {line.check for line in service_of(*measurements, **more).checks}

    assert "synthetic-benchmark" in checks(results(SLOWED, toy_only=True))
    assert "synthetic-benchmark" not in checks(results(SLOWED))
    assert "other-version" in checks(results(SLOWED), versions={"node": "22"})
