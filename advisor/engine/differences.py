"""Where respondents differ, and what it would change if they agreed (model §8).

In: one service's recommendation, made from several people's answers. Out: a `Difference` for each statement of which
more than one level was given, in the order in which it is worth talking about. Must not know: people's names, rounds.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from advisor.checklist.model import Checklist
from advisor.engine.cells import ServiceCells, cell_of
from advisor.engine.recommendation import ServiceRecommendation, Verdict
from advisor.engine.rules import compile_rules
from advisor.engine.service import cells_of
from advisor.engine.verdict import outcome_of


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
    places = _places(cells)
    found = []
    for at, key in enumerate(rules.ids):
        state = service.statements[key]
        levels = sorted({one.level for one in state.given if one.level is not None})
        if len(levels) < 2:
            continue
        verdicts = tuple(
            (level, outcome_of(rules, cells.replace(places[at], cell_of([level])))[0].verdict) for level in levels
        )
        found.append(Difference(key, verdicts, any(verdict != service.verdict for _, verdict in verdicts)))

    def order(one: Difference) -> tuple[bool, bool, float, int]:
        state = service.statements[one.statement]
        agreed = float(state.agreement) if state.agreement is not None else 1.0
        return state.settled is not None, not one.changes, agreed, -service.weights[one.statement]

    return tuple(sorted(found, key=order))


def _places(cells: ServiceCells) -> list[tuple[int, int]]:
    """(group, position) of each cell, in checklist order."""
    return [(group, place) for group, own in enumerate(cells.groups) for place in range(len(own))]
