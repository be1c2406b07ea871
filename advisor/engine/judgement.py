"""What the figures of a prototype kit mean: the printed rule, exactly.

In: a `Measurement`, a latency budget in ms. Out: a `Judgement`. Must not know: files, words, how figures were taken. No
judgement changes a level or lifts a gate. A kit prints its own by the same rule (`load/rule.js`); a test holds both
against each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations_with_replacement
from math import factorial
from typing import Literal

from advisor.checklist.measurement import Figures, Measurement

LEAST_RUNS = 5
MOST_APART = Fraction(5, 100)
"""How far two runs of the same program may come out apart, as a share of the first."""
LEAST_GAP = Fraction(1, 10)
"""Of the budget: a gap that is worth a team's work."""
ANSWERED, FAILED = Fraction(98, 100), Fraction(1, 1000)
Reason = Literal[
    "earned", "not-earned", "synthetic", "incomplete", "saturated", "unstable", "apart", "no-budget"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a measurement says: for raw, for the framework, or nothing, and by which part of the rule."""

    verdict: Literal["raw", "framework"] | None
    reason: Reason
    variant: str = ""
    """The variant that kept it from a verdict, and which of its runs, counted from 1."""
    run: int = 0
    raw: Fraction | None = None
    """p99 in ms, the mean of the runs; the framework's likewise."""
    framework: Fraction | None = None
    gap: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    """The 95% interval of the gap."""
    apart: Fraction | None = None
    missed: bool = False
    """The framework misses the budget, and raw meets it."""


def judge(measurement: Measurement, budget: float | None) -> Judgement:
    """Raw has earned its keep when the framework misses the budget and raw meets it, or when the p99 gap is at least a
    tenth of the budget and its interval lies above zero. No verdict on figures that cannot carry one."""
    work = measurement.of("realistic")
    if work is None:
        return Judgement(None, "synthetic")
    names = ("raw", "raw-again", measurement.framework)
    for name in names:
        if name not in work.variants or work.variants[name].runs < LEAST_RUNS:
            return Judgement(None, "incomplete", name)
    for name in names:
        figures = work.variants[name]
        for run in range(figures.runs):
            trouble = _trouble(figures, run, budget)
            if trouble:
                return Judgement(None, trouble, name, run + 1)
    raw, again, framework = (mean(work.variants[name].p99_ms) for name in names)
    apart = abs(again - raw) / raw if raw else Fraction(int(again > 0))
    if apart > MOST_APART:
        return Judgement(None, "apart", apart=apart)
    gaps = [
        _exact(of_framework) - _exact(of_raw)
        for of_framework, of_raw in zip(
            work.variants[measurement.framework].p99_ms, work.variants["raw"].p99_ms, strict=False
        )
    ]
    gap, (low, high) = sum(gaps, Fraction()) / len(gaps), interval(gaps)
    if budget is None:
        return Judgement(None, "no-budget", "", 0, raw, framework, gap, low, high, apart)
    limit = _exact(budget)
    missed = framework > limit and raw <= limit
    earned = missed or (gap >= LEAST_GAP * limit and low > 0)
    verdict: Literal["raw", "framework"] = "raw" if earned else "framework"
    reason: Reason = "earned" if earned else "not-earned"
    return Judgement(verdict, reason, "", 0, raw, framework, gap, low, high, apart, missed)


def saturated(measurement: Measurement) -> tuple[str, str, int] | None:
    """The first run that could not hold its rate: work, variant, and which run, counted from 1."""
    for work in measurement.work:
        for name, figures in work.variants.items():
            for run in range(figures.runs):
                if _saturated(figures, run):
                    return work.id, name, run + 1
    return None


def mean(values: Sequence[float]) -> Fraction:
    """The exact mean of figures as they are written.

    >>> mean([0.1, 0.2])
    Fraction(3, 20)
    """
    return sum(map(_exact, values), Fraction()) / len(values)


def interval(values: Sequence[Fraction | float]) -> tuple[Fraction, Fraction]:
    """The 95% bootstrap interval of the mean: every way to draw as many values again, counted and not sampled.

    >>> interval([1, 1, 1, 1, 1]), interval([0, 1])
    ((Fraction(1, 1), Fraction(1, 1)), (Fraction(0, 1), Fraction(1, 1)))
    """
    exact = [value if isinstance(value, Fraction) else _exact(value) for value in values]
    count = len(exact)
    ways: dict[Fraction, int] = {}
    for drawn in combinations_with_replacement(range(count), count):
        orders = factorial(count)
        for one in set(drawn):
            orders //= factorial(drawn.count(one))
        total = sum((exact[one] for one in drawn), Fraction()) / count
        ways[total] = ways.get(total, 0) + orders
    ordered, whole = sorted(ways.items()), count**count
    return _quantile(ordered, whole * Fraction(25, 1000)), _quantile(ordered, whole * Fraction(975, 1000))


def _quantile(ordered: list[tuple[Fraction, int]], wanted: Fraction) -> Fraction:
    seen = 0
    for value, ways in ordered:
        seen += ways
        if seen >= wanted:
            return value
    return ordered[-1][0]


def _exact(value: float) -> Fraction:
    """The number as it is written, not as a processor holds it: 0.1 is a tenth."""
    return Fraction(str(value))


def _saturated(figures: Figures, run: int) -> bool:
    sent = figures.sent[run]
    return figures.answered[run] < ANSWERED * sent or figures.failed[run] > FAILED * sent


def _trouble(figures: Figures, run: int, budget: float | None) -> Literal["saturated", "unstable"] | None:
    """What keeps a run from counting: it could not hold its rate, the load was late, or it is far from the others."""
    if _saturated(figures, run):
        return "saturated"
    if _exact(figures.late_ms[run]) > max(Fraction(2), _exact(budget or 0) / 10):
        return "unstable"
    middle = sorted(figures.p99_ms)[figures.runs // 2]
    far = figures.p99_ms[run] > 2 * middle and figures.p99_ms[run] > middle + 5
    return "unstable" if far else None
