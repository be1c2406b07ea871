"""What the tests of frozen records begin with: Ada's platform, answered, decided and signed off."""

from dataclasses import replace
from datetime import date

from advisor.assessments.access import open_assessment
from advisor.assessments.checklists import at_digest, library, newest
from advisor.assessments.models import Assessment, OwningTeam, Service
from advisor.assessments.reads.answers import answers_file_of
from advisor.assessments.reads.visibility import answers_to_sign
from advisor.checklist.reading import read_answers
from advisor.decisions.decider_positions import DeciderPosition
from advisor.decisions.models import Record
from advisor.decisions.proposals import draft_of, with_decision
from advisor.decisions.restoration import restore_assessment
from advisor.decisions.services import sign_off_decision
from advisor.record.model.answer_numbers import Counted
from advisor.sharing.access import VisitorKey
from tests.pages.making import platform, rated, said
from tests.people import ADA

DAY = date(2026, 11, 23)
WORDS = (
    DeciderPosition("Ada", "accepted", "We can carry it.", DAY),
    DeciderPosition("Ben", "dissent", "I would wait.", DAY),
)


def answered(**made: object) -> Assessment:
    """A platform of Ada's whose services and teams are answered."""
    assessment = platform(**made)  # type: ignore[arg-type]
    for service in Service.objects.filter(assessment=assessment):
        said(service)
    for team in OwningTeam.objects.filter(assessment=assessment):
        rated(team)
    return assessment


def signed_off(assessment: Assessment, *, key: VisitorKey = ADA, request_id: str = "first") -> Record:
    """The assessment's record, signed off by Ada."""
    answers = answers_file_of(assessment)
    assert answers is not None
    return sign_off_decision(
        assessment=assessment,
        visitor=key,
        checklist=at_digest(assessment.checklist.digest),
        answers=answers,
        positions=WORDS,
        who="Ada",
        as_of=DAY,
        address=lambda public_id: f"https://advisor.example/r/{public_id}/",
        request_id=request_id,
        draw=lambda key, job: None,
    )


def signed_as_it_stands(assessment: Assessment, *, key: VisitorKey = ADA, request_id: str = "first") -> Record:
    """The record of what the page for signing off would take: answers, their numbers, the decision."""
    opened = open_assessment(key, assessment.public_id, "own")
    found, draft = answers_to_sign(opened), draft_of(assessment)
    answers = with_decision(opened.assessment, found.answers, replace(draft, proposed=True))
    assert answers is not None
    assert not found.waiting
    decided = answers.decision and answers.decision.model_copy(update={"status": "accepted"})
    return sign_off_decision(
        assessment=assessment,
        visitor=key,
        checklist=at_digest(opened.assessment.checklist.digest),
        answers=answers.model_copy(update={"decision": decided}),
        sequence=found.sequence,
        positions=WORDS,
        who="Ada",
        as_of=DAY,
        address=lambda public_id: f"https://advisor.example/r/{public_id}/",
        request_id=request_id,
        draw=lambda key, job: None,
    )


SEVERAL = """
format: advisor-assessment/1
checklist: nodejs-express
platform: Acme <AI>
weights: {latency-first: 2}
teams:
  - {name: Edge, raw_owners: 2}
  - {name: Product}
services:
  - name: Relay
    team: Edge
    kind: streaming-bridge
    intended: split
    latency_budget_ms: 2.5
    versions: {node: "24"}
    benchmarks:
      - {variant: raw, p99_ms: 9, includes: [auth, json], routes: 4, on: "2026-11-01", url: "https://x.example/b"}
      - {variant: framework, p99_ms: 12.5, versions: {node: "22"}}
  - {name: Store, team: Product, boundary: At the queue.}
respondents:
  - name: Ada
    teams: {Edge: {seniority: 4, onboarding-slack: unsure}, Product: {seniority: 1}}
    services:
      Relay: {narrow-purpose: 4, latency-first: {level: 3, note: "Measured *once*."}, expected-growth: unsure}
      Store: {narrow-purpose: 0, serves-clients: 4}
  - name: Ben
    teams: {Edge: {seniority: 2}}
    services:
      Relay:
        narrow-purpose: 0
        latency-first: {level: 4, evidence: {kind: link, url: "https://x.example/", expires: "2027-01-31"}}
        serves-clients: {na: "Nobody calls it."}
answered_checks:
  - {check: synthetic-benchmark, services: [Relay], because: It is the real thing., by: Ben, on: "2026-11-20"}
settled:
  - {service: Relay, statement: narrow-purpose, level: 3, reason: We looked at the routes.}
  - {team: Edge, statement: seniority, level: 3, reason: Ben counted the juniors.}
decision:
  deciders: [Ada, Board]
  consulted: [Cleo]
  choices:
    - {service: Relay, choice: raw, because: It must ship in May.}
    - {service: Store, choice: framework, because: Everyone knows it.}
  consequences: {good: [The hot path stays small.], bad: [Two ways of building.]}
  risks: [{risk: The one who knows it leaves., owner: Ben}]
  actions: [{what: Write the conventions down., owner: Ada, by: "2027-01-15"}]
  review: "2027-05-01"
  tripwires:
    - {service: Relay, when: p99, now: 2}
    - {service: Relay, when: end-of-life, part: node}
    - {service: Store, when: routes, above: 12, now: 7}
"""
NUMBERS = [Counted(respondent="Ben", services={"Relay": {"narrow-purpose": 3}}, teams={"Edge": {"seniority": 2}})]


def decided_by_several(*, key: VisitorKey = ADA) -> Assessment:
    """Ada's platform that two people answered, with what was settled and decided."""
    answers = read_answers(SEVERAL.encode(), "several.yaml", library())
    made, fresh = restore_assessment(
        visitor=key,
        checklist=newest(),
        answers=answers,
        your_name="You",
        token=f"several {key.key_hash}"[:60],
        sequence=NUMBERS,
    )
    assert fresh
    return made
