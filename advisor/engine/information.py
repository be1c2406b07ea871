"""What to ask next: how much each open statement says about the verdict (model §5).

Mutual information H(V) − E[H(V | tᵢ)] over completions, in bits, from exact counts.
"""

from math import log2
from typing import Any

import numpy as np

from advisor.engine.cells import IS_OPEN, ServiceCells, weight_of
from advisor.engine.completions import (
    Counts,
    Vectors,
    count_table,
    dtype_for,
    gated_raw,
    gut_vector,
    marked_table,
    middle_vector,
    one_hot_for,
    raw_vector,
    scorecard_vector,
    split_vector,
    vectors,
    verdict_counts,
)
from advisor.engine.decision import NEEDS
from advisor.engine.rules import Group, Rules

TIE = 1e-12
"""Figures this close are ties and go by checklist order."""


def entropy(counts: list[int]) -> float:
    """Entropy in bits of a distribution given by counts.

    >>> entropy([1, 1, 0, 0]), entropy([8, 0, 0, 0])
    (1.0, 0.0)
    """
    total = sum(counts)
    return -sum(count / total * log2(count / total) for count in counts if count) + 0.0


class _Conditional:
    """Counts [level, need, sustain] given each level of one open item; the parts that stay are contracted once."""

    def __init__(self, rules: Rules, cells: ServiceCells) -> None:
        self.rules, self.cells = rules, cells
        self.dtype: Any = dtype_for(cells.total)
        self.parts: Vectors = vectors(rules, cells, self.dtype)
        self.gated = gated_raw(self.parts.raw, self.parts.scorecard)
        one_hot = one_hot_for(rules, cells, self.dtype)
        rows, size = one_hot.shape[1], len(self.parts.framework)
        cube = one_hot.reshape(NEEDS * rows * size, 6)
        by_framework = (cube @ self.parts.middle).reshape(NEEDS, rows, size)
        self.by_framework = by_framework
        self.by_raw = by_framework @ self.parts.framework
        by_row = (self.parts.framework @ one_hot.reshape(NEEDS * rows, size, 6)).reshape(NEEDS, rows, 6)
        self.by_middle = by_row.transpose(0, 2, 1) @ self.gated

    def _tables(self, group: Group, number: int, place: int) -> Counts:
        return marked_table(group, self.cells.groups[number], place, self.dtype)

    def given(self, number: int, place: int) -> Counts:
        return (self._raw, self._framework, self._split, self._gut, self._scorecard)[number](place)

    def _raw(self, place: int) -> Counts:
        tables = self._tables(self.rules.raw, 0, place)
        return np.stack([self.by_raw @ gated_raw(raw_vector(self.rules, t), self.parts.scorecard) for t in tables])

    def _framework(self, place: int) -> Counts:
        tables = self._tables(self.rules.framework, 1, place)[:, 0]
        return (self.by_framework @ tables.T).transpose(2, 0, 1) @ self.gated

    def _middle(self, variants: list[Counts]) -> Counts:
        return np.stack([np.tensordot(v, self.by_middle, axes=([0], [1])) for v in variants])

    def _split(self, place: int) -> Counts:
        weight = weight_of(self.rules.split, self.cells.split)
        gut = gut_vector(self.rules, count_table(self.rules.gut, self.cells.gut, self.dtype))
        tables = self._tables(self.rules.split, 2, place)
        return self._middle([middle_vector(split_vector(self.rules, weight, t), gut) for t in tables])

    def _gut(self, place: int) -> Counts:
        weight = weight_of(self.rules.split, self.cells.split)
        split = split_vector(self.rules, weight, count_table(self.rules.split, self.cells.split, self.dtype))
        tables = self._tables(self.rules.gut, 3, place)
        return self._middle([middle_vector(split, gut_vector(self.rules, t)) for t in tables])

    def _scorecard(self, place: int) -> Counts:
        weight = weight_of(self.rules.scorecard, self.cells.scorecard)
        tables = self._tables(self.rules.scorecard, 4, place)
        return np.stack(
            [self.by_raw @ gated_raw(self.parts.raw, scorecard_vector(self.rules, weight, t)) for t in tables]
        )


def information(rules: Rules, cells: ServiceCells, counts: Counts) -> list[tuple[str, str, float]]:
    """(id, whom to ask, bits) of every open item, the most telling first. `counts` are the service's own."""
    conditional = _Conditional(rules, cells)
    whole = entropy(verdict_counts(counts))
    found: list[tuple[str, str, float]] = []
    for number, group in enumerate(rules.groups):
        for place, item in enumerate(group):
            if IS_OPEN[cells.groups[number][place]]:
                given = conditional.given(number, place)
                rest = sum(entropy(verdict_counts(level)) for level in given) / len(given)
                found.append((item.id, item.ask, max(0.0, whole - rest)))
    return _ranked(found)


def _ranked(found: list[tuple[str, str, float]]) -> list[tuple[str, str, float]]:
    """Largest first; figures within TIE of the first of their run keep checklist order."""
    order = sorted(range(len(found)), key=lambda i: -found[i][2])
    ranked: list[tuple[str, str, float]] = []
    run: list[int] = []
    for i in order:
        if run and found[run[0]][2] - found[i][2] > TIE:
            ranked += [found[k] for k in sorted(run)]
            run = []
        run.append(i)
    return ranked + [found[k] for k in sorted(run)]
