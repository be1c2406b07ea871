"""The states that changes of a group's answers can lead to, joined into classes that a verdict cannot tell apart.

In: a group's cells. Out: for each class its least cost, how many sets of changes have it, and what it leaves behind: of
R where in the need table its completions lie, of X by how much its sums move, of the others counts of completions.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from advisor.engine import decision
from advisor.engine.cache import MEGABYTE, cached_by_bytes
from advisor.engine.completions import Counts, count_table, raw_rows, split_rows
from advisor.engine.level_changes import MOST_STEPS, End, Ints, Moves, moves
from advisor.engine.level_sets import IS_OPEN, Cells, weight_of
from advisor.engine.rules import Group, Limits

OWN, GATED_ROW = 1, 2
"""Of a completion of R: the ownership statement is low; the capability statement is, which gates it whatever else."""


class Classes:
    """Classes by least cost: `cost`, `ways` (sets of changes of that cost), and an example's `rows` and `sums`."""

    def __init__(self, made: Moves, label: Ints) -> None:
        """`label[row, sum]` is the same for states that a verdict cannot tell apart."""
        self.moves = made
        rows, sums = np.nonzero(made.cost <= MOST_STEPS)
        order = np.argsort(made.cost[rows, sums], kind="stable")
        rows, sums = rows[order], sums[order]
        cost = made.cost[rows, sums]
        _, first, where = np.unique(label[rows, sums], return_index=True, return_inverse=True)
        ranked = np.argsort(cost[first], kind="stable")
        place = np.empty_like(ranked)
        place[ranked] = np.arange(len(ranked))
        first, where = first[ranked], place[where]
        self.cost, self.rows, self.sums = cost[first], rows[first], sums[first]
        cheapest = cost == self.cost[where]
        self._states = rows[cheapest], sums[cheapest], where[cheapest]
        self.ways = np.zeros(len(first), dtype=np.int64)
        np.add.at(self.ways, self._states[2], made.ways[self._states[:2]])

    @property
    def size(self) -> int:
        return 8 * (4 * len(self.cost) + 3 * len(self._states[0]))

    def ends(self, marks: Iterable[int]) -> list[End]:
        """The states of these classes, marked with their class."""
        rows, sums, where = self._states
        chosen = np.isin(where, list(marks))
        own = where[chosen]
        columns = rows[chosen], sums[chosen], self.cost[own], own
        return list(zip(*(column.tolist() for column in columns), strict=True))


@dataclass(frozen=True, eq=False)
class Spread:
    """What a group's open items add to any state: `rows`, `sums` and how many completions, `counts`."""

    rows: Ints
    sums: Ints
    counts: Counts


@lru_cache(maxsize=1024)
def _spread(group: Group, cells: Cells, dtype: type) -> Spread:
    still = [bool(IS_OPEN[cell]) for cell in cells]
    table = count_table(group, tuple(cell if is_open else 0 for cell, is_open in zip(cells, still, strict=True)), dtype)
    moved = sum(item.offset for item, is_open in zip(group, still, strict=True) if not is_open)
    rows, sums = np.nonzero(table)
    return Spread(rows, sums - moved, table[rows, sums])


@dataclass(frozen=True, eq=False)
class RawClasses:
    """`places[class, k]` in [kind × s_R] and `gates[class, k]` (0, OWN, GATED_ROW) of the completions counted by
    `counts[k]`."""

    classes: Classes
    places: Ints
    gates: NDArray[np.int8]
    counts: Counts


@cached_by_bytes(16 * MEGABYTE, lambda made: made.classes.size + 2 * made.places.nbytes)
def raw_classes(group: Group, cells: Cells, dtype: type) -> RawClasses:
    made, spread = moves(group, cells), _spread(group, cells, dtype)
    size = 4 * weight_of(group, cells) + 1
    kinds, gates = _row_kinds(group)
    below = np.minimum(np.arange(len(made.cost))[:, None] + spread.rows, len(kinds) - 1)
    pattern = np.where(gates[below] == GATED_ROW, -1, kinds[below] * 2 + gates[below])
    label = _numbered(pattern)[:, None] * size + np.arange(made.cost.shape[1])
    label[(pattern == -1).all(axis=1)] = -1
    classes = Classes(made, label)
    rows = classes.rows[:, None] + spread.rows
    places = kinds[rows] * size + classes.sums[:, None] + spread.sums
    return RawClasses(classes, places, gates[rows], spread.counts)


@lru_cache(maxsize=64)
def _row_kinds(group: Group) -> tuple[Ints, NDArray[np.int8]]:
    """(the kind, the gate) of each of R's rows."""
    rows = raw_rows(group)
    gates = [GATED_ROW if capability else OWN if ownership else 0 for _, capability, ownership in rows]
    return np.array([kind for kind, _, _ in rows]), np.array(gates, dtype=np.int8)


@dataclass(frozen=True, eq=False)
class FrameworkClasses:
    """`below[class, s_R, k]`: how many completions have a sum of X below the k-th end of the need table's pieces is
    looked up in `totals` at the end less the class's sum."""

    classes: Classes
    totals: Counts

    def pieces(self, ends: Ints) -> Counts:
        """[s_R, class, piece]: completions of X that fall into each piece of the need table."""
        at = ends[:, None, :] - self.classes.sums[None, :, None]
        below = self.totals[np.clip(at, 0, len(self.totals) - 1)]
        return below[..., 1:] - below[..., :-1]


def framework_classes(group: Group, cells: Cells, dtype: type) -> FrameworkClasses:
    made, spread = moves(group, cells), _spread(group, cells, dtype)
    totals: Counts = np.zeros(int(spread.sums[-1]) + 2, dtype=dtype)
    totals[spread.sums + 1] = spread.counts
    return FrameworkClasses(Classes(made, np.arange(made.cost.shape[1])[None, :]), np.cumsum(totals))


@dataclass(frozen=True, eq=False)
class CountClasses:
    """`counts[class, …]`: completions of each class by what a verdict asks of the group."""

    classes: Classes
    counts: Counts


def _count_classes(made: Moves, spread: Spread, tests: Any) -> CountClasses:
    """`tests(rows, sums)` gives [kind, …] of whether completions are of a kind."""
    grid: Ints = np.indices(made.cost.shape)
    rows, sums = grid[0], grid[1]
    kinds = tests(rows[..., None] + spread.rows, sums[..., None] + spread.sums)
    counts = np.moveaxis((kinds * spread.counts).sum(axis=-1), 0, -1)
    label = _numbered(counts.reshape(-1, counts.shape[-1])).reshape(made.cost.shape)
    classes = Classes(made, label)
    return CountClasses(classes, counts[classes.rows, classes.sums])


def _numbered(rows: Any) -> Ints:
    """The same number for equal rows of an array."""
    numbers: dict[tuple[Any, ...], int] = {}
    return np.array([numbers.setdefault(tuple(row), len(numbers)) for row in rows.tolist()])


@cached_by_bytes(4 * MEGABYTE, lambda made: made.classes.size)
def split_classes(group: Group, cells: Cells, limits: Limits, dtype: type) -> CountClasses:
    """By split."""
    weight, splits = weight_of(group, cells), np.array(split_rows(group))

    def tests(rows: Ints, sums: Ints) -> Any:
        # a state that no set of changes reaches can lie past the last row
        split = splits[np.minimum(rows, len(splits) - 1)] * decision.reaches(sums, weight, limits.holds)
        return split == np.arange(decision.SPLITS)[:, None, None, None]

    return _count_classes(moves(group, cells), _spread(group, cells, dtype), tests)


def gut_classes(group: Group, cells: Cells, limits: Limits, dtype: type) -> CountClasses:
    """By what the gut check says."""
    missing = 4 - sum(item.offset for item in group)
    says = np.array([decision.gut_class(total, limits.gut) for total in range(9)])

    def tests(rows: Ints, sums: Ints) -> Any:
        return says[np.minimum(sums + missing, 8)] == np.arange(3)[:, None, None, None]

    return _count_classes(moves(group, cells), _spread(group, cells, dtype), tests)


@cached_by_bytes(4 * MEGABYTE, lambda made: made.classes.size)
def scorecard_classes(group: Group, cells: Cells, limits: Limits, dtype: type) -> CountClasses:
    """Completions that are not gated: by Q alone, and where the ownership statement is low."""
    weight = weight_of(group, cells)

    def tests(rows: Ints, sums: Ints) -> Any:
        passes = np.asarray(decision.sustain_class(sums, weight, limits) != decision.GATED)
        return np.stack([passes, passes & (rows == 0)])

    return _count_classes(moves(group, cells), _spread(group, cells, dtype), tests)
