"""Rounds held against a simple model: several people, tabs that know an older state, retries, reveals, more rounds.

The model is a few dictionaries. After each step everyone's view is compared with what the model says they may see.
"""

from dataclasses import dataclass, field

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from advisor.assessments.access import open_assessment
from advisor.assessments.actions.answer import record_answer
from advisor.assessments.actions.reveal import close_round, open_round, submit_service
from advisor.assessments.answer_targets import answer_target
from advisor.assessments.answers import Draft, StaleAnswerError, Subject
from advisor.assessments.models import Assessment, Respondent, Service
from advisor.assessments.reads.visibility import answers_seen
from tests.conftest import SOAK
from tests.pages.making import VIC, joined, let_in, platform
from tests.people import ADA, BEN, CLEO

PEOPLE = {"Ada": ADA, "Ben": BEN, "Cleo": CLEO}
SLUGS = {"token-stream": "Token stream", "customer-api": "Customer API"}
STATEMENT = "latency-first"
WHO, WHAT, LEVEL = st.sampled_from(sorted(PEOPLE)), st.sampled_from(sorted(SLUGS)), st.integers(0, 4)


@dataclass
class OfService:
    """What the model knows of one service."""

    said: dict[str, list[int]] = field(default_factory=lambda: {name: [] for name in PEOPLE})
    done: set[str] = field(default_factory=set)
    number: int = 1
    open: bool = True
    shown: dict[str, int] | None = None

    def reveal(self) -> None:
        self.shown = {name: self.said[name][-1] for name in self.done if self.said[name]}
        self.open = False

    def seen_by(self, name: str) -> dict[str, int]:
        own = self.said.get(name, [])
        if self.shown is not None and (not self.open or not own):
            return self.shown
        return {name: own[-1]} if own else {}


class Rounds(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.made: Assessment = platform()
        for name in ("Ben", "Cleo"):
            joined(self.made, PEOPLE[name], name)
        let_in(self.made, VIC)
        self.model = {slug: OfService() for slug in SLUGS}
        self.requests = 0

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    @rule(name=WHO, slug=WHAT, level=LEVEL, behind=st.integers(0, 2), again=st.booleans())
    def save(self, name: str, slug: str, level: int, behind: int, again: bool) -> None:
        """A save from a tab that may know an older answer; with `again` it is sent twice, as after a lost reply."""
        model, target = self.model[slug], answer_target(PEOPLE[name], self.made.public_id, "service", slug)
        said = model.said[name]
        base = max(len(said) - behind, 0)
        self.requests += 1
        subject = Subject("service", target.service_id, STATEMENT)
        for _ in range(1 + again):
            stale: StaleAnswerError | None = None
            try:
                kept = record_answer(
                    respondent_id=target.respondent_id,
                    subject=subject,
                    draft=Draft(str(level)),
                    base=base,
                    request_id=f"request-{self.requests}",
                    submitted=target.submitted,
                )
            except StaleAnswerError as error:
                stale = error
            if stale is not None:
                assert base < len(said)
                assert stale.current is not None
                assert stale.current.draft.value == str(said[-1]) != str(level)
                return
            if kept.fresh:
                assert base == len(said)
                said.append(level)
                model.done.discard(name)
            assert kept.seq == len(said)
            assert kept.draft.value == str(level) == str(said[-1])

    @rule(name=WHO, slug=WHAT, times=st.integers(1, 2))
    def be_done(self, name: str, slug: str, times: int) -> None:
        model = self.model[slug]
        for _ in range(times):
            target = answer_target(PEOPLE[name], self.made.public_id, "service", slug)
            assert submit_service(target=target, visitor=PEOPLE[name]) == (name not in model.done)
            model.done.add(name)
            if model.open and model.done == set(PEOPLE):
                model.reveal()

    @rule(slug=WHAT, number=st.integers(1, 3))
    def close(self, slug: str, number: int) -> None:
        model = self.model[slug]
        expected = model.open and model.number == number and bool(model.done)
        service = Service.objects.get(slug=slug, assessment=self.made)
        assert close_round(assessment=self.made, visitor=ADA, subject=service, number=number) == expected
        if expected:
            model.reveal()

    @rule(slug=WHAT, number=st.integers(2, 4))
    def another(self, slug: str, number: int) -> None:
        model = self.model[slug]
        expected = not model.open and model.number + 1 == number
        service = Service.objects.get(slug=slug, assessment=self.made)
        assert open_round(assessment=self.made, visitor=ADA, service=service, number=number) == expected
        if expected:
            model.number, model.open, model.done = number, True, set()

    @invariant()
    def everyone_sees_what_the_model_says(self) -> None:
        if not hasattr(self, "model"):
            return
        for name, key in (*PEOPLE.items(), ("Vic", VIC)):
            file = answers_seen(open_assessment(key, self.made.public_id, "view"))
            assert file is not None
            found: dict[str, dict[str, object]] = {slug: {} for slug in SLUGS}
            for slug, title in SLUGS.items():
                for person in file.respondents:
                    if title in person.services:
                        found[slug][person.name] = person.services[title][STATEMENT].level
                alone = [one.answers[STATEMENT].level for one in file.services if one.name == title and one.answers]
                expected = self.model[slug].seen_by(name)
                if alone:
                    assert not found[slug]
                    assert list(expected.values()) == alone
                else:
                    assert found[slug] == expected


@pytest.mark.django_db(transaction=True)
def test_rounds_agree_with_a_simple_model() -> None:
    held = settings(
        max_examples=100 if SOAK else 12,
        stateful_step_count=40 if SOAK else 25,
        suppress_health_check=[HealthCheck.too_slow],
        deadline=None,
    )
    run_state_machine_as_test(Rounds, settings=held)
    assert not Respondent.objects.exists()
