"""A checklist, compiled for the engine: groups, weights, thresholds as whole numbers.

In: a `Checklist` and a team's weight overrides. Out: `Rules`. Must not know: answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from advisor.checklist.frameworks import Frameworks

SCORECARD = "scorecard."
"""Prefix of a scorecard dimension's id wherever it stands beside statements."""

MAX_DENOMINATOR = 100
"""Of a threshold: keeps every product of the 10,000 weightings below 2⁵³, where float64 is still exact."""


@dataclass(frozen=True)
class Limit:
    """A threshold as a fraction of whole numbers: reaching it (≥) holds."""

    num: int
    den: int

    @property
    def exact(self) -> Fraction:
        return Fraction(self.num, self.den)


@dataclass(frozen=True, eq=False)
class Limits:
    """The model's thresholds. Compared by identity: kept through every change of weights, the engine's caches hang on
    it."""

    holds: Limit
    band: Limit
    gut: Limit
    sustain_conditional: Limit
    sustain_yes: Limit
    provisional_answered: Limit
    provisional_share: Limit
    firm_robustness: Limit
    firm_steps: int
    capacity_undecided: Limit


Bands = tuple[int, int, int, int, int]
"""By level."""
LOW, HIGH = 1, 2
PLAIN: Bands = (0, 0, 0, 0, 0)
LOW_OR_NOT: Bands = (LOW, LOW, 0, 0, 0)
LOW_HALF_HIGH: Bands = (LOW, LOW, 0, HIGH, HIGH)
HIGH_OR_NOT: Bands = (0, 0, 0, 1, 1)


@dataclass(frozen=True, eq=False)
class Item:
    """One statement of a group. At level v it adds `offset + slope × v` to the group's sum; where rules look at its
    level by itself, `bands[v]` is the band of levels they tell apart, 0 being the one that changes nothing."""

    id: str
    role: str
    """Empty: no rule asks for it."""
    ask: str
    slope: int
    offset: int = 0
    bands: Bands = PLAIN
    weight: int = 1
    """As it stands in the checklist or was set by the team; a gut check's has no effect."""

    @cached_property
    def width(self) -> int:
        """How many bands there are."""
        return 1 + max(self.bands)

    @cached_property
    def low(self) -> bool:
        """Whether rules look at its levels 0 and 1 by themselves."""
        return self.bands[0] == LOW

    def most(self, cell: int) -> int:
        """The most it can add to the sum; what does not apply adds its offset alone."""
        return max(self.offset, self.offset + 4 * self.slope) if cell else self.offset


Group = tuple[Item, ...]


@dataclass(frozen=True)
class ContradictionRule:
    """Roles that cannot all be at level 3 or 4 while `low`, where named, is at 0 or 1."""

    id: str
    high: tuple[str, ...]
    low: str | None

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.high, self.low) if self.low else self.high

    @cached_property
    def both(self) -> frozenset[str]:
        return frozenset(self.high)


@dataclass(frozen=True)
class CheckRule:
    """A check for a common mistake, with the figures that the checklist sets."""

    id: str
    whole: int
    """Services, levels or routes, whichever it counts."""
    limit: Limit
    ordered: tuple[str, ...]
    """What a benchmark has to include, or kinds of service."""

    @cached_property
    def share(self) -> Fraction:
        return self.limit.exact

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(self.ordered)


@dataclass(frozen=True, slots=True)
class End:
    """The day from which a line of versions gets no more fixes."""

    part: str
    line: str
    on: date


@dataclass(frozen=True, slots=True)
class Fix:
    """The first version of a line with the newest security fix."""

    part: str
    line: str
    version: str


GROUP_NAMES = ("raw", "framework", "split", "gut", "scorecard")

BANDS: dict[str, dict[str, Bands]] = {
    "raw": {
        **dict.fromkeys(("purpose", "capability", "ownership"), LOW_OR_NOT),
        "latency": LOW_HALF_HIGH,
    },
    "split": {"hot-path": HIGH_OR_NOT, "boundary": LOW_HALF_HIGH},
    "scorecard": {"ownership": LOW_OR_NOT},
}
"""By group and role: what rules 0 and 1 and the vetoes look at by itself."""


@dataclass(frozen=True, eq=False)
class Rules:
    """Everything about a checklist that a verdict depends on. Groups keep checklist order.

    Compared and hashed by identity: `compile_rules` gives the same object for the same checklist and weights, and the
    engine's caches hang on it."""

    raw: Group
    framework: Group
    split: Group
    gut: Group
    scorecard: Group
    limits: Limits
    contradictions: tuple[ContradictionRule, ...]
    checks: tuple[CheckRule, ...]
    ends: tuple[End, ...]
    fixes: tuple[Fix, ...]
    outside: Mapping[str, frozenset[str]]
    """By setting, under its key of an answers file: the options for which the question does not arise."""
    usual: Mapping[str, str]
    """By kind of service: the side it usually stands on, where it has one."""
    frameworks: Frameworks | None
    """Which framework, once one is needed: it moves no verdict."""

    @cached_property
    def by_role(self) -> dict[str, str]:
        """The id of each role's statement; of the scorecard's the role is written `scorecard.<role>`."""
        by_role = {item.role: item.id for group in self.groups[:4] for item in group if item.role}
        return by_role | {SCORECARD + item.role: item.id for item in self.scorecard}

    @property
    def groups(self) -> tuple[Group, Group, Group, Group, Group]:
        return self.raw, self.framework, self.split, self.gut, self.scorecard

    @property
    def ids(self) -> tuple[str, ...]:
        """All ids in checklist order: by group, as the model lists them, then the scorecard's."""
        return tuple(item.id for group in self.groups for item in group)
