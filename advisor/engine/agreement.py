"""Agreement A on an ordered scale (van der Eijk 2001, doi 10.1023/A:1010374114305).

From −1 (all at the two ends) through 0 (uniform) to 1 (all equal).
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations


def _pattern_agreement(pattern: Sequence[bool]) -> Fraction:
    """A of one layer: which categories it fills, all equally."""
    size, filled = len(pattern), sum(pattern)
    if filled == 1:
        return Fraction(1)
    together = apart = 0
    for triple in combinations(pattern, 3):
        if triple in ((True, True, False), (False, True, True)):
            together += 1
        elif triple == (True, False, True):
            apart += 1
    if not together and not apart:  # every category is filled
        return Fraction(0)
    unimodality = Fraction((size - 2) * together - (size - 1) * apart, (size - 2) * (together + apart))
    return unimodality * (1 - Fraction(filled - 1, size - 1))


def agreement(counts: Sequence[int]) -> Fraction:
    """Agreement A of counts on three or more ordered categories; ValueError if there is no count.

    Each layer takes the same number off every category that is left, and weighs as much as it takes off.

    >>> round(float(agreement([30, 40, 210, 130, 530, 50, 10])), 4)
    0.6113
    >>> [int(agreement(c)) for c in ([0, 0, 5, 0, 0], [1, 1, 1, 1, 1], [2, 0, 0, 0, 2])]
    [1, 0, -1]
    """
    total = sum(counts)
    if total <= 0:
        raise ValueError("agreement needs at least one count")
    left, result = list(counts), Fraction(0)
    while any(left):
        pattern = tuple(count > 0 for count in left)
        layer = min(count for count in left if count > 0)
        taken = layer * sum(pattern)
        result += Fraction(taken, total) * _pattern_agreement(pattern)
        left = [count - layer if count > 0 else 0 for count in left]
    return result
