"""The flip set: the smallest total number of one-level answer steps that gives another verdict, exactly (model §6).

Two searches over the same `Moves`: a complete service looks its verdict up in the need table; one with open answers
has each candidate counted over its completions. Every threshold has one boundary rule (≥ holds), so both are exact.
"""

from advisor.engine.flips.complete import complete_flips
from advisor.engine.flips.found import NONE
from advisor.engine.flips.partial import open_flips

__all__ = ["NONE", "complete_flips", "open_flips"]
