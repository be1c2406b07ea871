"""The arithmetic told to readers: the rule it names is the one the engine went by."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.checklist.answer import Answer
from advisor.engine.recommend import recommend
from advisor.record.build.explanation import explanation, rule, support_arithmetic
from tests.record.samples import answers, changed, checklist, record

RULE_OF_NEED = {"split": {1}, "raw": {2, 5}, "framework": {3, 4, 6}, "undecided": {7}}
KEYS = [statement.id for statement in checklist().statements]


def service_of(file):
    return recommend(checklist(), file, trust=False).services[0]


@given(st.lists(st.integers(0, 4), min_size=len(KEYS), max_size=len(KEYS)))
def test_rule_told_is_the_one_that_gives_the_need(levels):
    given_answers = {key: Answer(level=level) for key, level in zip(KEYS, levels, strict=True)}
    service = service_of(changed("01", answers=given_answers))
    assert service.need in RULE_OF_NEED
    assert rule(checklist(), service) in RULE_OF_NEED[service.need]


def test_support_arithmetic_adds_up_to_the_support_of_the_engine():
    service = service_of(answers("01"))
    # (1 + 0 + 0 + 1 + 0 + 0) / (4 × 6) = 2/24 = 1/12
    assert service.support["framework"] == Fraction(1, 12)
    told = support_arithmetic(checklist(), service, "framework")
    assert told == "(1 + 0 + 0 + 1 + 0 + 0) ÷ (4×6) = 2/24 = 1/12 ≈ 0.083333"


def test_support_arithmetic_shows_weights_and_what_is_left_out():
    file = answers("01").model_copy(update={"weights": {"serves-clients": 3}})
    first = file.services[0]
    noted = {**first.answers, "time-to-market": Answer(na="no launch"), "expected-growth": Answer(level="unsure")}
    file = file.model_copy(update={"services": [first.model_copy(update={"answers": noted})]})
    # (3×1 + 0 + 0 + 1) / (4 × 6) = 4/24
    told = support_arithmetic(checklist(), service_of(file), "framework")
    assert told == "(3×1 + 0 + 0 + 1) ÷ (4×6) = 4/24 = 1/6 ≈ 0.166667 (1 does not apply and 1 is open)"


def test_support_arithmetic_of_a_blank_side_says_so():
    told = support_arithmetic(checklist(), service_of(changed("17", answers={})), "split")
    assert told == "nothing answered (3 are open)"


@pytest.mark.parametrize(
    ("case", "line"),
    [
        ("01", "Rule 2, raw: raw holds and D ≤ −1/5: yes"),
        ("02", "Rule 0: purpose and latency are both at level 0 or 1, so raw does not hold and rule 5 is void"),
        ("01", "Lean D = framework − raw = 1/12 − 1 = −11/12 ≈ −0.916667"),
        ("01", "Gut check g = 0/4 − 4/4 = −1"),
        ("06", "Gate ‘capability’: rules raw out"),
        ("17", "Verdict: Undecided (insufficient)"),
    ],
)
def test_explanation_tells_the_step_that_decides(case, line):
    assert line in explanation(checklist(), record(case).recommendation.services[0])


def test_explanation_of_open_answers_gives_every_share_and_they_add_up():
    service = record("17").recommendation.services[0]
    told = [line for line in explanation(checklist(), service) if " comes out of " in line]
    shares = [Fraction(line.split(" comes out of ")[1].split(" ")[0]) for line in told]
    assert sum(shares) == 1
