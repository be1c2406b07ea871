"""Weight flips of a service with open answers: every other weight of every item is counted over the completions.

In: a service's `Recount`. Out: for each weighed item the nearest weight that changes the verdict. All weights that give
a group the same applying weight are counted at once, since they are judged by the same need table.
"""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from advisor.engine.completions import Counts, count_table, row_units, verdict_counts
from advisor.engine.level_sets import LEVELS_OF, ServiceCells
from advisor.engine.recommendation import VERDICTS, Verdict, WeightFlip
from advisor.engine.recount import Recount
from advisor.engine.verdict import reported_codes
from advisor.engine.weightings import DRAWS, WEIGHED, complete_verdicts, nearest_weights, variants


def open_weight_flips(recount: Recount, verdict: Verdict, *, enough: bool) -> tuple[WeightFlip, ...]:
    """The weight flips, in checklist order; `enough` is answered for a provisional verdict."""
    flips: list[WeightFlip] = []
    skipped = _unsettled(recount) if verdict == "undecided" and not enough else frozenset()
    for group in WEIGHED:
        codes = _codes(recount, group, skipped, enough=enough)
        for place, item in enumerate(recount.rules.groups[group]):
            for weight in nearest_weights(item.slope):
                code = codes.get((place, weight))
                if code is not None and VERDICTS[code] != verdict:
                    flips.append(WeightFlip(item.id, item.slope, weight, VERDICTS[code]))
                    break
    return tuple(flips)


def _unsettled(recount: Recount) -> frozenset[tuple[int, int, int]]:
    """(group, place, weight) under which two completions give different verdicts: with too little answered for a
    provisional verdict these stay undecided."""
    ends = []
    for raw_high in (True, False):
        groups = []
        for number, (items, cells) in enumerate(zip(recount.rules.groups, recount.cells.groups, strict=True)):
            sides = [item.slope < 0 if number == GUT else number in FOR_RAW for item in items]
            pairs = zip(cells, sides, strict=True)
            groups.append(tuple(_end(cell, high=for_raw == raw_high) for cell, for_raw in pairs))
        ends.append(complete_verdicts(recount.rules, ServiceCells(*groups))[DRAWS:])
    differ = np.flatnonzero(ends[0] != ends[1])
    known = variants(recount.rules)
    return frozenset((known[at].group, known[at].place, known[at].weight) for at in differ)


GUT, FOR_RAW = 3, (0, 4)
"""Groups: the gut check, and those whose high levels speak for raw."""


def _end(cell: int, *, high: bool) -> int:
    """The highest or the lowest level of a cell alone."""
    if not cell:
        return 0
    return 1 << (cell.bit_length() - 1) if high else cell & -cell


def _codes(
    recount: Recount, group: int, skipped: frozenset[tuple[int, int, int]], *, enough: bool
) -> dict[tuple[int, int], int]:
    """By (place in the group, other weight): the verdict reported, as a place in `VERDICTS`."""
    by_weight: dict[int, list[tuple[tuple[int, int], Counts]]] = defaultdict(list)
    for key, change, table in _tables(recount, group, skipped):
        by_weight[recount.weights[group] + change].append((key, table))
    codes: dict[tuple[int, int], int] = {}
    for weight, entries in by_weight.items():
        tables = np.stack([table for _, table in entries])
        counts = verdict_counts(recount.given(group, tables, weight))
        reported = reported_codes(recount.rules, counts, enough=enough)
        codes |= zip((key for key, _ in entries), reported.tolist(), strict=True)
    return codes


def _tables(
    recount: Recount, group: int, skipped: frozenset[tuple[int, int, int]]
) -> Iterator[tuple[tuple[int, int], int, Counts]]:
    """((place, other weight), its difference from the own one, the group's counts [row, sum] under it)."""
    items, cells = recount.rules.groups[group], recount.cells.groups[group]
    for place, (item, cell) in enumerate(zip(items, cells, strict=True)):
        wanted = [weight for weight in nearest_weights(item.slope) if (group, place, weight) not in skipped]
        if not cell or not wanted:
            continue
        rest = count_table(items, (*cells[:place], 0, *cells[place + 1 :]), recount.dtype)
        unit = row_units(items)[place]
        rows, size = rest.shape
        starts = [(level, unit * item.bands[level]) for level in LEVELS_OF[cell]]
        for weight in wanted:
            table = np.zeros((rows, size + 4 * weight), dtype=recount.dtype)
            for level, start in starts:
                add = weight * level
                table[start:, add : add + size] += rest[: rows - start]
            yield (place, weight), weight - item.slope, table
