"""Flip sets of a service with open answers: all choices of classes that cost the same are judged at once.

Open answers stay open, and completions are counted over their levels. A choice is a pair (class of R, class of X) and a
surrounding (classes of M, of the gut check and of the scorecard). How many of its completions have some need is linear
in each part: for a pair a vector by gate, split and gut check, for a surrounding another, and their product.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from advisor.engine import decision
from advisor.engine.completions import Counts, dtype_for
from advisor.engine.flips.classes import (
    OWN,
    Classes,
    framework_classes,
    gut_classes,
    raw_classes,
    scorecard_classes,
    split_classes,
)
from advisor.engine.flips.listing import listed
from advisor.engine.level_changes import MOST_STEPS, Ints
from advisor.engine.level_sets import ServiceCells, weight_of
from advisor.engine.recommendation import VERDICTS, Flips, Verdict
from advisor.engine.rules import Rules
from advisor.engine.verdict import UNDECIDED, answered_enough, reported_codes

GATES = OWN + 1
"""Of a pair's completions: those that only Q gates, and those whose ownership statement is low too."""

NEED_CODES = np.array([VERDICTS.index(verdict) for verdict in decision.NEED_VERDICT])


@dataclass(frozen=True, eq=False)
class Choices:
    """Choices of one class of each of some groups, `columns[group, choice]`, sorted by cost."""

    columns: Ints
    starts: list[int]
    """Where those of each cost begin, and where the last ends."""

    def at(self, cost: int) -> slice:
        return slice(self.starts[cost], self.starts[cost + 1])


def _choices(parts: tuple[Classes, ...]) -> Choices:
    """All choices of at most MOST_STEPS steps."""
    total = parts[0].cost
    for part in parts[1:]:
        total = np.add.outer(total, part.cost)
    columns = np.stack(np.nonzero(total <= MOST_STEPS))
    cost = total[tuple(columns)]
    order = np.argsort(cost, kind="stable")
    starts = np.searchsorted(cost[order], np.arange(MOST_STEPS + 2)).tolist()
    return Choices(columns[:, order], starts)


class Search:
    """What a service's flips are searched in."""

    def __init__(self, rules: Rules, cells: ServiceCells) -> None:
        self.total = cells.total
        dtype: Any = dtype_for(self.total)
        limits = rules.limits
        self.table = decision.need_table(
            weight_of(rules.raw, cells.raw), weight_of(rules.framework, cells.framework), limits
        )
        self.raw = raw_classes(rules.raw, cells.raw, dtype)
        self.framework = framework_classes(rules.framework, cells.framework, dtype)
        self.split = split_classes(rules.split, cells.split, limits, dtype)
        self.gut = gut_classes(rules.gut, cells.gut, limits, dtype)
        self.card = scorecard_classes(rules.scorecard, cells.scorecard, limits, dtype)
        self.pairs = _choices((self.raw.classes, self.framework.classes))
        self.around = _choices((self.split.classes, self.gut.classes, self.card.classes))
        split, gut, card = self.around.columns
        middle = self.split.counts[split][:, :, None] * self.gut.counts[gut][:, None, :]
        by_gate = self.card.counts[card][:, :, None] * middle.reshape(len(split), 1, -1)
        self.surroundings = by_gate.reshape(len(split), -1).T
        """[gate × middle, choice]."""
        self.pieces = self.framework.pieces(self.table.ends)
        self.parts = tuple(each.classes for each in (self.raw, self.framework, self.split, self.gut, self.card))

    def weighed(self, by_need: NDArray[np.int64]) -> "Weighed":
        """The completions counted so many times by their need; gated ones not at all."""
        return Weighed(self, by_need[self.table.codes].astype(self.pieces.dtype))


class Weighed:
    """Sums over completions that have a weight by their need."""

    def __init__(self, search: Search, weights: Counts) -> None:
        self.search = search
        kinds, sums, pieces, middles = weights.shape
        by_sum = search.pieces @ weights.transpose(1, 2, 0, 3).reshape(sums, pieces, kinds * middles)
        by_class = by_sum.reshape(sums, -1, kinds, middles).transpose(1, 2, 0, 3)
        self.height = kinds * sums
        self.by_place = np.ascontiguousarray(by_class).reshape(-1, middles)
        """[class of X × kind × s_R, middle]."""
        self._pairs: dict[int, Counts] = {}

    def pairs(self, cost: int) -> Counts:
        """[pair, gate × middle] for all pairs of this cost."""
        if cost not in self._pairs:
            raw, framework = self.search.pairs.columns[:, self.search.pairs.at(cost)]
            places, gates = self.search.raw.places[raw], self.search.raw.gates[raw].astype(np.int64)
            starts, own = framework * self.height, np.arange(len(raw)) * (GATES + 1)
            out = np.zeros((len(raw) * (GATES + 1), self.by_place.shape[1]), dtype=self.by_place.dtype)
            for k, count in enumerate(self.search.raw.counts):
                out[own + gates[:, k]] += count * self.by_place[starts + places[:, k]]
            middles = self.by_place.shape[1]
            by_gate = out.reshape(len(raw), GATES + 1, middles)[:, :GATES]
            self._pairs[cost] = by_gate.reshape(len(raw), GATES * middles)
        return self._pairs[cost]

    def all(self, cost: int, steps: int) -> Counts:
        """[pair of this cost, surrounding that costs the rest of the steps]."""
        return self.pairs(cost) @ self.search.surroundings[:, self.search.around.at(steps - cost)]

    def some(self, cost: int, steps: int, pairs: Ints, around: Ints) -> Counts:
        """The same for these pairs with these surroundings alone."""
        chosen = self.search.surroundings[:, self.search.around.at(steps - cost)].T[around]
        return (self.pairs(cost)[pairs] * chosen).sum(axis=-1)


def open_flips(rules: Rules, cells: ServiceCells, verdict: Verdict) -> Flips | None:
    """The flip sets of a settled or provisional service, whose open answers stay open; None where there are none of so
    few steps."""
    search = Search(rules, cells)
    judge = _Judge(search, rules, cells, verdict)
    for steps in range(1, MOST_STEPS + 1):
        hits = [hits for cost in range(steps + 1) if (hits := judge.hits(cost, steps)).shape[1]]
        if hits:
            return listed(rules, search.parts, steps, np.concatenate(hits, axis=1))
    return None


class _Judge:
    """Completions are counted first by the reported verdict alone: where enough still have it, nothing has changed."""

    def __init__(self, search: Search, rules: Rules, cells: ServiceCells, verdict: Verdict) -> None:
        self.search, self.rules, self.code = search, rules, VERDICTS.index(verdict)
        self.enough = answered_enough(rules, cells)
        own = np.equal(NEED_CODES, self.code)
        self.is_framework = self.code == decision.FRAMEWORK
        self.weighed = search.weighed((~own if self.is_framework else own).astype(np.int64))

    def hits(self, cost: int, steps: int) -> Ints:
        """[group, flip] with the verdict last, as a place in VERDICTS: pairs of this cost with surroundings that cost
        the rest of the steps."""
        count = self.weighed.all(cost, steps)
        if self.is_framework:  # gated ones are framework too
            count = self.search.total - count
        pairs, around = np.nonzero(self._may_differ(count))
        if not len(pairs):
            return np.zeros((6, 0), dtype=np.int64)
        raw, split, undecided = (each.some(cost, steps, pairs, around) for each in self.by_verdict)
        framework = self.search.total - raw - split - undecided
        counts = np.stack([raw, framework, split, undecided], axis=-1)
        codes = reported_codes(self.rules, counts, enough=self.enough)
        other = codes != self.code
        left = self.search.pairs.columns[:, self.search.pairs.at(cost)][:, pairs[other]]
        right = self.search.around.columns[:, self.search.around.at(steps - cost)][:, around[other]]
        return np.concatenate([left, right, codes[None, other]])

    @cached_property
    def by_verdict(self) -> list[Weighed]:
        """Of raw, split and undecided."""
        codes = (decision.RAW, decision.SPLIT, UNDECIDED)
        return [self.search.weighed(np.equal(NEED_CODES, code).astype(np.int64)) for code in codes]

    def _may_differ(self, count: Counts) -> Any:
        """Whether so many completions with the reported verdict may not report it any more."""
        num, den = 1, 1
        if self.enough:
            num, den = self.rules.limits.provisional_share.num, self.rules.limits.provisional_share.den
        needed, total = num * self.search.total, self.search.total
        others_reach = den * (total - count) >= needed
        if self.code == UNDECIDED:
            return others_reach
        return others_reach | (den * count < needed)
