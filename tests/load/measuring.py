"""Figures that survive a noisy machine: ratios of CPU times taken side by side, round by round.

In: named pieces of work, one of them the unit. Out: for each the median of its per-round ratios, and their quartiles.
"""

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Work:
    """Something to time: `run` is called `times` times in a row, each round anew."""

    name: str
    run: Callable[[], object]
    times: int = 1


@dataclass(frozen=True)
class Ratio:
    """The median of the rounds' ratios, and the quartiles between which the middle half of them lies."""

    median: float
    low: float
    high: float


@dataclass(frozen=True)
class Line:
    """One printed figure. Met if the median is at most the goal (`at_least`: at least)."""

    what: str
    goal: float
    ratio: Ratio
    at_least: bool = False
    note: str = ""

    @property
    def met(self) -> bool:
        return self.ratio.median >= self.goal if self.at_least else self.ratio.median <= self.goal

    def __str__(self) -> str:
        sign = "≥" if self.at_least else "≤"
        spread = f"{self.ratio.low:.3g}–{self.ratio.high:.3g}"
        met = "met" if self.met else "NOT MET"
        note = f"  ({self.note})" if self.note else ""
        return f"{self.what:<62} {sign} {self.goal:<7g} {self.ratio.median:>8.3g}  {spread:<15} {met}{note}"


HEADING = f"{'ratio of CPU time':<62} {'goal':<9} {'measured':>8}  {'spread':<15}"


def cpu_seconds(work: Work) -> float:
    """CPU seconds of one call, of this process with all its threads."""
    started = time.process_time()
    for _ in range(work.times):
        work.run()
    return (time.process_time() - started) / work.times


def ratio_of(values: Sequence[float]) -> Ratio:
    """The median and quartiles of at least one value.

    >>> ratio_of([1.0, 2.0, 3.0, 4.0, 100.0])
    Ratio(median=3.0, low=2.0, high=4.0)
    """
    if len(values) == 1:
        return Ratio(values[0], values[0], values[0])
    low, median, high = statistics.quantiles(values, n=4, method="inclusive")
    return Ratio(median, low, high)


def interleaved(unit: Work, works: Sequence[Work], rounds: int) -> dict[str, list[float]]:
    """Each work's ratios to the unit, one a round; the unit is timed before and after each work."""
    for work in (unit, *works):
        work.run()  # what is paid once a process is not what is measured
    found: dict[str, list[float]] = {work.name: [] for work in works}
    for _ in range(rounds):
        before = cpu_seconds(unit)
        for work in works:
            gc.collect()
            taken = cpu_seconds(work)
            after = cpu_seconds(unit)
            found[work.name].append(taken / ((before + after) / 2))
            before = after
    return found


def in_turns(unit: Work, work: Work, rounds: int) -> list[float]:
    """The ratios of a work that waits for a disk or for another process, one a round: after each call one of the unit.

    Whoever waited finds the processor's caches as others left them. So does any request of a server that saves, an
    empty one too; repeated without a break the unit would be measured in a state that it never has there."""
    single = Work(unit.name, unit.run)
    work.run()
    found = []
    for _ in range(rounds):
        gc.collect()
        both = [(cpu_seconds(work), cpu_seconds(single)) for _ in range(unit.times)]
        found.append(sum(taken for taken, _ in both) / sum(empty for _, empty in both))
    return found
