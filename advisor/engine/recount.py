"""Counts of completions once more for other weights of one group, from what all weights share.

In: rules and the cells of a service. Out: counts by verdict. Must not know: which weights are tried.
"""

from functools import cached_property

from advisor.engine.completions import (
    Counts,
    dtype_for,
    framework_pieces,
    gated_raw,
    gut_vector,
    middle_vector,
    raw_vector,
    scorecard_vector,
    split_vector,
    vectors,
)
from advisor.engine.decision import (
    MIDDLES,
    NEEDS,
    NeedTable,
    need_table,
)
from advisor.engine.level_sets import ServiceCells, weight_of
from advisor.engine.rules import Rules


class Recount:
    """Counts [need, sustain] of a service, and what they become when the counts of a single group change.

    What the other groups add is contracted once."""

    def __init__(self, rules: Rules, cells: ServiceCells) -> None:
        self.rules, self.cells, self.dtype = rules, cells, dtype_for(cells.total)
        self.weights = [weight_of(group, own) for group, own in zip(rules.groups, cells.groups, strict=True)]
        self.parts = vectors(rules, cells, self.dtype)
        self.middle = middle_vector(self.parts.split, self.parts.gut)

    def counts(self) -> Counts:
        """[need, sustain] of the service as it is; they add up to the number of completions."""
        return self._by_raw(self.weights[0]) @ self.gated

    @cached_property
    def gated(self) -> Counts:
        """[kind × s_R, sustain]."""
        return gated_raw(self.parts.raw, self.parts.scorecard)

    def _by_piece(self, raw_weight: int, framework_weight: int) -> tuple[NeedTable, Counts]:
        """(the table, [need, kind, s_R, piece]): the middle contracted."""
        table = need_table(raw_weight, framework_weight, self.rules.limits)
        return table, table.one_hot(self.dtype) @ self.middle

    def _by_raw(self, raw_weight: int) -> Counts:
        """[need, kind × s_R]."""
        table, by_piece = self._by_piece(raw_weight, self.weights[1])
        return (by_piece * framework_pieces(table, self.parts.framework)).sum(axis=-1).reshape(NEEDS, -1)

    @cached_property
    def _by_middle(self) -> Counts:
        """[need, middle, sustain]."""
        table = need_table(self.weights[0], self.weights[1], self.rules.limits)
        pieces = framework_pieces(table, self.parts.framework)
        by_row = (table.one_hot(self.dtype) * pieces[..., None]).sum(axis=-2)
        return by_row.reshape(NEEDS, -1, MIDDLES).transpose(0, 2, 1) @ self.gated

    @cached_property
    def _own_by_raw(self) -> Counts:
        return self._by_raw(self.weights[0])

    def given(self, group: int, tables: Counts, weight: int) -> Counts:
        """[k, need, sustain] where one group (as in `Rules.groups`) is counted by tables [k, row, sum] instead, all of
        one applying weight."""
        if group == 0:
            return self._by_raw(weight) @ gated_raw(raw_vector(self.rules, tables), self.parts.scorecard)
        if group == 1:
            table, by_piece = self._by_piece(self.weights[0], weight)
            pieces = framework_pieces(table, tables[:, 0])
            by_raw = (by_piece * pieces[:, None, None]).sum(axis=-1)
            return by_raw.reshape(len(tables), NEEDS, -1) @ self.gated
        if group == 4:
            return self._own_by_raw @ gated_raw(self.parts.raw, scorecard_vector(self.rules, weight, tables))
        if group == 2:
            middles = middle_vector(split_vector(self.rules, weight, tables), self.parts.gut)
        else:
            middles = middle_vector(self.parts.split, gut_vector(self.rules, tables))
        return (middles @ self._by_middle).transpose(1, 0, 2)
