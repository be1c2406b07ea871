"""How far a verdict depends on the weights: robustness and weight flips (model §6).

Robustness is SMAA's acceptability (Lahdelma & Salminen 2001): the share of 10,000 weightings, uniform on each group's
simplex, that give the reported verdict. The weightings are drawn once from a fixed seed, rounded to whole numbers and
compared exactly, so that the same answers always give the same figure and a tie stays a tie.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from advisor.engine import decision
from advisor.engine.cache import MEGABYTE, cached_by_bytes
from advisor.engine.completions import raw_rows, row_of, row_units, split_rows
from advisor.engine.level_sets import IS_OPEN, LEVELS_OF, ServiceCells, sum_of
from advisor.engine.recommendation import VERDICTS, Verdict, WeightFlip
from advisor.engine.rules import Rules

DRAWS = 10_000
SCALE = 1_000_000
SEED = 20011
WEIGHED = (0, 1, 2, 4)
"""The groups with weights, as places in `Rules.groups`: all but the gut check."""

Floats = NDArray[np.float64]


def _uniform(group: int, purpose: int, size: int) -> Floats:
    """DRAWS × size numbers in (0, 1), from PCG64's raw stream, which NumPy keeps stable across versions."""
    stream = np.random.PCG64(np.random.SeedSequence([SEED, purpose, group]))
    raw = stream.random_raw(DRAWS * size) >> np.uint64(11)
    return (raw.astype(np.float64).reshape(DRAWS, size) + 0.5) / 2.0**53


@lru_cache(maxsize=32)
def drawn_weights(group: int, size: int) -> Floats:
    """[draw, item]: whole numbers of at least 1, uniform on the simplex up to rounding at 10⁻⁶ (Dirichlet(1))."""
    exponential = -np.log(_uniform(group, 0, size))
    simplex = exponential / exponential.sum(axis=1, keepdims=True)
    drawn: Floats = np.maximum(np.rint(simplex * SCALE), 1.0)
    return drawn


@lru_cache(maxsize=32)
def drawn_levels(group: int, size: int) -> Floats:
    """[item, draw]: where each open answer falls in its own set, in (0, 1)."""
    return np.ascontiguousarray(_uniform(group, 1, size).T)


@lru_cache(maxsize=16)
def nearest_weights(own: int) -> tuple[int, ...]:
    """Every other whole-number weight, the nearest first, the lower on a tie.

    >>> nearest_weights(2)
    (1, 3, 4, 5, 6, 7, 8, 9)
    """
    return tuple(sorted((w for w in range(1, 10) if w != own), key=lambda w: (abs(w - own), w)))


@dataclass(frozen=True)
class Variant:
    """One other weight for one item."""

    group: int
    place: int
    weight: int


@lru_cache(maxsize=256)
def variants(rules: Rules) -> tuple[Variant, ...]:
    """Every other whole-number weight of every weighed item, for each item the nearest first."""
    return tuple(
        Variant(group, place, weight)
        for group in WEIGHED
        for place, item in enumerate(rules.groups[group])
        for weight in nearest_weights(item.slope)
    )


@cached_by_bytes(32 * MEGABYTE, lambda matrix: matrix.nbytes)
def _matrix(rules: Rules, group: int) -> Floats:
    """[draw or variant, item]: the weightings, then the base weights with one changed."""
    items = rules.groups[group]
    rows = np.tile(np.array([item.slope for item in items], dtype=np.float64), (len(variants(rules)), 1))
    for row, variant in enumerate(variants(rules)):
        if variant.group == group:
            rows[row, variant.place] = variant.weight
    return np.vstack([drawn_weights(group, len(items)), rows])


@cached_by_bytes(16 * MEGABYTE, lambda totals: totals.nbytes)
def _totals(rules: Rules, group: int, applies: tuple[bool, ...]) -> Floats:
    totals: Floats = _matrix(rules, group) @ np.array(applies, dtype=np.float64)
    return totals


def _level(cell: int) -> int:
    return cell.bit_length() - 1 if cell else 0


def complete_verdicts(rules: Rules, cells: ServiceCells) -> NDArray[np.int8]:
    """Verdict codes of a complete service under every row of the weightings and variants."""
    kind, capability_low, ownership_low = raw_rows(rules.raw)[row_of(rules.raw, cells.raw)]
    if capability_low or (ownership_low and row_of(rules.scorecard, cells.scorecard) > 0):
        return np.full(DRAWS + len(variants(rules)), decision.FRAMEWORK, dtype=np.int8)  # a veto has no weight
    raw, framework = _weighed(rules, cells, 0), _weighed(rules, cells, 1)
    split: Any = split_rows(rules.split)[row_of(rules.split, cells.split)]
    if split != decision.UNSPLIT:
        split = split * decision.reaches(*_weighed(rules, cells, 2), rules.limits.holds)
    gut = sum_of(rules.gut, cells.gut) + 4 - sum(item.offset for item in rules.gut)
    codes = decision.verdict_codes(
        decision.needs(
            decision.Sides(*raw, *framework),
            kind=kind,
            split=split,
            gut=decision.gut_class(gut, rules.limits.gut),
            limits=rules.limits,
        )
    )
    if rules.scorecard:
        total, weight = _weighed(rules, cells, 4)
        sustained = decision.reaches(total, weight, rules.limits.sustain_conditional) | (weight == 0)
        np.copyto(codes, np.int8(decision.FRAMEWORK), where=~sustained)
    return codes


def _weighed(rules: Rules, cells: ServiceCells, group: int) -> tuple[Floats, Floats]:
    """(sums, weights) of one group of a complete service, a row a weighting."""
    own = cells.groups[group]
    levels = np.array([_level(cell) for cell in own], dtype=np.float64)
    return _matrix(rules, group) @ levels, _totals(rules, group, tuple(cell != 0 for cell in own))


class _Drawn:
    """The levels of one group under each weighting: fixed where answered, redrawn from its own set where open."""

    def __init__(self, rules: Rules, cells: ServiceCells, group: int) -> None:
        self.items = rules.groups[group]
        own = cells.groups[group]
        self.levels: list[Any] = [
            np.array(LEVELS_OF[cell])[(drawn_levels(group, len(own))[place] * len(LEVELS_OF[cell])).astype(np.int64)]
            if IS_OPEN[cell]
            else _level(cell)
            for place, cell in enumerate(own)
        ]
        self.applies = [cell != 0 for cell in own]
        weights = drawn_weights(group, len(own))
        self.sum: Any = sum(
            (weights[:, place] * level for place, level in enumerate(self.levels)), start=np.zeros(DRAWS)
        )
        self.weight = weights @ np.array(self.applies, dtype=np.float64)

    @property
    def row(self) -> Any:
        """The row of the group's table."""
        row: Any = 0
        for item, unit, level, applies in zip(
            self.items, row_units(self.items), self.levels, self.applies, strict=True
        ):
            if applies and item.width > 1:
                row = row + unit * np.array(item.bands)[level]
        return row

    def gut(self) -> Any:
        total: Any = 4 - sum(item.offset for item in self.items)
        for item, level, applies in zip(self.items, self.levels, self.applies, strict=True):
            total = total + item.offset + (item.slope * level if applies else 0)
        return total


def drawn_verdicts(rules: Rules, cells: ServiceCells) -> NDArray[np.int8]:
    """Verdict codes of a service with open answers under the 10,000 weightings."""
    raw, framework, split, gut, scorecard = (_Drawn(rules, cells, group) for group in range(5))
    classes = np.array([decision.gut_class(total, rules.limits.gut) for total in range(9)])
    kinds, capability_low, ownership_low = (np.array(column) for column in zip(*raw_rows(rules.raw), strict=True))
    need = decision.needs(
        decision.Sides(raw.sum, raw.weight, framework.sum, framework.weight),
        kind=kinds[raw.row],
        split=np.array(split_rows(rules.split))[split.row]
        * decision.reaches(split.sum, split.weight, rules.limits.holds),
        gut=classes[np.asarray(gut.gut())],
        limits=rules.limits,
    )
    sustained = decision.reaches(scorecard.sum, scorecard.weight, rules.limits.sustain_conditional) | (
        scorecard.weight == 0
    )
    gated = capability_low[raw.row] | (ownership_low[raw.row] & (np.asarray(scorecard.row) > 0)) | ~sustained
    codes: NDArray[np.int8] = np.where(gated, np.int8(decision.FRAMEWORK), decision.verdict_codes(need))
    return codes


def share_of(codes: NDArray[np.int8], verdict: Verdict) -> Fraction:
    """The share of the weightings that give a verdict."""
    return Fraction(int(np.count_nonzero(codes[:DRAWS] == VERDICTS.index(verdict))), DRAWS)


def complete_weight_flips(rules: Rules, codes: NDArray[np.int8], verdict: Verdict) -> tuple[WeightFlip, ...]:
    """The weight flips of a complete service, from its `complete_verdicts`."""
    changed = codes[DRAWS:] != VERDICTS.index(verdict)
    if not changed.any():
        return ()
    hits = np.flatnonzero(changed)
    return _nearest(rules, ((variants(rules)[i], VERDICTS[codes[DRAWS + i]]) for i in hits))


def _nearest(rules: Rules, hits: Iterator[tuple[Variant, Verdict]]) -> tuple[WeightFlip, ...]:
    """Per item the first hit, which is the nearest."""
    nearest: dict[tuple[int, int], WeightFlip] = {}
    for variant, verdict in hits:
        item = rules.groups[variant.group][variant.place]
        nearest.setdefault((variant.group, variant.place), WeightFlip(item.id, item.slope, variant.weight, verdict))
    return tuple(nearest.values())
