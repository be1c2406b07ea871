"""The printed rule, on figures made by hand: no outcome here depends on a machine."""

from fractions import Fraction
from typing import Any

from advisor.checklist.measurement import Measurement
from advisor.engine.judgement import Judgement, interval, judge
from tests.kit.results import CLOSE, SLOWED, figures, results


def judged(p99: dict[str, float], budget: float | None = 15, **variants: Any) -> Judgement:
    value = results(p99)
    work = [{**value["work"][0], "variants": {**value["work"][0]["variants"], **variants}}]
    return judge(Measurement.model_validate(results(work=work)), budget)


def test_rule_slowed_framework_makes_raw_earned() -> None:
    found = judged(SLOWED)
    assert (found.verdict, found.reason, found.missed) == ("raw", "earned", True)


def test_rule_equal_twins_leave_the_framework() -> None:
    found = judged(CLOSE)
    assert (found.verdict, found.reason) == ("framework", "not-earned")


def test_rule_gap_of_a_tenth_of_the_budget_makes_raw_earned() -> None:
    # 10.5 − 9 = 1.5 ms, a tenth of 15: reaching it holds
    found = judged({**CLOSE, "express": 10.5})
    assert (found.verdict, found.missed, found.gap) == ("raw", False, Fraction(3, 2))
    assert judged({**CLOSE, "express": 10.49}).verdict == "framework"


def test_rule_gap_whose_interval_reaches_zero_leaves_the_framework() -> None:
    # gaps of 9, −0.01, −0.02, −0.03, −0.04: the mean is 1.78, but one run alone makes it
    found = judged(CLOSE, express=figures(9, p99_ms=[18.0, 9.0, 9.0, 9.0, 9.0]))
    assert found.gap == Fraction("1.78")
    assert found.low is not None
    assert found.low < 0
    assert found.verdict == "framework"


def test_rule_both_over_the_budget_and_close_leaves_the_framework() -> None:
    assert judged(CLOSE, budget=6).verdict == "framework"


def test_rule_twins_of_raw_further_apart_than_a_twentieth_give_no_verdict() -> None:
    # means are 9.02 and 9.02 + 0.451 = 9.471: exactly 5 % apart still counts
    assert judged({**SLOWED, "raw-again": 9.451}).verdict == "raw"
    found = judged({**SLOWED, "raw-again": 9.452})
    assert (found.verdict, found.reason) == (None, "apart")


def test_rule_saturated_run_gives_no_verdict() -> None:
    found = judged(SLOWED, express=figures(21, answered=[600, 600, 580, 600, 600]))
    assert (found.verdict, found.reason, found.variant, found.run) == (None, "saturated", "express", 3)


def test_rule_unstable_run_gives_no_verdict_instead_of_an_average() -> None:
    found = judged(SLOWED, raw=figures(9, p99_ms=[9.0, 9.0, 9.0, 9.0, 40.0]))
    assert (found.verdict, found.reason, found.run) == (None, "unstable", 5)
    assert judged(SLOWED, raw=figures(9, late_ms=[0.1, 3, 0.1, 0.1, 0.1])).reason == "unstable"


def test_rule_too_few_runs_no_budget_or_a_toy_give_no_verdict() -> None:
    assert judged(SLOWED, raw=figures(9, runs=4)).reason == "incomplete"
    assert judged(SLOWED, budget=None).reason == "no-budget"
    assert judge(Measurement.model_validate(results(SLOWED, toy_only=True)), 15).reason == "synthetic"


def test_interval_counts_every_way_to_draw_again() -> None:
    # of 0, 0, 0, 0, 5 drawn five times: the chance of no 5 at all is (4/5)^5 = 0.33, of at most three 0.993
    assert interval([0, 0, 0, 0, 5]) == (Fraction(0), Fraction(3))
