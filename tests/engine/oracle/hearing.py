"""What several people's answers to one statement come to: agreement, contested sets, the group's levels.

In: answers. Out: levels. Must not know: the engine.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from advisor.checklist.answer import Answer

ALL_LEVELS = (0, 1, 2, 3, 4)


def agreement(counts: Sequence[int]) -> Fraction | None:
    """Van der Eijk's A of how often each level was given; None with fewer than two levels given.

    The counts are peeled into layers of equal height; each layer's agreement weighs as many answers as it holds.
    """
    left, total = list(counts), sum(counts)
    if total < 2:
        return None
    result = Fraction(0)
    while any(left):
        height = min(count for count in left if count)
        pattern = [int(count > 0) for count in left]
        result += Fraction(height * sum(pattern), total) * layer_agreement(pattern)
        left = [count - height * present for count, present in zip(left, pattern, strict=True)]
    return result


def layer_agreement(pattern: Sequence[int]) -> Fraction:
    """The agreement of a row of ones and zeros: 1 for a single one, −1 for two at the ends, 0 for all ones."""
    k, ones = len(pattern), sum(pattern)
    if ones == 1:
        return Fraction(1)
    if ones == k:
        return Fraction(0)
    unimodal = bimodal = 0
    for i in range(k):
        for j in range(i + 1, k):
            for m in range(j + 1, k):
                triple = (pattern[i], pattern[j], pattern[m])
                unimodal += triple in ((1, 1, 0), (0, 1, 1))
                bimodal += triple == (1, 0, 1)
    unimodality = Fraction((k - 2) * unimodal - (k - 1) * bimodal, (k - 2) * (unimodal + bimodal))
    return unimodality * (1 - Fraction(ones - 1, k - 1))


@dataclass(frozen=True)
class Group:
    """What several people's answers to one statement come to."""

    levels: tuple[int, ...]
    contested: bool
    agreement: Fraction | None


def group_answer(given: Sequence[Answer], settled: int | None = None) -> Group:
    """The levels a statement can take after everyone is heard; none if it does not apply."""
    levels = sorted(answer.level for answer in given if isinstance(answer.level, int))
    not_applying = sum(answer.na is not None for answer in given)
    spread = agreement([levels.count(level) for level in ALL_LEVELS])
    disputed = is_contested(levels, spread)
    if settled is not None:
        return Group((settled,), disputed, spread)
    if not_applying * 2 > len(given):
        return Group((), False, spread)
    if not levels or len(levels) * 2 < len(given):
        return Group(ALL_LEVELS, False, spread)
    if disputed:
        return Group(contested_set(levels), disputed, spread)
    return Group((lower_median(levels),), disputed, spread)


def lower_median(levels: Sequence[int]) -> int:
    return sorted(levels)[(len(levels) - 1) // 2]


def is_contested(levels: Sequence[int], spread: Fraction | None) -> bool:
    if len(levels) < 2:
        return False
    if len(levels) == 2:
        return abs(levels[0] - levels[1]) >= 2
    near = sum(abs(level - lower_median(levels)) <= 1 for level in levels)
    return (spread is not None and spread < 0) or Fraction(near, len(levels)) < Fraction(3, 4)


def contested_set(levels: Sequence[int]) -> tuple[int, ...]:
    """From the lower to the upper quartile by nearest rank; from lowest to highest where the two coincide."""
    ordered, n = sorted(levels), len(levels)
    low, high = ordered[math.ceil(Fraction(n, 4)) - 1], ordered[math.ceil(Fraction(3 * n, 4)) - 1]
    if low == high:
        low, high = ordered[0], ordered[-1]
    return tuple(range(low, high + 1))
