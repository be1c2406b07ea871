"""Weight flips of a service with open answers: every other weight of every item is counted over the completions.

In: a service's `Recount`. Out: for each weighed item the nearest weight that changes the verdict. All weights that give
a group the same applying weight are counted at once, since they are judged by the same need table.
"""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from advisor.engine.cells import LEVELS_OF
from advisor.engine.completions import Counts, Recount, count_table, row_units, verdict_counts
from advisor.engine.recommendation import VERDICTS, Verdict, WeightFlip
from advisor.engine.verdict import reported_codes
from advisor.engine.weightings import WEIGHED, nearest_weights


def open_weight_flips(recount: Recount, verdict: Verdict, *, enough: bool) -> tuple[WeightFlip, ...]:
    """The weight flips, in checklist order; `enough` is answered for a provisional verdict."""
    found: list[WeightFlip] = []
    for group in WEIGHED:
        codes = _codes(recount, group, enough=enough)
        for place, item in enumerate(recount.rules.groups[group]):
            for weight in nearest_weights(item.slope):
                code = codes.get((place, weight))
                if code is not None and VERDICTS[code] != verdict:
                    found.append(WeightFlip(item.id, item.slope, weight, VERDICTS[code]))
                    break
    return tuple(found)


def _codes(recount: Recount, group: int, *, enough: bool) -> dict[tuple[int, int], int]:
    """By (place in the group, other weight): the verdict reported, as a place in `VERDICTS`."""
    by_weight: dict[int, list[tuple[tuple[int, int], Counts]]] = defaultdict(list)
    for key, change, table in _tables(recount, group):
        by_weight[recount.weights[group] + change].append((key, table))
    codes: dict[tuple[int, int], int] = {}
    for weight, entries in by_weight.items():
        tables = np.stack([table for _, table in entries])
        counts = verdict_counts(recount.given(group, tables, weight))
        reported = reported_codes(recount.rules, counts, enough=enough)
        codes |= zip((key for key, _ in entries), reported.tolist(), strict=True)
    return codes


def _tables(recount: Recount, group: int) -> Iterator[tuple[tuple[int, int], int, Counts]]:
    """((place, other weight), its difference from the own one, the group's counts [row, sum] under it)."""
    items, cells = recount.rules.groups[group], recount.cells.groups[group]
    for place, (item, cell) in enumerate(zip(items, cells, strict=True)):
        if not cell:
            continue
        rest = count_table(items, (*cells[:place], 0, *cells[place + 1 :]), recount.dtype)
        unit = row_units(items)[place]
        rows, size = rest.shape
        starts = [(level, unit * item.bands[level]) for level in LEVELS_OF[cell]]
        for weight in nearest_weights(item.slope):
            table = np.zeros((rows, size + 4 * weight), dtype=recount.dtype)
            for level, start in starts:
                add = weight * level
                table[start:, add : add + size] += rest[: rows - start]
            yield (place, weight), weight - item.slope, table
