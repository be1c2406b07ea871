"""Flip sets of a service with nothing open: every candidate's verdict is looked up in the need table."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from advisor.engine import decision
from advisor.engine.cells import ServiceCells, weight_of
from advisor.engine.completions import raw_rows
from advisor.engine.flips.found import FIRST_CAP, Found, State, full_cap
from advisor.engine.moves import FAR, Moves, moves
from advisor.engine.recommendation import VERDICTS, Flips, Verdict
from advisor.engine.rules import Group, Limits, Rules

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class _Target:
    """States of one group that the verdict cannot tell apart, and the least cost of reaching one."""

    cost: int
    states: tuple[State, ...]


def _target(m: Moves, wanted: Mask) -> _Target:
    costs = np.where(wanted, m.cost, FAR)
    cost = int(costs.min())
    if cost >= FAR:
        return _Target(FAR, ())
    rows, totals = np.nonzero(costs == cost)
    return _Target(cost, tuple(zip(rows.tolist(), totals.tolist(), strict=True)))


@lru_cache(maxsize=2048)
def _split_targets(m: Moves, weight: int, limits: Limits) -> tuple[_Target, _Target]:
    """(not ok, ok): M holds and the boundary is not low."""
    holds = np.asarray(decision.reaches(np.arange(m.cost.shape[1]), weight, limits.holds))
    ok = (np.arange(m.cost.shape[0]) == 0)[:, None] & holds[None, :]
    return _target(m, ~ok), _target(m, ok)


@lru_cache(maxsize=2048)
def _gut_targets(m: Moves, missing: int, limits: Limits) -> tuple[_Target, ...]:
    """By gut class."""
    classes = np.array([[decision.gut_class(total + missing, limits.gut) for total in range(m.cost.shape[1])]])
    return tuple(_target(m, classes == gut) for gut in range(3))


@lru_cache(maxsize=4096)
def _scorecard_target(m: Moves, weight: int, limits: Limits, kind: tuple[bool, bool], gated: bool) -> _Target:
    """The scorecard's states that gate a service of this kind (capability low, ownership low), or leave it."""
    capability, ownership = kind
    if capability:
        return _Target(0, (_unchanged(m),)) if gated else _Target(FAR, ())
    classes = np.asarray(decision.sustain_class(np.arange(m.cost.shape[1]), weight, limits))
    closed = np.zeros(m.cost.shape, dtype=bool) | (classes == decision.GATED)
    if ownership:
        closed[1:] = True  # the second row: the scorecard's ownership is low as well
    return _target(m, closed if gated else ~closed)


@lru_cache(maxsize=64)
def _rows(group: Group) -> tuple[list[tuple[bool, bool]], NDArray[np.int64], list[int]]:
    """Of R's rows: (capability low, ownership low), the place of `no need`, and which are not vetoed by capability."""
    rows = raw_rows(group)
    free = [row for row, (_, capability, _) in enumerate(rows) if not capability]
    return [(c, o) for _, c, o in rows], np.array([int(rows[row][0]) for row in free]), free


class _Complete:
    """What a complete service's flips are searched in."""

    def __init__(self, rules: Rules, cells: ServiceCells, cap: int) -> None:
        self.moves = [moves(group, own, cap) for group, own in zip(rules.groups, cells.groups, strict=True)]
        weights = [weight_of(group, own) for group, own in zip(rules.groups, cells.groups, strict=True)]
        self.verdicts = decision.need_table(weights[0], weights[1], rules.limits).verdicts
        self.split = _split_targets(self.moves[2], weights[2], rules.limits)
        self.gut = _gut_targets(self.moves[3], 4 - sum(item.offset for item in rules.gut), rules.limits)
        self.scorecard_weight, self.limits = weights[4], rules.limits
        self.kinds, self.no_need, self.free = _rows(rules.raw)

    def scorecard(self, row: int, *, gated: bool) -> _Target:
        """The scorecard's states that go with a row of R, gated or not."""
        return _scorecard_target(self.moves[4], self.scorecard_weight, self.limits, self.kinds[row], gated)

    @property
    def middle_cost(self) -> NDArray[np.int64]:
        """[split_ok × 3 + gut]."""
        return np.array([split.cost + gut.cost for split in self.split for gut in self.gut])

    def costs(self) -> NDArray[np.int64]:
        """[free row of R, s_R, s_X, split_ok × 3 + gut]: the least cost of being there, ungated."""
        size_raw, size_framework = self.verdicts.shape[1:3]
        sustain = np.array([self.scorecard(row, gated=False).cost for row in self.free])
        raw = self.moves[0].cost[self.free, :size_raw] + sustain[:, None]
        side = self.moves[1].cost[0, :size_framework, None] + self.middle_cost[None, :]
        total: NDArray[np.int64] = raw[:, :, None, None] + side[None, None, :, :]
        return total


def complete_flips(rules: Rules, cells: ServiceCells, verdict: Verdict) -> Flips:
    """The flip sets of a service with nothing open."""
    code = VERDICTS.index(verdict)
    found = _search(_Complete(rules, cells, FIRST_CAP), code, FIRST_CAP)
    if not found.combinations:
        found = _search(_Complete(rules, cells, full_cap(cells)), code, FAR - 1)
    return found.flips(rules)


def _search(c: _Complete, code: int, cap: int) -> Found:
    """The cheapest flips of at most `cap` steps: exact, since no part of them costs more."""
    total = c.costs()
    total[(c.verdicts == code)[c.no_need]] = FAR
    gates = _gate_costs(c) if code != decision.FRAMEWORK else []
    steps = min([int(total.min()), *(cost for _, cost in gates)])
    found = Found(steps)
    if steps > cap:
        return found
    for place, raw_sum, framework_sum, middle in zip(
        *(each.tolist() for each in np.nonzero(total == steps)), strict=True
    ):
        row = c.free[place]
        verdict = VERDICTS[c.verdicts[c.no_need[place], raw_sum, framework_sum, middle]]
        middles = product(c.split[middle // 3].states, c.gut[middle % 3].states)
        cards = c.scorecard(row, gated=False).states
        for (split, gut), card in product(middles, cards):
            _add(c, found, ((row, raw_sum), (0, framework_sum), split, gut, card), verdict)
    for row, cost in gates:
        if cost == steps:
            _add_gated(c, found, row)
    return found


def _gate_costs(c: _Complete) -> list[tuple[int, int]]:
    """(row of R, least cost of being gated in it); all else may stay as it is."""
    cheapest = c.moves[0].cost.min(axis=1).tolist()
    return [(row, cost + c.scorecard(row, gated=True).cost) for row, cost in enumerate(cheapest)]


def _add_gated(c: _Complete, found: Found, row: int) -> None:
    raw = c.moves[0].cost[row]
    framework, split, gut = (_unchanged(m) for m in c.moves[1:4])
    for raw_sum, card in product(np.flatnonzero(raw == raw.min()), c.scorecard(row, gated=True).states):
        _add(c, found, ((row, int(raw_sum)), framework, split, gut, card), "framework")


def _unchanged(m: Moves) -> State:
    """The state a group is in now: the only one that costs nothing."""
    row, total = divmod(int(m.cost.argmin()), m.cost.shape[1])
    return row, total


def _add(c: _Complete, found: Found, states: tuple[State, ...], verdict: Verdict) -> None:
    parts = tuple((m, state, int(m.cost[state])) for m, state in zip(c.moves, states, strict=True))
    found.combinations.append((parts, verdict))
