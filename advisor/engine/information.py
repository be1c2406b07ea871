"""What to ask next: how much each open statement says about the verdict (model §5).

Mutual information H(V) − E[H(V | tᵢ)] over completions, in bits, from exact counts.
"""

from math import log2

from advisor.engine.completions import Counts, marked_table, verdict_counts
from advisor.engine.level_sets import IS_OPEN, ServiceCells, weight_of
from advisor.engine.recount import Recount
from advisor.engine.rules import Rules

TIE = 1e-12
"""Figures this close are ties and go by checklist order."""


def entropy(counts: list[int]) -> float:
    """Entropy in bits of a distribution given by counts.

    >>> entropy([1, 1, 0, 0]), entropy([8, 0, 0, 0])
    (1.0, 0.0)
    """
    total = sum(counts)
    return -sum(count / total * log2(count / total) for count in counts if count) + 0.0


def information(rules: Rules, cells: ServiceCells, recount: Recount) -> list[tuple[str, str, float]]:
    """(id, whom to ask, bits) of every open item, the most telling first. `recount` is the service's own."""
    whole = entropy(_whole(verdict_counts(recount.counts())))
    gains: list[tuple[str, str, float]] = []
    for number, group in enumerate(rules.groups):
        own = cells.groups[number]
        for place, item in enumerate(group):
            if IS_OPEN[own[place]]:
                tables = marked_table(group, own, place, recount.dtype)
                given = verdict_counts(recount.given(number, tables, weight_of(group, own)))
                rest = sum(entropy(_whole(level)) for level in given) / len(given)
                gains.append((item.id, item.ask, max(0.0, whole - rest)))
    return _ranked(gains)


def _whole(counts: Counts) -> list[int]:
    """Counts as whole numbers, which may be too large for an array."""
    return [int(count) for count in counts]


def _ranked(gains: list[tuple[str, str, float]]) -> list[tuple[str, str, float]]:
    """Largest first; figures within TIE of the first of their run keep checklist order."""
    order = sorted(range(len(gains)), key=lambda i: -gains[i][2])
    ranked: list[tuple[str, str, float]] = []
    run: list[int] = []
    for i in order:
        if run and gains[run[0]][2] - gains[i][2] > TIE:
            ranked += [gains[k] for k in sorted(run)]
            run = []
        run.append(i)
    return ranked + [gains[k] for k in sorted(run)]
