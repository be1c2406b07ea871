"""Where respondents differ, and what it would change if they agreed (model §8).

In: one service's recommendation, made from several people's answers. Out: a `Difference` for each statement of which
more than one level was given, in the order in which it is worth talking about. Must not know: people's names, rounds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from advisor.checklist.model import Checklist
from advisor.engine.compilation import compile_rules
from advisor.engine.completions import marked_table, verdict_counts
from advisor.engine.level_sets import ServiceCells, cell_of, weight_of
from advisor.engine.recommendation import VERDICTS, ServiceRecommendation, Verdict
from advisor.engine.recount import Recount
from advisor.engine.rules import Rules
from advisor.engine.service import cells_of
from advisor.engine.verdict import answered_enough, outcome_of, reported_codes


@dataclass(frozen=True, slots=True)
class Difference:
    """A statement on which different levels were given."""

    statement: str
    verdicts: tuple[tuple[int, Verdict], ...]
    """For each level that somebody gave, lowest first: the verdict if everyone agreed on it, all else as it is."""
    changes: bool
    """Whether one of these is another verdict than the one there is."""


def differences(
    checklist: Checklist, weights: Mapping[str, int], service: ServiceRecommendation
) -> tuple[Difference, ...]:
    """All differences of a service: first the unsettled ones that can change the verdict, then the other unsettled
    ones, then those that are settled; within each the lowest agreement first, and of equals the heavier statement."""
    rules = compile_rules(checklist, weights)
    cells = cells_of(rules, service.statements)
    recount = Recount(rules, cells) if cells.any_open else None
    disputes = []
    for place, key in zip(_places(cells), rules.ids, strict=True):
        state = service.statements[key]
        levels = sorted({one.level for one in state.given_levels if one.level is not None})
        if len(levels) < 2:
            continue
        verdicts = tuple(zip(levels, _verdicts(rules, cells, recount, place, levels), strict=True))
        disputes.append(Difference(key, verdicts, any(verdict != service.verdict for _, verdict in verdicts)))

    def order(one: Difference) -> tuple[bool, bool, float, int]:
        state = service.statements[one.statement]
        agreed = float(state.agreement) if state.agreement is not None else 1.0
        return state.settled is not None, not one.changes, agreed, -service.weights[one.statement]

    return tuple(sorted(disputes, key=order))


def _verdicts(
    rules: Rules, cells: ServiceCells, recount: Recount | None, place: tuple[int, int], levels: Sequence[int]
) -> list[Verdict]:
    """The verdict if everyone agreed on each of these levels of one statement, all else as it is: where something is
    open, of all of them at once."""
    if recount is None:
        return [outcome_of(rules, cells.replace(place, cell_of([level])))[0].verdict for level in levels]
    number, at = place
    agreed = cells.replace(place, cell_of(levels))
    group, own = rules.groups[number], agreed.groups[number]
    counts = recount.given(number, marked_table(group, own, at, recount.dtype), weight_of(group, own))
    enough = answered_enough(rules, cells.replace(place, cell_of(levels[:1])))
    return [VERDICTS[code] for code in reported_codes(rules, verdict_counts(counts), enough=enough).tolist()]


def _places(cells: ServiceCells) -> list[tuple[int, int]]:
    """(group, position) of each cell, in checklist order."""
    return [(group, place) for group, own in enumerate(cells.groups) for place in range(len(own))]
