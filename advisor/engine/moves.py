"""All ways to change a group's answered levels, by what they lead to and what they cost (in one-level steps).

In: a group and its cells. Out: how many sets of changes end in each state at each cost, and the sets themselves.
"""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from advisor.engine.cells import IS_ANSWERED, Cells
from advisor.engine.rules import Group, Item

FAR = 999
"""A cost no set of changes reaches."""

Step = tuple[int, int]
"""(place in the group, level to change to)."""


Option = tuple[int, int, int, int | None]
"""(what it adds to the sum, its bit, its cost, the level changed to or None)."""


@lru_cache(maxsize=4096)
def _options(item: Item, cell: int, cap: int) -> tuple[Option, ...]:
    """What can be done with one item, changes first: a change at an earlier place sorts before none."""
    if not cell:
        return ((item.offset, 0, 0, None),)
    if not IS_ANSWERED[cell]:
        return ((0, 0, 0, None),)
    level = cell.bit_length() - 1
    changes = [
        (item.offset + item.slope * to, int(item.low and to <= 1), abs(to - level), to)
        for to in range(5)
        if to != level and abs(to - level) <= cap
    ]
    return (*changes, (item.offset + item.slope * level, int(item.low and level <= 1), 0, None))


class Moves:
    """`table[row, sum, cost]` counts sets of changes of the answered items; rows are those of `count_table`, with the
    bit of an item that is open or does not apply unset. `cost[row, sum]` is the least cost, FAR where there is none."""

    def __init__(self, group: Group, cells: Cells, cap: int) -> None:
        self.group, self.cells, self.cap = group, cells, cap
        size = 1 + sum(item.most(cell) for item, cell in zip(group, cells, strict=True))
        table: NDArray[np.int64] = np.zeros((1, size, cap + 1), dtype=np.int64)
        table[0, 0, 0] = 1
        self._options = [_options(item, cell, cap) for item, cell in zip(group, cells, strict=True)]
        self._suffixes = [table]
        for place in range(len(group) - 1, -1, -1):
            table = self._with(place, table)
            self._suffixes.append(table)
        self.table = table
        reached = table > 0
        self.cost: NDArray[np.int64] = np.where(reached.any(axis=2), reached.argmax(axis=2), FAR)

    def _with(self, place: int, table: NDArray[np.int64]) -> NDArray[np.int64]:
        rows, size, costs = table.shape
        low = self.group[place].low
        out = np.zeros((2 * rows if low else rows, size, costs), dtype=np.int64)
        for add, bit, cost, _ in self._options[place]:
            start = rows * bit
            out[start : start + rows, add:, cost:] += table[:, : size - add, : costs - cost]
        return out

    def sets(self, row: int, total: int, cost: int) -> Iterator[tuple[Step, ...]]:
        """The sets of changes ending in a state at exactly this cost, in checklist order (by place, then level)."""
        if self.table[row, total, cost]:
            yield from self._sets(0, row, total, cost)

    def _sets(self, place: int, row: int, total: int, cost: int) -> Iterator[tuple[Step, ...]]:
        """The ways to reach a state, from this place on, that is known to be reachable."""
        if place == len(self.group):
            yield ()
            return
        rest = self._suffixes[len(self.group) - place - 1]
        low, half = self.group[place].low, len(rest)
        for add, bit, step, to in self._options[place]:
            if total < add or cost < step or (low and (row >= half) != bool(bit)):
                continue
            below = row - half if bit else row
            if rest.item(below, total - add, cost - step):
                for later in self._sets(place + 1, below, total - add, cost - step):
                    yield later if to is None else ((place, to), *later)


@lru_cache(maxsize=1024)
def moves(group: Group, cells: Cells, cap: int) -> Moves:
    """The moves of a group, kept: one answer more changes one group of five."""
    return Moves(group, cells, cap)
