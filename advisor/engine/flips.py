"""The flip set: the smallest total number of one-level answer steps that gives another verdict, exactly (model §6).

Two searches over the same `Moves`: a complete service looks its verdict up in the need table; one with open answers
has each candidate counted over its completions. Every threshold has one boundary rule (≥ holds), so both are exact.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from heapq import nsmallest
from itertools import islice, product
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from advisor.engine import decision
from advisor.engine.cells import ServiceCells, weight_of
from advisor.engine.completions import (
    Counts,
    count_table,
    dtype_for,
    gated_raw,
    gut_vector,
    middle_vector,
    one_hot_for,
    raw_rows,
    raw_vector,
    scorecard_vector,
    split_vector,
)
from advisor.engine.moves import FAR, Moves, moves
from advisor.engine.recommendation import VERDICTS, Change, Flips, FlipSet, Verdict
from advisor.engine.rules import Rules

LISTED = 10
FIRST_CAP = 4
"""Most services flip within four steps: the first search looks no further."""

State = tuple[int, int]
Place = tuple[int, int, int]
"""(group, place in it, level to change to): sets of changes compare in checklist order."""

NONE = Flips(steps=None, total=0, sets=())


@dataclass
class _Found:
    """Cheapest sets so far: one entry for each combination of the groups' states."""

    steps: int = FAR
    combinations: list[tuple[tuple[tuple[Moves, State, int], ...], Verdict]] = field(default_factory=list)

    def flips(self, rules: Rules) -> Flips:
        if self.steps >= FAR:
            return NONE
        total = sum(prod(int(m.table[(*state, cost)]) for m, state, cost in parts) for parts, _ in self.combinations)
        listed = nsmallest(LISTED, self._sets())
        sets = tuple(
            FlipSet(verdict, tuple(_change(rules, self._cells, place) for place in places))
            for places, verdict in listed
        )
        return Flips(steps=self.steps, total=total, sets=sets)

    @property
    def _cells(self) -> list[tuple[int, ...]]:
        return [m.cells for m, _, _ in self.combinations[0][0]]

    def _sets(self) -> Iterator[tuple[tuple[Place, ...], Verdict]]:
        for parts, verdict in self.combinations:
            by_group = [
                [tuple((group, *step) for step in steps) for steps in islice(m.sets(*state, cost), LISTED)]
                for group, (m, state, cost) in enumerate(parts)
            ]
            for chosen in islice(product(*by_group), LISTED):
                yield tuple(place for part in chosen for place in part), verdict


def _change(rules: Rules, cells: list[tuple[int, ...]], place: Place) -> Change:
    group, item, level = place
    return Change(rules.groups[group][item].id, cells[group][item].bit_length() - 1, level)


def _full_cap(cells: ServiceCells) -> int:
    return max(4 * len(group) for group in cells.groups)


# A complete service


class _Complete:
    """The classes of states that a complete service's verdict tells apart, with their least costs."""

    def __init__(self, rules: Rules, cells: ServiceCells, cap: int) -> None:
        self.rules = rules
        self.moves = [moves(group, own, cap) for group, own in zip(rules.groups, cells.groups, strict=True)]
        weights = [weight_of(group, own) for group, own in zip(rules.groups, cells.groups, strict=True)]
        table = decision.need_table(weights[0], weights[1], rules)
        self.verdicts = table.verdicts
        self.split = _split_classes(rules, self.moves[2], weights[2])
        self.gut = _gut_classes(rules, self.moves[3])
        self.scorecard = _scorecard_classes(rules, self.moves[4], weights[4])
        rows = raw_rows(rules.raw)
        self.no_need = np.array([row[0] for row in rows], dtype=np.int64)
        self.capability = [row[1] for row in rows]
        self.ownership = [row[2] for row in rows]

    def scorecard_states(self, row: int, *, gated: bool) -> NDArray[np.bool_]:
        """The scorecard's states that leave a row of R gated, or ungated."""
        below, low = self.scorecard
        if self.capability[row]:
            return np.full_like(below, gated)
        closed = below | low if self.ownership[row] else below
        return closed if gated else ~closed

    def scorecard_cost(self, row: int, *, gated: bool) -> int:
        return self.moves[4].cheapest(self.scorecard_states(row, gated=gated))


def _split_classes(rules: Rules, m: Moves, weight: int) -> NDArray[np.bool_]:
    """[row, sum]: M holds and the boundary is not low."""
    holds = np.asarray(decision.reaches(np.arange(m.cost.shape[1]), weight, rules.holds))
    rows = np.arange(m.cost.shape[0]) == 0
    ok: NDArray[np.bool_] = rows[:, None] & holds[None, :]
    return ok


def _gut_classes(rules: Rules, m: Moves) -> NDArray[np.int64]:
    missing = 4 - sum(item.offset for item in rules.gut)
    return np.array([[decision.gut_class(total + missing, rules.gut_limit) for total in range(m.cost.shape[1])]])


def _scorecard_classes(rules: Rules, m: Moves, weight: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """[row, sum]: Q below the limit; ownership low."""
    classes = decision.sustain_class(np.arange(m.cost.shape[1]), weight, rules)
    below = np.broadcast_to(np.asarray(classes == decision.GATED), m.cost.shape)
    low = np.broadcast_to((np.arange(m.cost.shape[0]) == 1)[:, None], m.cost.shape)
    return below, low


def complete_flips(rules: Rules, cells: ServiceCells, verdict: Verdict) -> Flips:
    """The flip sets of a service with nothing open."""
    for cap in (FIRST_CAP, _full_cap(cells)):
        found = _search_complete(_Complete(rules, cells, cap), VERDICTS.index(verdict))
        if found.steps <= cap:
            return found.flips(rules)
    return found.flips(rules)


def _search_complete(c: _Complete, code: int) -> _Found:
    found = _Found()
    middle_cost, middle_parts = _middle_classes(c)
    rows = [row for row in range(len(c.no_need)) if not c.capability[row]]
    sustain = [c.scorecard_cost(row, gated=False) for row in rows]
    size_raw, size_framework = c.verdicts.shape[1:3]
    raw_cost = c.moves[0].cost[rows, :size_raw] + np.array(sustain)[:, None]
    side_cost = c.moves[1].cost[0, :size_framework, None] + middle_cost[None, :]
    total = raw_cost[:, :, None, None] + side_cost[None, None, :, :]
    other = (c.verdicts != code)[c.no_need[rows]]
    found.steps = int(np.min(total, where=other, initial=FAR))
    gates = _gate_costs(c) if code != decision.FRAMEWORK else []
    found.steps = min([found.steps, *(cost for _, cost in gates)])
    if found.steps >= FAR:
        return found
    for place, raw_sum, framework_sum, middle in np.argwhere(other & (total == found.steps)):
        row = rows[place]
        verdict = VERDICTS[c.verdicts[c.no_need[row], raw_sum, framework_sum, middle]]
        head = ((row, int(raw_sum)), (0, int(framework_sum)))
        cards = _scorecard_parts(c, row, gated=False)
        _add(c, found, head, middle_parts[middle], cards, verdict)
    for row, cost in gates:
        if cost == found.steps:
            _add_gated(c, found, row)
    return found


def _middle_classes(c: _Complete) -> tuple[NDArray[np.int64], list[list[tuple[State, State]]]]:
    """For each of split_ok × 3 + gut: the least cost, and the pairs of states that have it."""
    costs, parts = [], []
    for ok in (False, True):
        split = c.split == ok
        split_cost = c.moves[2].cheapest(split)
        for gut in range(3):
            chosen = c.gut == gut
            gut_cost = c.moves[3].cheapest(chosen)
            costs.append(min(split_cost + gut_cost, FAR))
            parts.append(
                list(product(c.moves[2].states(split, split_cost), c.moves[3].states(chosen, gut_cost)))
                if split_cost + gut_cost < FAR
                else []
            )
    return np.array(costs), parts


def _scorecard_parts(c: _Complete, row: int, *, gated: bool) -> list[State]:
    wanted = c.scorecard_states(row, gated=gated)
    return c.moves[4].states(wanted, c.moves[4].cheapest(wanted))


def _gate_costs(c: _Complete) -> list[tuple[int, int]]:
    """(row of R, least cost of being gated in it); all else may stay as it is."""
    cheapest = c.moves[0].cost.min(axis=1)
    return [(row, int(cost) + c.scorecard_cost(row, gated=True)) for row, cost in enumerate(cheapest) if cost < FAR]


def _add_gated(c: _Complete, found: _Found, row: int) -> None:
    raw = c.moves[0].cost[row]
    stay = [_unchanged(m) for m in c.moves]
    for raw_sum in np.flatnonzero(raw == raw.min()):
        cards = _scorecard_parts(c, row, gated=True)
        _add(c, found, ((row, int(raw_sum)), stay[1]), [(stay[2], stay[3])], cards, "framework")


def _unchanged(m: Moves) -> State:
    """The state a group is in now: the only one that costs nothing."""
    row, total = np.argwhere(m.cost == 0)[0]
    return int(row), int(total)


def _add(
    c: _Complete,
    found: _Found,
    head: tuple[State, State],
    middles: list[tuple[State, State]],
    cards: list[State],
    verdict: Verdict,
) -> None:
    for middle, card in product(middles, cards):
        states = (*head, *middle, card)
        parts = tuple((m, state, int(m.cost[state])) for m, state in zip(c.moves, states, strict=True))
        found.combinations.append((parts, verdict))


# A service with open answers

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
        for place, level in next(m.sets(*state, int(m.cost[state]))):
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
    for cap in (FIRST_CAP, _full_cap(cells)):
        service = _Open(rules, cells, cap)
        most = sum(max(by_cost) for by_cost in service.classes)
        for steps in range(1, (cap if cap == FIRST_CAP else most) + 1):
            found = _at(service, steps, verdict, report)
            if found.combinations:
                return found.flips(rules)
    return NONE


def _at(service: _Open, steps: int, verdict: Verdict, report: Verdicts) -> _Found:
    """The flips at exactly this cost, if there are any."""
    found = _Found(steps=steps)
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
