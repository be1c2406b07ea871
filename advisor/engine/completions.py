"""All completions of a service's open answers, counted exactly (model §5).

The verdict depends only on group sums and on a few single levels, so counting completions by convolution over sums is
exact and fast. In: cells. Out: for each need and each sustain, how many completions give it. Must not know: people.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from advisor.engine import decision
from advisor.engine.cells import LEVELS_OF, Cells, ServiceCells, weight_of
from advisor.engine.rules import Group, Rules

FLOAT_EXACT = 2**53
"""Counts below it are exact in float64; above it the same code runs on Python's whole numbers."""

Counts = Any
"""An array of counts of completions: float64 or object, see `dtype_for`."""


def dtype_for(total: int) -> type:
    return np.float64 if total < FLOAT_EXACT else object


def count_table(group: Group, cells: Cells, dtype: type = np.float64) -> Counts:
    """How many completions of one group end in each state: `[row, sum]`.

    A row has one bit for each item with `low`, the first item's the highest: set where its level is 0 or 1."""
    return marked_table(group, cells, None, dtype)[0]


def marked_table(group: Group, cells: Cells, marked: int | None, dtype: type) -> Counts:
    """The same, `[k, row, sum]`, once for each level k that the marked item can take."""
    size = 1 + sum(item.most(cell) for item, cell in zip(group, cells, strict=True))
    table: Counts = np.zeros((1, 1, size), dtype=dtype)
    table[0, 0, 0] = 1
    for place in range(len(group) - 1, -1, -1):
        item = group[place]
        moves = _moves(item.offset, item.slope, cells[place])
        rows = table.shape[1]
        marks = len(moves) if place == marked else len(table)
        out: Counts = np.zeros((marks, 2 * rows if item.low else rows, size), dtype=dtype)
        for k, (add, low) in enumerate(moves):
            start = rows if low and item.low else 0
            target = out[k : k + 1] if place == marked else out
            target[:, start : start + rows, add:] += table[:, :, : size - add]
        table = out
    return table


def _moves(offset: int, slope: int, cell: int) -> list[tuple[int, bool]]:
    if not cell:
        return [(offset, False)]
    return [(offset + slope * level, level <= 1) for level in LEVELS_OF[cell]]


@lru_cache(maxsize=64)
def _bits(group: Group) -> tuple[str, ...]:
    """The roles behind a group's row bits, highest first."""
    return tuple(item.role for item in group if item.low)


@lru_cache(maxsize=64)
def raw_rows(group: Group) -> tuple[tuple[bool, bool, bool], ...]:
    """For each row of R's table: (no need, capability low, ownership low)."""
    bits = _bits(group)

    def low(row: int, role: str) -> bool:
        return role in bits and bool(row >> (len(bits) - 1 - bits.index(role)) & 1)

    return tuple(
        (low(r, "purpose") and low(r, "latency"), low(r, "capability"), low(r, "ownership"))
        for r in range(2 ** len(bits))
    )


@lru_cache(maxsize=64)
def _collapse(group: Group, dtype: type) -> Counts:
    """[no need × 4 + capability × 2 + ownership, row]: adds up the rows that rules and gates cannot tell apart."""
    matrix = np.zeros((8, 2 ** len(_bits(group))), dtype=dtype)
    for row, (no_need, capability, ownership) in enumerate(raw_rows(group)):
        matrix[4 * no_need + 2 * capability + ownership, row] = 1
    return matrix


@dataclass(frozen=True)
class Vectors:
    """The groups' counts, in the form that contracts with the need table.

    raw: [no need × 4 + capability × 2 + ownership, s_R]; framework: [s_X]; middle: [split_ok × 3 + gut];
    scorecard: [ownership low, sustain class]."""

    raw: Counts
    framework: Counts
    middle: Counts
    scorecard: Counts


def raw_vector(rules: Rules, table: Counts) -> Counts:
    return _collapse(rules.raw, table.dtype.type) @ table


def split_vector(rules: Rules, weight: int, table: Counts) -> Counts:
    """[not ok, ok]: M holds and the boundary is at level 2 or more."""
    holds = decision.reaches(np.arange(table.shape[1]), weight, rules.limits.holds)
    ok = table[0][holds].sum()
    return np.array([table.sum() - ok, ok], dtype=table.dtype)


def gut_vector(rules: Rules, table: Counts) -> Counts:
    """[raw, none, framework]."""
    missing = 4 - sum(item.offset for item in rules.gut)
    out = np.zeros(3, dtype=table.dtype)
    for total, count in enumerate(table[0]):
        out[decision.gut_class(total + missing, rules.limits.gut)] += count
    return out


def scorecard_vector(rules: Rules, weight: int, table: Counts) -> Counts:
    """[ownership low, sustain class by Q alone]."""
    classes = decision.sustain_class(np.arange(table.shape[1]), weight, rules.limits)
    out = np.zeros((2, 3), dtype=table.dtype)
    for row in range(len(table)):
        for sustain in range(3):
            out[row, sustain] = table[row][classes == sustain].sum()
    return out


def middle_vector(split: Counts, gut: Counts) -> Counts:
    return np.outer(split, gut).ravel()


def vectors(rules: Rules, cells: ServiceCells, dtype: type) -> Vectors:
    split = count_table(rules.split, cells.split, dtype)
    scorecard = count_table(rules.scorecard, cells.scorecard, dtype)
    return Vectors(
        raw_vector(rules, count_table(rules.raw, cells.raw, dtype)),
        count_table(rules.framework, cells.framework, dtype)[0],
        middle_vector(
            split_vector(rules, weight_of(rules.split, cells.split), split),
            gut_vector(rules, count_table(rules.gut, cells.gut, dtype)),
        ),
        scorecard_vector(rules, weight_of(rules.scorecard, cells.scorecard), scorecard),
    )


def gate_vectors(scorecard: Counts) -> Counts:
    """[capability × 2 + ownership, sustain]: the scorecard's counts once the vetoes are applied (model §4)."""
    everything = scorecard.sum()
    vetoed = np.array([everything, 0, 0], dtype=scorecard.dtype)
    plain = scorecard.sum(axis=0)
    by_owner = scorecard[0] + np.array([scorecard[1].sum(), 0, 0], dtype=scorecard.dtype)
    return np.stack([plain, by_owner, vetoed, vetoed])


def gated_raw(raw: Counts, scorecard: Counts) -> Counts:
    """[no need × s_R, sustain]: R's counts with those of the scorecard."""
    size = raw.shape[1]
    by_sum = raw.reshape(2, 4, size).transpose(0, 2, 1).reshape(2 * size, 4)
    return by_sum @ gate_vectors(scorecard)


def one_hot_for(rules: Rules, cells: ServiceCells, dtype: type) -> Counts:
    """[need, no need × s_R, s_X × 6] for this service's applying weights."""
    raw, framework = weight_of(rules.raw, cells.raw), weight_of(rules.framework, cells.framework)
    return decision.one_hot(raw, framework, rules.limits, dtype)


def need_counts(one_hot: Counts, parts: Vectors) -> Counts:
    """[need, sustain]: how many completions give each pair. They add up to the number of completions."""
    inner = one_hot @ np.outer(parts.framework, parts.middle).ravel()
    return inner @ gated_raw(parts.raw, parts.scorecard)


def completion_counts(rules: Rules, cells: ServiceCells) -> Counts:
    """[need, sustain] over all completions of a service."""
    dtype = dtype_for(cells.total)
    return need_counts(one_hot_for(rules, cells, dtype), vectors(rules, cells, dtype))


class Recount:
    """Counts [need, sustain] of a service when the weights of a single group change: the other groups' parts stay."""

    def __init__(self, rules: Rules, cells: ServiceCells) -> None:
        self.cells, self.dtype = cells, dtype_for(cells.total)
        self.parts = vectors(rules, cells, self.dtype)
        self.gut = gut_vector(rules, count_table(rules.gut, cells.gut, self.dtype))
        self.gated = gated_raw(self.parts.raw, self.parts.scorecard)
        self.side = np.outer(self.parts.framework, self.parts.middle).ravel()
        self.inner = one_hot_for(rules, cells, self.dtype) @ self.side

    def __call__(self, group: int, rules: Rules) -> Counts:
        """`rules` differ from the service's own in the weights of this group only (as in `Rules.groups`)."""
        own = self.cells.groups[group]
        table = count_table(rules.groups[group], own, self.dtype)
        weight = weight_of(rules.groups[group], own)
        if group == 0:
            gated = gated_raw(raw_vector(rules, table), self.parts.scorecard)
            return (one_hot_for(rules, self.cells, self.dtype) @ self.side) @ gated
        if group == 4:
            return self.inner @ gated_raw(self.parts.raw, scorecard_vector(rules, weight, table))
        framework, middle = self.parts.framework, self.parts.middle
        if group == 1:
            framework = table[0]
        else:
            middle = middle_vector(split_vector(rules, weight, table), self.gut)
        return (one_hot_for(rules, self.cells, self.dtype) @ np.outer(framework, middle).ravel()) @ self.gated


def verdict_counts(counts: Counts) -> list[int]:
    """Completions by verdict, in the order of `VERDICTS`: gated ones count as framework.

    >>> verdict_counts(np.array([[1., 0, 4], [0, 0, 2], [0, 1, 0], [3, 0, 0], [0, 0, 0], [0, 5, 0]]))
    [4, 6, 1, 5]
    """
    gated = counts[:, decision.GATED]
    open_ = counts[:, decision.CONDITIONAL] + counts[:, decision.SUSTAINED]
    return [
        int(open_[decision.RAW]),
        int(open_[decision.FRAMEWORK] + gated.sum()),
        int(open_[decision.SPLIT]),
        int(open_[decision.CONFLICT] + open_[decision.WEAK] + open_[decision.CLOSE]),
    ]
