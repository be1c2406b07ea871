"""All ways to change a group's answered levels, by what they lead to and what they cost (in one-level steps).

In: a group and its cells. Out: for each state the least cost, how many sets of changes have it, and these sets.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from advisor.engine.cache import MEGABYTE, cached_by_bytes
from advisor.engine.level_sets import IS_ANSWERED, Cells
from advisor.engine.rules import Group, Item

FAR = 999
"""A cost no set of changes reaches."""

MOST_STEPS = 6
"""Sets of changes of more steps are not looked at (model §6)."""

Ints = NDArray[np.int64]
Table = Ints
Step = tuple[int, int]
"""(place in the group, level to change to)."""


End = tuple[int, int, int, int]
"""(row, sum, cost, mark): where a set of changes leads, what it costs, and a mark to know it by."""

Option = tuple[int, int, int, int | None]
"""(what it adds to the sum, its band, its cost, the level changed to or None)."""


def _options(item: Item, cell: int) -> tuple[Option, ...]:
    """What can be done with one item, changes first: a change at an earlier place sorts before none."""
    if not cell:
        return ((item.offset, 0, 0, None),)
    if not IS_ANSWERED[cell]:
        return ((0, 0, 0, None),)
    level = cell.bit_length() - 1
    changes = [(item.offset + item.slope * to, item.bands[to], abs(to - level), to) for to in range(5) if to != level]
    return (*changes, (item.offset + item.slope * level, item.bands[level], 0, None))


@cached_by_bytes(32 * MEGABYTE, lambda table: table.nbytes)
def _table(items: Group, cells: Cells) -> Table:
    """`[row, sum, cost]`: how many sets of changes of these items end in each state. Kept for every end of a group, so
    that an answer changed at its head costs one step."""
    if not items:
        return np.ones((1, 1, 1), dtype=np.int64)
    below = _table(items[1:], cells[1:])
    rows, size, costs = below.shape
    options = _options(items[0], cells[0])
    most = max(add for add, _, _, _ in options)
    dearest = min(MOST_STEPS, costs - 1 + max(cost for _, _, cost, _ in options))
    out = np.zeros((items[0].width * rows, size + most, dearest + 1), dtype=np.int64)
    for add, band, cost, _ in options:
        fits = min(costs, dearest + 1 - cost)
        out[rows * band : rows * (band + 1), add : add + size, cost : cost + fits] += below[:, :, :fits]
    return out


class Moves:
    """`cost[row, sum]` is the least cost of changing the answered items so that they end there, FAR where there is no
    way of at most MOST_STEPS steps; `ways[row, sum]` counts the sets of changes of that cost. Rows are those of
    `count_table`, an item that is open or does not apply in its band 0; an open item adds nothing."""

    def __init__(self, group: Group, cells: Cells) -> None:
        self.group, self.cells = group, cells
        self._options = [_options(item, cell) for item, cell in zip(group, cells, strict=True)]
        self._tables = [_table(group[k:], cells[k:]) for k in range(len(group) + 1)]
        table = self._tables[0]
        reached = table > 0
        at = reached.argmax(axis=2)
        self.cost: Ints = np.where(reached.any(axis=2), at, FAR)
        self.ways: Ints = np.take_along_axis(table, at[:, :, None], axis=2)[:, :, 0]

    @property
    def size(self) -> int:
        return self.cost.nbytes + self.ways.nbytes

    def ordered(self, ends: list[End]) -> Iterator[tuple[tuple[Step, ...], int]]:
        """(set of changes, mark) for all sets that lead to one of these ends: by place, then level, and a set before
        those that begin like it and end sooner."""
        return self._ordered(0, ends)

    def _ordered(self, place: int, ends: list[End]) -> Iterator[tuple[tuple[Step, ...], int]]:
        """From this place on, the ends known to be reachable."""
        if len(ends) == 1 and ends[0][2] == 0:
            yield (), ends[0][3]
            return
        rest = self._tables[place + 1]
        half, size, costs = rest.shape
        for add, band, step, to in self._options[place]:
            within = []
            for row, total, cost, mark in ends:
                below, left, dear = row - half * band, total - add, cost - step
                if 0 <= below < half and 0 <= left < size and 0 <= dear < costs and rest.item(below, left, dear):
                    within.append((below, left, dear, mark))
            if within:
                for later, mark in self._ordered(place + 1, within):
                    yield later if to is None else ((place, to), *later), mark


@cached_by_bytes(16 * MEGABYTE, lambda made: made.size)
def moves(group: Group, cells: Cells) -> Moves:
    """The moves of a group, kept: one answer more changes one group of five."""
    return Moves(group, cells)
