"""A file becomes rows, and the rows become the same file again."""

import pytest

from advisor.assessments.access import open_assessment
from advisor.assessments.actions.copy import make_from_file
from advisor.assessments.checklists import library, newest
from advisor.assessments.models import AnswerEvent, CurrentAnswer, Service
from advisor.assessments.reads.visibility import answers_seen
from advisor.checklist.reading import read_answers
from advisor.pages.http.example import example
from tests.people import ADA

pytestmark = pytest.mark.django_db

FILE = """
format: advisor-assessment/1
checklist: nodejs-express
platform: Small
weights: {latency-first: 2}
teams:
  - {name: One, raw_owners: 2, scorecard: {seniority: 4, onboarding-slack: unsure}}
  - {name: Two}
services:
  - name: Relay
    team: Two
    kind: streaming-bridge
    description: Relays.
    intended: split
    latency_budget_ms: 2.5
    downstream_ms: 1
    boundary: At the queue.
    versions: {node: "24"}
    framework: {schemas: 4, cpu-cost: must, types: unsure}
    benchmarks:
      - {variant: raw, p99_ms: 9, includes: [auth, json], routes: 4, on: "2026-11-01", url: "https://b.example/"}
      - {variant: framework, p99_ms: 11.5, versions: {node: "22"}}
    answers:
      latency-first: {level: 3, note: "So.", evidence: {kind: link, url: "https://x.example/", expires: "2027-01-31"}}
      serves-clients: {na: "Nobody calls it."}
      expected-growth: unsure
  - {name: Store, team: One}
answered_checks:
  - {check: one-choice-everywhere, services: [Relay, Store], because: "Both move.", by: Bea, on: "2026-11-20"}
  - {check: split-undrawn, services: [Relay], because: "Drawn elsewhere.", on: "2026-11-21"}
"""


@pytest.mark.parametrize("text", [FILE, None], ids=["small", "example"])
def test_make_from_file_comes_back_as_the_same_file(text: str | None) -> None:
    answers = read_answers(text.encode(), "file", library()) if text else example().answers
    made, fresh = make_from_file(visitor=ADA, checklist=newest(), answers=answers, your_name="Ada", token="t" * 16)
    assert fresh
    assert answers_seen(open_assessment(ADA, made.public_id, "view")) == answers
    assert AnswerEvent.objects.count() == CurrentAnswer.objects.count()
    assert set(AnswerEvent.objects.values_list("seq", flat=True)) == {1}


def test_make_from_file_twice_is_one() -> None:
    for fresh in (True, False):
        made = make_from_file(
            visitor=ADA, checklist=newest(), answers=example().answers, your_name="Ada", token="t" * 16
        )
        assert made[1] is fresh
    assert Service.objects.count() == 5
