"""The flips that a search found as `Flips`: how many sets of changes there are, and the first of them.

In: for each flip what it needs of each group, by a mark, and the verdict it leads to. Out: `Flips`. Sets of changes are
listed in checklist order, and only as many are made as are listed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Protocol

import numpy as np

from advisor.engine.level_changes import End, Ints, Moves
from advisor.engine.recommendation import VERDICTS, Change, Flips, FlipSet
from advisor.engine.rules import Rules

LISTED = 10
"""How many flip sets are listed."""


class Part(Protocol):
    """What a search knows of one group's states."""

    moves: Moves
    ways: Ints
    """By mark: how many sets of changes lead there at the least cost."""

    def ends(self, marks: Iterable[int]) -> list[End]:
        """All states behind these marks."""


Flip = tuple[int, ...]
"""A mark for each group, then the verdict it leads to, as a place in VERDICTS."""

Places = tuple[tuple[int, int, int], ...]
"""(group, place in it, level to change to): sets of changes compare in checklist order."""


def listed(rules: Rules, parts: tuple[Part, ...], steps: int, columns: Ints) -> Flips:
    """From [group, flip] of marks, the verdicts in the last row."""
    ways = np.ones(columns.shape[1], dtype=np.int64)
    for part, marks in zip(parts, columns, strict=False):
        ways *= part.ways[marks]
    flips: list[Flip] = list(zip(*columns.tolist(), strict=True))
    sets = (
        FlipSet(VERDICTS[verdict], tuple(_change(rules, parts, *place) for place in places))
        for places, verdict in islice(_ordered(parts, 0, flips), LISTED)
    )
    return Flips(steps=steps, total=int(ways.sum()), sets=tuple(sets))


def _ordered(parts: tuple[Part, ...], group: int, flips: list[Flip]) -> Iterator[tuple[Places, int]]:
    """The sets of changes behind these flips from one group on, in checklist order, each with its verdict."""
    if group == len(parts):
        yield (), flips[0][-1]
        return
    by_mark: dict[int, list[Flip]] = defaultdict(list)
    for flip in flips:
        by_mark[flip[group]].append(flip)
    for steps, mark in parts[group].moves.ordered(parts[group].ends(by_mark)):
        here = tuple((group, *step) for step in steps)
        for rest, verdict in _ordered(parts, group + 1, by_mark[mark]):
            yield here + rest, verdict


def _change(rules: Rules, parts: tuple[Part, ...], group: int, place: int, level: int) -> Change:
    cell = parts[group].moves.cells[place]
    return Change(rules.groups[group][place].id, cell.bit_length() - 1, level)
