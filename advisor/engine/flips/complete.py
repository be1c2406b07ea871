"""Flip sets of a service with nothing open: every candidate's verdict is looked up in the need table."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from advisor.engine import decision
from advisor.engine.completions import raw_rows, split_rows
from advisor.engine.flips.listing import Part, listed
from advisor.engine.level_changes import FAR, MOST_STEPS, End, Ints, Moves, moves
from advisor.engine.level_sets import ServiceCells, weight_of
from advisor.engine.recommendation import VERDICTS, Flips, Verdict
from advisor.engine.rules import Group, Limits, Rules

Mask = NDArray[np.bool_]
GUT = 3
"""So many classes of the gut check."""


@dataclass(frozen=True, eq=False)
class _Target:
    """States of one group that the verdict cannot tell apart: the least cost of reaching one, and how many sets of
    changes have it."""

    moves: Moves
    cost: int
    ways: int
    states: tuple[tuple[int, int], ...]

    @property
    def size(self) -> int:
        return 16 * len(self.states)


def _target(made: Moves, wanted: Mask) -> _Target:
    costs = np.where(wanted, made.cost, FAR)
    cost = int(costs.min())
    if cost >= FAR:
        return _Target(made, FAR, 0, ())
    rows, sums = np.nonzero(costs == cost)
    states = tuple(zip(rows.tolist(), sums.tolist(), strict=True))
    return _Target(made, cost, int(made.ways[rows, sums].sum()), states)


@lru_cache(maxsize=512)
def _split_targets(made: Moves, weight: int, limits: Limits) -> tuple[_Target, ...]:
    """By split."""
    holds = np.asarray(decision.reaches(np.arange(made.cost.shape[1]), weight, limits.holds))
    split = np.array(split_rows(made.group))[:, None] * holds
    return tuple(_target(made, split == each) for each in range(decision.SPLITS))


@lru_cache(maxsize=512)
def _gut_targets(made: Moves, missing: int, limits: Limits) -> tuple[_Target, ...]:
    """By gut class."""
    classes = np.array([[decision.gut_class(total + missing, limits.gut) for total in range(made.cost.shape[1])]])
    return tuple(_target(made, classes == gut) for gut in range(GUT))


@lru_cache(maxsize=512)
def _scorecard_targets(made: Moves, weight: int, limits: Limits) -> tuple[_Target, ...]:
    """(passes, is gated) where R's ownership is not low, (passes, is gated) where it is, and no change at all, which is
    enough where R's capability is low."""
    classes = np.asarray(decision.sustain_class(np.arange(made.cost.shape[1]), weight, limits))
    closed = np.zeros(made.cost.shape, dtype=bool) | (classes == decision.GATED)
    owner_low = closed.copy()
    owner_low[1:] = True  # the second row: the scorecard's ownership is low as well
    unchanged = made.cost == 0
    return tuple(_target(made, mask) for mask in (~closed, closed, ~owner_low, owner_low, unchanged))


PASSES, GATED = 0, 1
UNCHANGED = 4


def _rows(group: Group) -> tuple[Ints, Ints, Ints]:
    """Of R's rows that capability does not veto: which they are, and their kind. Of all rows: the first of the
    scorecard's targets that go with them."""
    rows = raw_rows(group)
    free = [row for row, (_, capability, _) in enumerate(rows) if not capability]
    low = [UNCHANGED - GATED if capability else 2 * ownership for _, capability, ownership in rows]
    return np.array(free), np.array([rows[row][0] for row in free]), np.array(low)


class _States:
    """R's or X's states, each marked by its place; a set of changes leads to each alone."""

    def __init__(self, made: Moves) -> None:
        self.moves, self.width = made, made.cost.shape[1]
        self.ways = made.ways.ravel()

    def ends(self, marks: Iterable[int]) -> list[End]:
        return [(*divmod(mark, self.width), int(self.moves.cost.flat[mark]), mark) for mark in marks]


class _Targets:
    """The targets of another group, marked by their place."""

    def __init__(self, targets: tuple[_Target, ...]) -> None:
        self.targets, self.moves = targets, targets[0].moves
        self.cost = np.array([target.cost for target in targets])
        self.ways = np.array([target.ways for target in targets])

    def ends(self, marks: Iterable[int]) -> list[End]:
        return [(*state, self.targets[mark].cost, mark) for mark in marks for state in self.targets[mark].states]


class _Complete:
    """What a complete service's flips are searched in."""

    def __init__(self, rules: Rules, cells: ServiceCells) -> None:
        raw, framework, split, gut, card = (moves(*each) for each in zip(rules.groups, cells.groups, strict=True))
        weights = [weight_of(group, own) for group, own in zip(rules.groups, cells.groups, strict=True)]
        self.verdicts = decision.need_table(weights[0], weights[1], rules.limits).verdicts
        self.raw, self.framework = _States(raw), _States(framework)
        self.split = _Targets(_split_targets(split, weights[2], rules.limits))
        missing = 4 - sum(item.offset for item in rules.gut)
        self.gut = _Targets(_gut_targets(gut, missing, rules.limits))
        self.card = _Targets(_scorecard_targets(card, weights[4], rules.limits))
        self.free, self.kind, self.card_of = _rows(rules.raw)
        self.parts: tuple[Part, ...] = self.raw, self.framework, self.split, self.gut, self.card

    def flips(self, code: int) -> tuple[int, Ints]:
        """(steps, [group, flip] with the verdict last) of the cheapest flips of at most MOST_STEPS steps."""
        total, first_raw, first_framework = self._costs()
        same = (
            self.verdicts[:, first_raw : first_raw + total.shape[1], first_framework : first_framework + total.shape[2]]
            == code
        )
        total[same[self.kind]] = FAR
        gates = self._gate_costs() if code != decision.FRAMEWORK else np.array([FAR])
        steps = min(int(total.min()), int(gates.min()))
        if steps > MOST_STEPS:
            return steps, np.zeros((6, 0), dtype=np.int64)
        place, raw, framework, middle = np.nonzero(total == steps)
        raw, framework = raw + first_raw, framework + first_framework
        codes = self.verdicts[self.kind[place], raw, framework, middle]
        row = self.free[place]
        columns = [
            row * self.raw.width + raw,
            framework,
            middle // GUT,
            middle % GUT,
            self.card_of[row] + PASSES,
            codes,
        ]
        return steps, np.concatenate([np.stack(columns), *self._gated(gates, steps)], axis=1)

    def _costs(self) -> tuple[Ints, int, int]:
        """([free row of R, s_R, s_X, split × GUT + gut], first s_R, first s_X): the least cost of being there ungated,
        for the sums that so many steps can reach."""
        cost = self.raw.moves.cost[self.free] + self.card.cost[self.card_of[self.free] + PASSES][:, None]
        side = self.framework.moves.cost[0]
        raw, framework = _window((cost <= MOST_STEPS).any(axis=0)), _window(side <= MOST_STEPS)
        middle = np.add.outer(self.split.cost, self.gut.cost).ravel()
        total = cost[:, raw, None, None].astype(np.int16) + np.add.outer(side[framework], middle).astype(np.int16)
        return total, raw.start, framework.start

    def _gate_costs(self) -> Ints:
        """[row of R]: the least cost of being gated in it; all else may stay as it is."""
        costs: Ints = self.raw.moves.cost.min(axis=1) + self.card.cost[self.card_of + GATED]
        return costs

    def _gated(self, gates: Ints, steps: int) -> list[Ints]:
        cost = self.raw.moves.cost
        gated = []
        for row in np.flatnonzero(gates == steps).tolist():
            sums = np.flatnonzero(cost[row] == cost[row].min())
            rest = [
                int(self.framework.moves.cost[0].argmin()),
                int(self.split.cost.argmin()),
                int(self.gut.cost.argmin()),
            ]
            fixed = [*rest, int(self.card_of[row]) + GATED, decision.FRAMEWORK]
            gated.append(np.stack([row * self.raw.width + sums, *(np.full_like(sums, one) for one in fixed)]))
        return gated


def _window(reached: Mask) -> slice:
    """From the first reached sum to the last."""
    places = np.flatnonzero(reached)
    return slice(int(places[0]), int(places[-1]) + 1) if len(places) else slice(0, 1)


def complete_flips(rules: Rules, cells: ServiceCells, verdict: Verdict) -> Flips | None:
    """The flip sets of a service with nothing open; None where there are none of so few steps."""
    search = _Complete(rules, cells)
    steps, columns = search.flips(VERDICTS.index(verdict))
    if not columns.shape[1]:
        return None
    return listed(rules, search.parts, steps, columns)
