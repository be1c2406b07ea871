"""All completions of a service's open answers, counted exactly (model §5).

The verdict depends only on group sums and on a few single levels, so counting completions by convolution over sums is
exact and fast. In: cells. Out: for each need and each sustain, how many completions give it. Must not know: people.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import Any

import numpy as np

from advisor.engine import decision
from advisor.engine.decision import (
    CLOSE,
    CONDITIONAL,
    CONFLICT,
    FRAMEWORK,
    GATED,
    KINDS,
    RAW,
    SPLIT,
    SPLITS,
    SUSTAINED,
    WEAK,
    NeedTable,
)
from advisor.engine.level_sets import LEVELS_OF, Cells, ServiceCells, weight_of
from advisor.engine.rules import HIGH, LOW, Group, Item, Rules

FLOAT_EXACT = 2**53
"""Counts below it are exact in float64; above it the same code runs on Python's whole numbers."""

Counts = Any
"""An array of counts of completions: float64 or object, see `dtype_for`."""


def dtype_for(total: int) -> type:
    return np.float64 if total < FLOAT_EXACT else object


def count_table(group: Group, cells: Cells, dtype: type = np.float64) -> Counts:
    """How many completions of one group end in each state: `[row, sum]`.

    A row says in which band each item with bands is, the first item's weighing most: see `row_units`."""
    return marked_table(group, cells, None, dtype)[0]


def marked_table(group: Group, cells: Cells, marked: int | None, dtype: type) -> Counts:
    """The same, `[k, row, sum]`, once for each level k that the marked item can take."""
    size = 1 + sum(item.most(cell) for item, cell in zip(group, cells, strict=True))
    table: Counts = np.zeros((1, 1, size), dtype=dtype)
    table[0, 0, 0] = 1
    for place in range(len(group) - 1, -1, -1):
        item = group[place]
        moves = _moves(item, cells[place])
        rows = table.shape[1]
        marks = len(moves) if place == marked else len(table)
        out: Counts = np.zeros((marks, item.width * rows, size), dtype=dtype)
        for k, (add, band) in enumerate(moves):
            start = rows * band
            target = out[k : k + 1] if place == marked else out
            target[:, start : start + rows, add:] += table[:, :, : size - add]
        table = out
    return table


def _moves(item: Item, cell: int) -> list[tuple[int, int]]:
    """What it can add to the sum, and the band it is in then."""
    if not cell:
        return [(item.offset, 0)]
    return [(item.offset + item.slope * level, item.bands[level]) for level in LEVELS_OF[cell]]


@lru_cache(maxsize=64)
def row_units(group: Group) -> tuple[int, ...]:
    """How much one band of each item adds to a row.

    >>> from advisor.engine.rules import HIGH_OR_NOT, LOW_HALF_HIGH
    >>> bands = (HIGH_OR_NOT, (0, 0, 0, 0, 0), LOW_HALF_HIGH)
    >>> row_units(tuple(Item("a", "role", "product", 1, bands=each) for each in bands))
    (3, 3, 1)
    """
    units, unit = [], 1
    for item in reversed(group):
        units.append(unit)
        unit *= item.width
    return tuple(reversed(units))


def row_of(group: Group, cells: Cells) -> int:
    """The row of a group with nothing open."""
    units = row_units(group)
    return sum(
        unit * item.bands[cell.bit_length() - 1] for item, cell, unit in zip(group, cells, units, strict=True) if cell
    )


def _bands(group: Group) -> list[dict[str, int]]:
    """For each row the band of each role that has any."""
    units, rows = row_units(group), prod(item.width for item in group)
    return [
        {item.role: row // unit % item.width for item, unit in zip(group, units, strict=True) if item.width > 1}
        for row in range(rows)
    ]


@lru_cache(maxsize=64)
def raw_rows(group: Group) -> tuple[tuple[int, bool, bool], ...]:
    """For each row of R's table: (kind, capability low, ownership low)."""

    def kind(band: dict[str, int]) -> int:
        if band.get("purpose") == LOW and band.get("latency") == LOW:
            return decision.NO_REASON
        return decision.FAST if band.get("latency") == HIGH else decision.REASON

    return tuple((kind(band), band.get("capability") == LOW, band.get("ownership") == LOW) for band in _bands(group))


@lru_cache(maxsize=64)
def split_rows(group: Group) -> tuple[int, ...]:
    """For each row of M's table: which split it is where M holds."""
    return tuple(
        decision.UNSPLIT
        if band.get("boundary") == LOW
        else decision.HOT_SPLIT
        if band.get("boundary") == HIGH and band.get("hot-path")
        else decision.SPLITTABLE
        for band in _bands(group)
    )


@lru_cache(maxsize=64)
def _collapse(group: Group, dtype: type) -> Counts:
    """[kind × 4 + capability × 2 + ownership, row]: adds up the rows that rules and gates cannot tell apart."""
    rows = raw_rows(group)
    matrix: Counts = np.zeros((4 * KINDS, len(rows)), dtype=dtype)
    for row, (kind, capability, ownership) in enumerate(rows):
        matrix[4 * kind + 2 * capability + ownership, row] = 1
    return matrix


@dataclass(frozen=True)
class Vectors:
    """The groups' counts, in the form that contracts with the need table.

    raw: [kind × 4 + capability × 2 + ownership, s_R]; framework: [s_X]; split and gut: by class;
    scorecard: [ownership low, sustain class]."""

    raw: Counts
    framework: Counts
    split: Counts
    gut: Counts
    scorecard: Counts


def raw_vector(rules: Rules, table: Counts) -> Counts:
    return _collapse(rules.raw, table.dtype.type) @ table


def split_vector(rules: Rules, weight: int, table: Counts) -> Counts:
    """[…, split]: UNSPLIT, SPLITTABLE, HOT_SPLIT."""
    holds = np.asarray(decision.reaches(np.arange(table.shape[-1]), weight, rules.limits.holds)).astype(table.dtype)
    kinds = np.eye(SPLITS)[list(split_rows(rules.split))].astype(table.dtype)
    by_split = (table @ holds) @ kinds
    by_split[..., decision.UNSPLIT] = table.sum(axis=(-2, -1)) - by_split[..., decision.UNSPLIT + 1 :].sum(axis=-1)
    return by_split


def gut_vector(rules: Rules, table: Counts) -> Counts:
    """[…, (raw, none, framework)]."""
    missing = 4 - sum(item.offset for item in rules.gut)
    says = [decision.gut_class(total + missing, rules.limits.gut) for total in range(table.shape[-1])]
    return table[..., 0, :] @ np.eye(3)[says].astype(table.dtype)


def scorecard_vector(rules: Rules, weight: int, table: Counts) -> Counts:
    """[…, ownership low, sustain class by Q alone]."""
    classes = decision.sustain_class(np.arange(table.shape[-1]), weight, rules.limits)
    by_row = table @ np.eye(3)[classes].astype(table.dtype)
    if by_row.shape[-2] == 1:  # no dimension says who owns a service
        return np.concatenate([by_row, np.zeros_like(by_row)], axis=-2)
    return by_row


def middle_vector(split: Counts, gut: Counts) -> Counts:
    """[…, split × 3 + gut]."""
    return (split[..., :, None] * gut[..., None, :]).reshape(*np.broadcast_shapes(split.shape[:-1], gut.shape[:-1]), -1)


def vectors(rules: Rules, cells: ServiceCells, dtype: type) -> Vectors:
    raw, framework, split, gut, scorecard = (
        count_table(group, own, dtype) for group, own in zip(rules.groups, cells.groups, strict=True)
    )
    return Vectors(
        raw_vector(rules, raw),
        framework[0],
        split_vector(rules, weight_of(rules.split, cells.split), split),
        gut_vector(rules, gut),
        scorecard_vector(rules, weight_of(rules.scorecard, cells.scorecard), scorecard),
    )


def gate_vectors(scorecard: Counts) -> Counts:
    """[…, capability × 2 + ownership, sustain]: the scorecard's counts once the vetoes are applied (model §4)."""
    gates = np.zeros((*scorecard.shape[:-2], 4, 3), dtype=scorecard.dtype)
    gates[..., 0, :] = scorecard.sum(axis=-2)
    gates[..., 1, :] = scorecard[..., 0, :]
    gates[..., 1, 0] += scorecard[..., 1, :].sum(axis=-1)
    gates[..., 2:, 0] = scorecard.sum(axis=(-2, -1))[..., None]
    return gates


def gated_raw(raw: Counts, scorecard: Counts) -> Counts:
    """[…, kind × s_R, sustain]: R's counts with those of the scorecard."""
    outer, size = raw.shape[:-2], raw.shape[-1]
    by_sum = raw.reshape(*outer, KINDS, 4, size).swapaxes(-2, -1).reshape(*outer, KINDS * size, 4)
    return by_sum @ gate_vectors(scorecard)


def framework_pieces(table: NeedTable, framework: Counts) -> Counts:
    """[…, s_R, piece]: of X's counts […, s_X] those that fall into each piece of the need table."""
    below = np.concatenate([np.zeros_like(framework[..., :1]), np.cumsum(framework, axis=-1)], axis=-1)
    at = below[..., table.ends]
    return at[..., 1:] - at[..., :-1]


def verdict_counts(counts: Counts) -> Counts:
    """[…, verdict]: completions by verdict, in the order of `VERDICTS`, from […, need, sustain]. Gated ones count as
    framework.

    >>> verdict_counts(np.array([[1., 0, 4], [0, 0, 2], [0, 1, 0], [3, 0, 0], [0, 0, 0], [0, 5, 0]])).tolist()
    [4.0, 6.0, 1.0, 5.0]
    """
    gated = counts[..., GATED].sum(axis=-1)
    by_need = counts[..., CONDITIONAL] + counts[..., SUSTAINED]
    undecided = by_need[..., CONFLICT] + by_need[..., WEAK] + by_need[..., CLOSE]
    return np.stack([by_need[..., RAW], by_need[..., FRAMEWORK] + gated, by_need[..., SPLIT], undecided], axis=-1)
