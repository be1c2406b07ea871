"""The decision rule itself: group sums → need, and need with sustain → verdict (model §2 to §4).

In: weighted sums, as whole numbers or arrays of them. Out: codes. Must not know: statements, completions, people.
There is one rule function for one service, a table of all sums, and 10,000 weightings alike.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from advisor.engine.recommendation import Verdict
from advisor.engine.rules import Limit, Limits

RAW, FRAMEWORK, SPLIT, CONFLICT, WEAK, CLOSE = range(6)
NEEDS = 6
NEED_VERDICT: tuple[Verdict, ...] = ("raw", "framework", "split", "undecided", "undecided", "undecided")
NEED_FLAG: tuple[str | None, ...] = (None, None, None, "conflict", "weak", "close")
GATED, CONDITIONAL, SUSTAINED = range(3)

GUT_RAW, GUT_NONE, GUT_FRAMEWORK = range(3)
"""g ≤ −½, between, g ≥ ½."""

Codes = NDArray[np.int8]
Sums = Any
"""A whole number or an array of them (int64, or float64 below 2⁵³)."""


@dataclass(frozen=True)
class Sides:
    """The two sides' sums s and applying weights W (their support is s / 4W); W = 0 where a whole group does not
    apply, which then holds nothing and counts 0 in the lean."""

    raw: Sums
    raw_weight: Sums
    framework: Sums
    framework_weight: Sums


def reaches(total: Sums, weight: Sums, limit: Limit) -> Any:
    """Whether a support total / 4·weight is at least the limit, by cross-multiplication; never where weight is 0.

    >>> reaches(12, 5, Limit(3, 5)), reaches(11, 5, Limit(3, 5)), reaches(0, 0, Limit(3, 5))
    (True, False, False)
    """
    return (limit.den * total >= 4 * limit.num * weight) & (weight > 0)


def needs(sides: Sides, no_need: Any, split_ok: Any, gut: Any, limits: Limits) -> Codes:
    """The need of each entry, by rules 0 to 7 of the model, the first match winning.

    `no_need` is rule 0 (purpose and latency both low), `split_ok` that M holds and the boundary is at 2 or more,
    `gut` one of GUT_RAW, GUT_NONE, GUT_FRAMEWORK. All broadcast."""
    raw_weight = np.maximum(sides.raw_weight, 1)
    framework_weight = np.maximum(sides.framework_weight, 1)
    # D = s_X/4W_X − s_R/4W_R, times 4·W_X·W_R
    lean = sides.framework * raw_weight - sides.raw * framework_weight
    band = 4 * limits.band.num * framework_weight * raw_weight
    scaled = limits.band.den * lean
    to_framework, to_raw = scaled >= band, scaled <= -band
    has_need = ~np.asarray(no_need, dtype=bool)
    gut = np.asarray(gut)
    raw = reaches(sides.raw, sides.raw_weight, limits.holds) & has_need
    framework = reaches(sides.framework, sides.framework_weight, limits.holds)
    shape = np.broadcast_shapes(np.shape(lean), np.shape(has_need), gut.shape, np.shape(split_ok))

    # From the last rule to the first, so that an earlier one overwrites a later one.
    need = np.full(shape, WEAK, dtype=np.int8)
    np.copyto(need, CLOSE, where=raw | framework)
    np.copyto(need, CONFLICT, where=raw & framework)
    np.copyto(need, FRAMEWORK, where=~raw & to_framework)  # 6
    if (gut == GUT_RAW).any():
        np.copyto(need, RAW, where=(gut == GUT_RAW) & (lean <= 0) & has_need)  # 5
    if (gut == GUT_FRAMEWORK).any():
        np.copyto(need, FRAMEWORK, where=(gut == GUT_FRAMEWORK) & (framework | ~raw))  # 4
    np.copyto(need, FRAMEWORK, where=framework & to_framework)  # 3
    np.copyto(need, RAW, where=raw & to_raw)  # 2
    if np.any(split_ok):
        np.copyto(need, SPLIT, where=raw & framework & split_ok)  # 1
    return need


def verdict_codes(needs: Codes) -> Codes:
    """From needs to places in `VERDICTS`: the three kinds of undecided, which come last, are one verdict.

    >>> verdict_codes(np.arange(6, dtype=np.int8)).tolist()
    [0, 1, 2, 3, 3, 3]
    """
    codes: Codes = np.minimum(needs, np.int8(CONFLICT))
    return codes


@dataclass(frozen=True)
class NeedTable:
    """The need for every pair of side sums: `codes[no_need, s_R, s_X, split_ok × 3 + gut]`, and as verdicts."""

    codes: Codes
    verdicts: Codes


@lru_cache(maxsize=128)
def need_table(raw_weight: int, framework_weight: int, limits: Limits) -> NeedTable:
    """All needs for the applying weights of the two sides: a few thousand entries, kept."""
    sides = Sides(
        raw=np.arange(4 * raw_weight + 1)[None, :, None, None],
        raw_weight=raw_weight,
        framework=np.arange(4 * framework_weight + 1)[None, None, :, None],
        framework_weight=framework_weight,
    )
    codes = needs(
        sides,
        no_need=np.array([False, True])[:, None, None, None],
        split_ok=(np.arange(6) >= 3)[None, None, None, :],
        gut=(np.arange(6) % 3)[None, None, None, :],
        limits=limits,
    )
    return NeedTable(codes, verdict_codes(codes))


@lru_cache(maxsize=64)
def one_hot(raw_weight: int, framework_weight: int, limits: Limits, dtype: type) -> Any:
    """The need table as [need, no_need × s_R, s_X × 6] of 0 and 1: contracts with counts of completions into counts
    of needs."""
    codes = need_table(raw_weight, framework_weight, limits).codes
    rows = codes.reshape(2 * codes.shape[1], -1)
    return np.stack([(rows == need).astype(dtype) for need in range(NEEDS)])


def gut_class(total: int, limit: Limit) -> int:
    """Where the gut check stands; `total` is 4·g + 4, in 0 to 8.

    >>> gut_class(6, Limit(1, 2)), gut_class(5, Limit(1, 2)), gut_class(2, Limit(1, 2))
    (2, 1, 0)
    """
    if limit.den * (total - 4) >= 4 * limit.num:
        return GUT_FRAMEWORK
    if limit.den * (total - 4) <= -4 * limit.num:
        return GUT_RAW
    return GUT_NONE


def sustain_class(total: Sums, weight: int, limits: Limits) -> Any:
    """GATED below 0.4, CONDITIONAL below 0.6, else SUSTAINED; a scorecard without dimensions sustains."""
    if weight == 0:
        return np.full(np.shape(total), SUSTAINED) if np.ndim(total) else SUSTAINED
    conditional = reaches(total, weight, limits.sustain_conditional)
    yes = reaches(total, weight, limits.sustain_yes)
    return np.add(conditional, yes, dtype=np.int64)
