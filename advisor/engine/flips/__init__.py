"""The flip set: the smallest total number of one-level answer steps that gives another verdict, exactly (model §6).

Two searches over the same `Moves`, neither of which looks further than `MOST_STEPS` steps: a complete service looks its
verdict up in the need table; one with open answers has its candidates counted over their completions. Every threshold
has one boundary rule (≥ holds), so both are exact.
"""

from advisor.engine.flips.complete import complete_flips
from advisor.engine.flips.partial import open_flips
from advisor.engine.level_changes import MOST_STEPS
from advisor.engine.level_sets import ServiceCells
from advisor.engine.recommendation import Flips, Verdict
from advisor.engine.rules import Rules

NO_FLIPS = Flips(steps=None, total=0, sets=())
BEYOND = Flips(steps=None, total=0, sets=(), beyond=MOST_STEPS)


def flips_of(rules: Rules, cells: ServiceCells, verdict: Verdict) -> Flips:
    """The flip sets of a service that is not insufficient."""
    search = open_flips if cells.any_open else complete_flips
    return search(rules, cells, verdict) or BEYOND
