"""Cheapest combinations of the groups' states, and the sets of changes behind them in checklist order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import merge
from itertools import islice
from math import prod

from advisor.engine.cells import ServiceCells
from advisor.engine.moves import FAR, LISTED, Moves
from advisor.engine.recommendation import Change, Flips, FlipSet, Verdict
from advisor.engine.rules import Rules

FIRST_CAP = 4
"""Most services flip within four steps: the first search looks no further."""

State = tuple[int, int]
"""(row, sum) of a group's `Moves`."""

Part = tuple[Moves, State, int]
"""One group's state and its cost."""

Place = tuple[int, int, int]
"""(group, place in it, level to change to): sets of changes compare in checklist order."""

NONE = Flips(steps=None, total=0, sets=())


def full_cap(cells: ServiceCells) -> int:
    """A cost that no group's changes exceed."""
    return max(4 * len(group) for group in cells.groups)


@dataclass
class Found:
    """The cheapest sets: `steps`, and an entry for each combination of states, a `Part` a group."""

    steps: int = FAR
    combinations: list[tuple[tuple[Part, ...], Verdict]] = field(default_factory=list)

    def flips(self, rules: Rules) -> Flips:
        if not self.combinations:
            return NONE
        total = sum(prod(int(m.table[(*state, cost)]) for m, state, cost in parts) for parts, _ in self.combinations)
        cells = [m.cells for m, _, _ in self.combinations[0][0]]
        # each combination's sets come in order already, so that merging reads only as many as are listed
        ordered = merge(*(_labelled(parts, verdict) for parts, verdict in self.combinations))
        sets = tuple(
            FlipSet(verdict, tuple(_change(rules, cells, place) for place in places))
            for places, verdict in islice(ordered, LISTED)
        )
        return Flips(steps=self.steps, total=total, sets=sets)


def _labelled(parts: Sequence[Part], verdict: Verdict) -> Iterator[tuple[tuple[Place, ...], Verdict]]:
    for places in _sets(parts, 0):
        yield places, verdict


def _sets(parts: Sequence[Part], group: int) -> Iterator[tuple[Place, ...]]:
    if group == len(parts):
        yield ()
        return
    m, state, cost = parts[group]
    for steps in m.first(*state, cost):
        here = tuple((group, *step) for step in steps)
        for rest in _sets(parts, group + 1):
            yield here + rest


def _change(rules: Rules, cells: Sequence[tuple[int, ...]], place: Place) -> Change:
    group, item, level = place
    return Change(rules.groups[group][item].id, cells[group][item].bit_length() - 1, level)
