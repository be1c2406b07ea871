"""The decision rule itself: group sums → need, and need with sustain → verdict (model §2 to §4).

In: weighted sums, as whole numbers or arrays of them. Out: codes. Must not know: statements, completions, people.
There is one rule function for one service, a table of all sums, and 10,000 weightings alike.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from advisor.engine.cache import MEGABYTE, cached_by_bytes
from advisor.engine.recommendation import Verdict
from advisor.engine.rules import Limit, Limits

RAW, FRAMEWORK, SPLIT, CONFLICT, WEAK, CLOSE = range(6)
NEEDS = 6
NEED_VERDICT: tuple[Verdict, ...] = ("raw", "framework", "split", "undecided", "undecided", "undecided")
NEED_FLAG: tuple[str | None, ...] = (None, None, None, "conflict", "weak", "close")
GATED, CONDITIONAL, SUSTAINED = range(3)

REASON, NO_REASON, FAST = range(3)
"""What R's levels say by themselves: nothing; purpose and latency both low, so that there is no reason for raw (rule
0); latency high."""
KINDS = 3

UNSPLIT, SPLITTABLE, HOT_SPLIT = range(3)
"""Whether M holds with the boundary at level 2 or more, and whether hot-path and boundary are at 3 or 4 as well."""
SPLITS = 3

MIDDLES = 9
"""split × 3 + gut."""

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


def needs(sides: Sides, kind: Any, split: Any, gut: Any, limits: Limits) -> Codes:
    """The need of each entry, by rules 0 to 7 of the model, the first match winning.

    `kind` is one of REASON, NO_REASON, FAST, `split` of UNSPLIT, SPLITTABLE, HOT_SPLIT, `gut` of GUT_RAW, GUT_NONE,
    GUT_FRAMEWORK. All broadcast."""
    raw_weight = np.maximum(sides.raw_weight, 1)
    framework_weight = np.maximum(sides.framework_weight, 1)
    # D = s_X/4W_X − s_R/4W_R, times 4·W_X·W_R
    lean = sides.framework * raw_weight - sides.raw * framework_weight
    band = 4 * limits.band.num * framework_weight * raw_weight
    scaled = limits.band.den * lean
    to_framework, to_raw = scaled >= band, scaled <= -band
    kind, split, gut = np.asarray(kind), np.asarray(split), np.asarray(gut)
    has_need = kind != NO_REASON
    raw = reaches(sides.raw, sides.raw_weight, limits.holds) & has_need
    framework = reaches(sides.framework, sides.framework_weight, limits.holds)
    hot = (kind == FAST) & (split == HOT_SPLIT)
    unless_waiting = framework | ~hot  # else the split waits for X
    shape = np.broadcast_shapes(np.shape(lean), kind.shape, gut.shape, split.shape)

    # From the last rule to the first, so that an earlier one overwrites a later one.
    need = np.full(shape, WEAK, dtype=np.int8)
    np.copyto(need, CLOSE, where=raw | framework)
    np.copyto(need, CONFLICT, where=raw & framework)
    np.copyto(need, FRAMEWORK, where=~raw & to_framework & unless_waiting)  # 6
    if (gut == GUT_RAW).any():
        np.copyto(need, RAW, where=(gut == GUT_RAW) & (lean <= 0) & has_need)  # 5
    if (gut == GUT_FRAMEWORK).any():
        np.copyto(need, FRAMEWORK, where=(gut == GUT_FRAMEWORK) & (framework | ~raw) & unless_waiting)  # 4
    np.copyto(need, FRAMEWORK, where=framework & to_framework)  # 3
    np.copyto(need, RAW, where=raw & to_raw)  # 2
    if split.any():
        np.copyto(need, SPLIT, where=framework & ((raw & (split != UNSPLIT)) | hot))  # 1
    return need


def verdict_codes(needs: Codes) -> Codes:
    """From needs to places in `VERDICTS`: the three kinds of undecided, which come last, are one verdict.

    >>> verdict_codes(np.arange(6, dtype=np.int8)).tolist()
    [0, 1, 2, 3, 3, 3]
    """
    codes: Codes = np.minimum(needs, np.int8(CONFLICT))
    return codes


PIECES = 5
"""Between the sums of X at which a rule's answer can change: X holds, D ≥ δ, D ≤ −δ, D ≤ 0."""


@dataclass(frozen=True, eq=False)
class NeedTable:
    """The need for every pair of side sums.

    For one sum of R the need changes at few sums of X: X's sums from `ends[s_R, k]` up to, not including,
    `ends[s_R, k + 1]` all have the need `codes[kind, s_R, k, split × 3 + gut]`; such a piece can be empty."""

    codes: Codes
    ends: NDArray[np.int64]

    @property
    def size(self) -> int:
        """In bytes, with all needs written out."""
        kinds, sums, _, middles = self.codes.shape
        written_out = kinds * sums * int(self.ends[0, -1]) * middles
        return int(self.codes.nbytes + self.ends.nbytes + written_out)

    @cached_property
    def verdicts(self) -> Codes:
        """[kind, s_R, s_X, middle]: the verdict at every place, written out."""
        sums = np.arange(self.ends[0, -1])
        piece = (sums[None, :, None] >= self.ends[:, None, 1:-1]).sum(axis=-1)
        codes: Codes = verdict_codes(np.take_along_axis(self.codes, piece[None, :, :, None], axis=2))
        return codes

    def code(self, kind: int, raw: int, framework: int, middle: int) -> int:
        """The need at one place."""
        piece = int(self.ends[raw].searchsorted(framework, side="right")) - 1
        return int(self.codes[kind, raw, piece, middle])

    def one_hot(self, dtype: Any) -> Any:
        """[need, kind, s_R, piece, middle] of 0 and 1: contracts with counts of completions into counts of needs."""
        return (self.codes == np.arange(NEEDS, dtype=np.int8)[:, None, None, None, None]).astype(dtype)


@cached_by_bytes(16 * MEGABYTE, lambda table: table.size)
def need_table(raw_weight: int, framework_weight: int, limits: Limits) -> NeedTable:
    """All needs for the applying weights of the two sides."""
    ends = _ends(raw_weight, framework_weight, limits)
    sides = Sides(
        raw=np.arange(4 * raw_weight + 1)[None, :, None, None],
        raw_weight=raw_weight,
        framework=np.minimum(ends[None, :, :-1, None], 4 * framework_weight),
        framework_weight=framework_weight,
    )
    codes = needs(
        sides,
        kind=np.arange(KINDS)[:, None, None, None],
        split=(np.arange(MIDDLES) // 3)[None, None, None, :],
        gut=(np.arange(MIDDLES) % 3)[None, None, None, :],
        limits=limits,
    )
    return NeedTable(codes, ends)


def _ends(raw_weight: int, framework_weight: int, limits: Limits) -> NDArray[np.int64]:
    """[s_R, PIECES + 1]: where the pieces of X's sums begin, then where the last one ends."""
    raw = np.arange(4 * raw_weight + 1)
    w_raw, w_framework, size = max(raw_weight, 1), max(framework_weight, 1), 4 * framework_weight + 1
    # den·(s_X·W_R − s_R·W_X) against ±4·num·W_X·W_R, solved for s_X
    scaled, band = limits.band.den * raw * w_framework, 4 * limits.band.num * w_framework * w_raw
    each = limits.band.den * w_raw
    holds = -(-4 * limits.holds.num * framework_weight // limits.holds.den)
    starts = [
        np.zeros_like(raw),
        np.full_like(raw, holds),
        -((-scaled - band) // each),  # D ≥ δ from here on
        (scaled - band) // each + 1,  # D ≤ −δ up to here
        raw * w_framework // w_raw + 1,  # D ≤ 0 up to here
        np.full_like(raw, size),
    ]
    ends: NDArray[np.int64] = np.sort(np.clip(np.stack(starts, axis=1), 0, size), axis=1)
    return ends


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
