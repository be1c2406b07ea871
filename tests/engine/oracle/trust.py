"""How far a verdict can be trusted: information, flips, weight flips, robustness, strength; and the platform.

In: a case. Out: figures, by search without any shortcut. Must not know: the engine.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from random import Random

from tests.engine.oracle.case import Case
from tests.engine.oracle.hearing import ALL_LEVELS
from tests.engine.oracle.judgement import SIDES, answered_levels, judge, outcome, reported_gut


def entropy(counts: Mapping[str, int]) -> float:
    """Bits in a distribution given as counts."""
    total = sum(counts.values())
    return -sum(count / total * math.log2(count / total) for count in counts.values() if count)


def information(case: Case) -> dict[str, float]:
    """Mutual information, in bits, between each open statement and the verdict over completions."""
    results = [(levels, outcome(case, levels).verdict) for levels in case.completions()]
    whole = entropy(Counter(verdict for _, verdict in results))
    found = {}
    for key in case.open_keys():
        rest = [
            entropy(Counter(verdict for levels, verdict in results if levels[key] == level))
            for level in case.levels[key]
        ]
        found[key] = whole - sum(rest) / len(rest)
    return found


def at_distance(start: Sequence[int], steps: int) -> Iterator[tuple[int, ...]]:
    """Every row of levels that is exactly so many one-level steps away."""
    if not start:
        if steps == 0:
            yield ()
        return
    for to in ALL_LEVELS:
        used = abs(to - start[0])
        if used <= steps:
            for rest in at_distance(start[1:], steps - used):
                yield (to, *rest)


Changes = tuple[tuple[str, int, int], ...]


def flips(case: Case, most: int) -> tuple[int | None, dict[Changes, str]]:
    """The smallest number of steps to another verdict and every set of changes of that size with its verdict.

    Looks no further than `most` steps: None and nothing if there is none up to there, or if the case is insufficient.
    """
    now = judge(case)
    if now.status in ("insufficient", "outside"):
        return None, {}
    levels = answered_levels(case)
    keys = list(levels)
    for steps in range(1, most + 1):
        found: dict[Changes, str] = {}
        for row in at_distance(list(levels.values()), steps):
            changed = {key: to for key, to in zip(keys, row, strict=True) if to != levels[key]}
            verdict = judge(case.with_levels(changed)).verdict
            if verdict != now.verdict:
                found[tuple((key, levels[key], to) for key, to in changed.items())] = verdict
        if found:
            return steps, found
    return None, {}


def weight_flips(case: Case) -> list[tuple[str, int, int, str]]:
    """For each statement the nearest weight from 1 to 9 that changes the verdict, the lower on a tie."""
    now = judge(case).verdict
    found: list[tuple[str, int, int, str]] = []
    if case.outside:
        return found
    for side in SIDES:
        for key in case.keys(side):
            own = case.weights[key]
            for weight in sorted(range(1, 10), key=lambda to: (abs(to - own), to)):
                verdict = judge(case.with_weight(key, weight)).verdict
                if verdict != now:
                    found.append((key, own, weight, verdict))
                    break
    order = list(case.levels)
    return sorted(found, key=lambda flip: order.index(flip[0]))


def sampled_robustness(case: Case, draws: int, random: Random) -> Fraction:
    """The share of so many weightings, uniform on the simplex of each group, that give the reported verdict.

    The engine's own weightings cannot be drawn again here, so this is near its figure and not equal to it.
    """
    verdict, hits = judge(case).verdict, 0
    for _ in range(draws):
        weights: dict[str, int] = {}
        for side in (*SIDES, "gut"):
            heights = {key: random.expovariate(1) for key in case.applying(side)}
            for key, height in heights.items():
                weights[key] = max(1, round(height / sum(heights.values()) * 10**6))
        levels = {key: random.choice(levels) for key, levels in case.levels.items() if levels}
        hits += outcome(Case(case.checklist, case.levels, weights), levels).verdict == verdict
    return Fraction(hits, draws)


def withheld(case: Case, robustness: Fraction | None, steps: int | None) -> list[tuple[str, Fraction | None]]:
    """What keeps a verdict from firm, given a robustness and the size of the flip set (None: further than six)."""
    now = judge(case)
    if now.verdict in ("undecided", "neither"):
        return []
    found: list[tuple[str, Fraction | None]] = []
    if now.status == "provisional":
        found.append(("open", None))
    found += [(each, None) for each in ("gated", "conditional") if each in now.restrictions]
    g, half = reported_gut(case) or Fraction(0), case.threshold("gut")
    if (now.verdict == "raw" and g >= half) or (now.verdict == "framework" and g <= -half):
        found.append(("gut", None))
    if robustness is None or robustness < case.threshold("firm_robustness"):
        found.append(("robustness", robustness))
    if steps is not None and steps < case.checklist.thresholds.firm_steps:
        found.append(("steps", Fraction(steps)))
    return found


def strength(case: Case, robustness: Fraction | None, steps: int | None) -> str | None:
    """Conditional, firm or lean; none where nothing is decided."""
    now = judge(case)
    if now.verdict in ("undecided", "neither"):
        return None
    if now.restrictions:
        return "conditional"
    return "lean" if withheld(case, robustness, steps) else "firm"


def platform(verdicts: Sequence[str], limit: Fraction = Fraction(1, 3)) -> str:
    """The verdict on the platform from those on its services."""
    verdicts = [verdict for verdict in verdicts if verdict != "neither"]
    if not verdicts:
        return "neither"
    if Fraction(verdicts.count("undecided"), len(verdicts)) > limit:
        return "undecided"
    decided = set(verdicts) - {"undecided"}
    if "split" in decided or {"raw", "framework"} <= decided:
        return "mixed"
    return decided.pop()


def can_carry(raw_owners: int | None) -> tuple[int | None, bool]:
    """How many raw or split services a team can carry, and whether nobody backs the owner."""
    if raw_owners is None:
        return None, False
    return (raw_owners, False) if raw_owners >= 2 else (raw_owners, raw_owners == 1)
