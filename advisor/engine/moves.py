"""All ways to change a group's answered levels, by what they lead to and what they cost (in one-level steps).

In: a group and its cells. Out: how many sets of changes end in each state at each cost, and the sets themselves.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from advisor.engine.cells import IS_ANSWERED, Cells
from advisor.engine.rules import Group, Item

FAR = 999
"""A cost no set of changes reaches."""

LISTED = 10
"""How many flip sets are listed; no more sets of one group are ever needed."""

Table = NDArray[np.int64]
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


@lru_cache(maxsize=8192)
def _table(items: Group, cells: Cells, cap: int) -> Table:
    """`[row, sum, cost]`: how many sets of changes of these items end in each state. Kept for every end of a group, so
    that an answer changed at its head costs one step."""
    if not items:
        return np.ones((1, 1, 1), dtype=np.int64)
    below = _table(items[1:], cells[1:], cap)
    rows, size, costs = below.shape
    low = items[0].low
    options = _options(items[0], cells[0], cap)
    most = max(add for add, _, _, _ in options)
    dearest = min(cap, costs - 1 + max(cost for _, _, cost, _ in options))
    out = np.zeros((2 * rows if low else rows, size + most, dearest + 1), dtype=np.int64)
    for add, bit, cost, _ in options:
        fits = min(costs, dearest + 1 - cost)
        out[rows * bit : rows * (bit + 1), add : add + size, cost : cost + fits] += below[:, :, :fits]
    return out


class Moves:
    """`table[row, sum, cost]` counts sets of changes of the answered items, of at most `cap` steps; rows are those of
    `count_table`, with the bit of an item that is open or does not apply unset. `cost[row, sum]` is the least cost,
    FAR where there is none."""

    def __init__(self, group: Group, cells: Cells, cap: int) -> None:
        self.group, self.cells = group, cells
        self._options = [_options(item, cell, cap) for item, cell in zip(group, cells, strict=True)]
        self._tables = [_table(group[k:], cells[k:], cap) for k in range(len(group) + 1)]
        table = self._tables[0]
        size = 1 + sum(item.most(cell) for item, cell in zip(group, cells, strict=True))
        self.table: Table = np.zeros((table.shape[0], size, table.shape[2]), dtype=np.int64)
        self.table[:, : table.shape[1]] = table
        reached = self.table > 0
        self.cost: NDArray[np.int64] = np.where(reached.any(axis=2), reached.argmax(axis=2), FAR)
        self._first: dict[tuple[int, int, int], tuple[tuple[Step, ...], ...]] = {}

    def first(self, row: int, total: int, cost: int) -> tuple[tuple[Step, ...], ...]:
        """The first LISTED sets of changes ending in a state at exactly this cost, by place, then level."""
        if cost == 0:
            return ((),)
        key = (row, total, cost)
        if key not in self._first:
            self._first[key] = tuple(islice(self._sets(0, row, total, cost), LISTED))
        return self._first[key]

    def _sets(self, place: int, row: int, total: int, cost: int) -> Iterator[tuple[Step, ...]]:
        """The ways to reach a state, from this place on, that is known to be reachable."""
        if place == len(self.group):
            yield ()
            return
        rest = self._tables[place + 1]
        half, size, costs = rest.shape
        low = self.group[place].low
        for add, bit, step, to in self._options[place]:
            left, dear = total - add, cost - step
            if not (0 <= left < size and 0 <= dear < costs) or (low and (row >= half) != bool(bit)):
                continue
            below = row - half if bit else row
            if rest.item(below, left, dear):
                for later in self._sets(place + 1, below, left, dear):
                    yield later if to is None else ((place, to), *later)


@lru_cache(maxsize=1024)
def moves(group: Group, cells: Cells, cap: int) -> Moves:
    """The moves of a group, kept: one answer more changes one group of five."""
    return Moves(group, cells, cap)
