"""Flip sets of a service with open answers: each candidate is counted over its completions."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any

import numpy as np

from advisor.engine.cells import ServiceCells, weight_of
from advisor.engine.completions import (
    Counts,
    count_table,
    dtype_for,
    gated_raw,
    gut_vector,
    middle_vector,
    one_hot_for,
    raw_vector,
    scorecard_vector,
    split_vector,
)
from advisor.engine.flips.found import FIRST_CAP, NONE, Found, State, full_cap
from advisor.engine.moves import FAR, moves
from advisor.engine.recommendation import Flips, Verdict
from advisor.engine.rules import Rules

Verdicts = Callable[[Counts], Verdict]
"""Gives the reported verdict for counts [need, sustain] of completions."""


@dataclass
class _Class:
    """States of one group that leave the same counts behind, at their least cost."""

    cost: int
    vector: Counts
    states: list[State]


class _Open:
    """The groups' classes of a service with open answers; vectors are made for one example of each state."""

    def __init__(self, rules: Rules, cells: ServiceCells, cap: int) -> None:
        self.rules, self.cells = rules, cells
        self.dtype: Any = dtype_for(cells.total)
        self.moves = [moves(group, own, cap) for group, own in zip(rules.groups, cells.groups, strict=True)]
        self.one_hot = one_hot_for(rules, cells, self.dtype)
        self.inner = lru_cache(maxsize=None)(self._inner)
        self.gated = lru_cache(maxsize=None)(self._gated)
        self.classes = [self._classes(group) for group in range(5)]

    def _vector(self, group: int, state: State) -> Counts:
        m = self.moves[group]
        own = list(m.cells)
        for place, level in m.first(*state, int(m.cost[state]))[0]:
            own[place] = 1 << level
        table = count_table(m.group, tuple(own), self.dtype)
        if group == 0:
            return raw_vector(self.rules, table)
        if group == 1:
            return table[0]
        if group == 2:
            return split_vector(self.rules, weight_of(m.group, m.cells), table)
        if group == 3:
            return gut_vector(self.rules, table)
        return scorecard_vector(self.rules, weight_of(m.group, m.cells), table)

    def _classes(self, group: int) -> dict[int, list[_Class]]:
        """By least cost; states with equal vectors are one class, kept at its least cost only."""
        m = self.moves[group]
        kept: dict[tuple[Any, ...], _Class] = {}
        states = [(int(row), int(total)) for row, total in np.argwhere(m.cost < FAR)]
        for state in sorted(states, key=lambda s: int(m.cost[s])):
            vector, cost = self._vector(group, state), int(m.cost[state])
            known = kept.setdefault(tuple(vector.ravel().tolist()), _Class(cost, vector, []))
            if known.cost == cost:
                known.states.append(state)
        by_cost: dict[int, list[_Class]] = {}
        for found in kept.values():
            by_cost.setdefault(found.cost, []).append(found)
        return by_cost

    def _inner(self, framework: tuple[int, int], split: tuple[int, int], gut: tuple[int, int]) -> Counts:
        middle = middle_vector(self._of(2, split), self._of(3, gut))
        return self.one_hot @ np.outer(self._of(1, framework), middle).ravel()

    def _gated(self, raw: tuple[int, int], scorecard: tuple[int, int]) -> Counts:
        return gated_raw(self._of(0, raw), self._of(4, scorecard))

    def _of(self, group: int, key: tuple[int, int]) -> Counts:
        return self.classes[group][key[0]][key[1]].vector

    def counts(self, keys: tuple[tuple[int, int], ...]) -> Counts:
        """[need, sustain] for one class of each group, given as (cost, place)."""
        return self.inner(keys[1], keys[2], keys[3]) @ self.gated(keys[0], keys[4])


def open_flips(rules: Rules, cells: ServiceCells, verdict: Verdict, report: Verdicts) -> Flips:
    """The flip sets of a settled or provisional service: open answers stay open, `report` words each candidate."""
    for cap in (FIRST_CAP, full_cap(cells)):
        service = _Open(rules, cells, cap)
        most = sum(max(by_cost) for by_cost in service.classes)
        for steps in range(1, (cap if cap == FIRST_CAP else most) + 1):
            found = _at(service, steps, verdict, report)
            if found.combinations:
                return found.flips(rules)
    return NONE


def _at(service: _Open, steps: int, verdict: Verdict, report: Verdicts) -> Found:
    """The flips at exactly this cost, if there are any."""
    found = Found(steps=steps)
    for keys in _keys_at(service, steps):
        other = report(service.counts(keys))
        if other == verdict:
            continue
        chosen = [service.classes[group][cost][place] for group, (cost, place) in enumerate(keys)]
        for states in product(*(one.states for one in chosen)):
            parts = tuple((m, state, one.cost) for m, state, one in zip(service.moves, states, chosen, strict=True))
            found.combinations.append((parts, other))
    return found


def _keys_at(service: _Open, steps: int) -> Iterator[tuple[tuple[int, int], ...]]:
    """Every choice of one class a group whose costs add up to `steps`."""

    def chosen(group: int, left: int) -> Iterator[tuple[tuple[int, int], ...]]:
        if group == 5:
            if left == 0:
                yield ()
            return
        for cost, classes in service.classes[group].items():
            if cost <= left:
                for rest in chosen(group + 1, left - cost):
                    for place in range(len(classes)):
                        yield ((cost, place), *rest)

    return chosen(0, steps)
