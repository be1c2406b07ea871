"""Where a service's statements stand, as the engine computes with it.

A *cell* is the set of levels one statement can still take, as bits: 0b10000 is answered with level 4, 0b11111 is open,
0 does not apply. Must not know: people, ids of files.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from advisor.engine.rules import Group, Rules

OPEN = 0b11111
LEVELS_OF: tuple[tuple[int, ...], ...] = tuple(tuple(v for v in range(5) if cell >> v & 1) for cell in range(32))
IS_OPEN: tuple[bool, ...] = tuple(len(levels) > 1 for levels in LEVELS_OF)
IS_ANSWERED: tuple[bool, ...] = tuple(len(levels) == 1 for levels in LEVELS_OF)
LOW = 0b00011
"""Levels 0 and 1."""

Cells = tuple[int, ...]
Array = NDArray[np.generic]


def cell_of(levels: Iterable[int]) -> int:
    """The cell of a set of levels.

    >>> cell_of([0, 4]), cell_of([]), LEVELS_OF[0b10001]
    (17, 0, (0, 4))
    """
    cell = 0
    for level in levels:
        cell |= 1 << level
    return cell


@dataclass(frozen=True)
class ServiceCells:
    """The cells of one service, by group, in checklist order."""

    raw: Cells
    framework: Cells
    split: Cells
    gut: Cells
    scorecard: Cells

    @property
    def groups(self) -> tuple[Cells, Cells, Cells, Cells, Cells]:
        return self.raw, self.framework, self.split, self.gut, self.scorecard

    @property
    def any_open(self) -> bool:
        return any(IS_OPEN[cell] for group in self.groups for cell in group)

    @property
    def total(self) -> int:
        """The number of completions."""
        product = 1
        for group in self.groups:
            for cell in group:
                if cell:
                    product *= len(LEVELS_OF[cell])
        return product

    def replace(self, place: tuple[int, int], cell: int) -> "ServiceCells":
        """The same with one cell changed; `place` is (group, position)."""
        groups = list(self.groups)
        changed = list(groups[place[0]])
        changed[place[1]] = cell
        groups[place[0]] = tuple(changed)
        return ServiceCells(*groups)


def split_cells(rules: Rules, cells: Sequence[int]) -> ServiceCells:
    """Cells in the order of `rules.ids`, by group."""
    groups: list[Cells] = []
    start = 0
    for group in rules.groups:
        groups.append(tuple(cells[start : start + len(group)]))
        start += len(group)
    return ServiceCells(*groups)


def weight_of(group: Group, cells: Cells) -> int:
    """Σ wᵢ over the statements that apply."""
    return sum(item.slope for item, cell in zip(group, cells, strict=True) if cell)


def sum_of(group: Group, cells: Cells) -> int:
    """Σ wᵢ·level over the answered statements (the gut check: reinvent + 4 − wrap)."""
    total = 0
    for item, cell in zip(group, cells, strict=True):
        if IS_ANSWERED[cell]:
            total += item.offset + item.slope * (cell.bit_length() - 1)
        elif not cell:
            total += item.offset
    return total


def low_roles(group: Group, cells: Cells) -> set[str]:
    """The roles that rules or gates look at singly and that certainly stand at level 0 or 1.

    >>> from advisor.engine.rules import LOW_HALF_HIGH, Item
    >>> latency = Item("a", "latency", "product", 1, bands=LOW_HALF_HIGH)
    >>> low_roles((latency, Item("b", "surface", "product", 1)), (1, 1))
    {'latency'}
    """
    return {item.role for item, cell in zip(group, cells, strict=True) if item.low and cell != 0 and not cell & ~LOW}
