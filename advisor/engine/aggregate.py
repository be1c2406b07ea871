"""What a group of respondents says of one statement: its level, or the levels it can still take (model §8).

In: everybody's answers. Out: a `StatementState`. Must not know: rounds, who may see what (that is the app's).
"""

from collections.abc import Sequence
from fractions import Fraction

from advisor.engine.agreement import agreement
from advisor.engine.recommendation import LEVELS, GivenLevel, StatementState

CONSENSUS = Fraction(3, 4)
"""Of the levels given, so many must stand within one level of the median (Diamond 2014)."""


def median_level(levels: Sequence[int]) -> int:
    """The median; an even count takes the lower of the two middle ones.

    >>> median_level([4, 0, 3]), median_level([4, 1])
    (3, 1)
    """
    return sorted(levels)[(len(levels) - 1) // 2]


def is_contested(levels: Sequence[int]) -> bool:
    """Whether the levels given are too far apart to speak with one voice.

    >>> is_contested([4, 2]), is_contested([4, 3]), is_contested([4, 4, 4, 1]), is_contested([4, 4, 1])
    (True, False, False, True)
    """
    if len(levels) < 2:
        return False
    if len(levels) == 2:
        return abs(levels[0] - levels[1]) >= 2
    median = median_level(levels)
    near = sum(abs(level - median) <= 1 for level in levels)
    return agreement([levels.count(v) for v in LEVELS]) < 0 or Fraction(near, len(levels)) < CONSENSUS


def contested_levels(levels: Sequence[int]) -> tuple[int, ...]:
    """From the lower to the upper quartile by nearest rank; where the two coincide, from the lowest to the highest.

    >>> contested_levels([0, 1, 3, 4]), contested_levels([4, 1]), contested_levels([0, 4, 4, 4, 4, 4, 0])
    ((0, 1, 2, 3), (1, 2, 3, 4), (0, 1, 2, 3, 4))
    """
    ordered, count = sorted(levels), len(levels)
    lower, upper = ordered[-(-count // 4) - 1], ordered[-(-3 * count // 4) - 1]
    if lower == upper:
        lower, upper = ordered[0], ordered[-1]
    return tuple(range(lower, upper + 1))


def heard(statement: str, given: Sequence[GivenLevel], settled: tuple[int, str] | None = None) -> StatementState:
    """The state of a statement from what everybody said; `settled` is the facilitator's (level, reason) and wins.

    Not sure and does not apply are no levels. More than half saying it does not apply: it does not. Fewer than half
    of those who answered giving a level: it is open."""
    answers = tuple(given)
    if len(answers) == 1 and settled is None and answers[0].level is not None:  # most often: one voice, one level
        return StatementState(statement, (answers[0].level,), answers)
    levels = [one.level for one in answers if one.level is not None]
    contested = is_contested(levels)
    agreed = agreement([levels.count(v) for v in LEVELS]) if len(levels) >= 2 else None
    reasons = [one.na for one in answers if one.na is not None]

    def state(now: tuple[int, ...], *, na: str | None = None, disputed: bool = False) -> StatementState:
        return StatementState(
            statement,
            now,
            answers,
            na=na,
            contested=disputed,
            settled=settled[1] if settled else None,
            agreement=agreed,
        )

    if settled:
        return state((settled[0],), disputed=contested)
    if 2 * len(reasons) > len(answers):
        return state((), na="; ".join(dict.fromkeys(reasons)))
    if not levels or 2 * len(levels) < len(answers):
        return state(LEVELS)
    if contested:
        return state(contested_levels(levels), disputed=True)
    return state((median_level(levels),))
