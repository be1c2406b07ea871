"""What a decision record says of one service, and of the platform.

In: lines. Out: frozen dataclasses that writers only have to lay out. Must not know: HTML, files, Django, the clock.
"""

from dataclasses import dataclass
from fractions import Fraction

from advisor.checklist.decision import Action
from advisor.checklist.service import ServiceEntry
from advisor.engine.recommendation import Capacity, ServiceRecommendation
from advisor.record.model.entries import (
    ActionLine,
    AnswerLine,
    BenchmarkLine,
    CheckLine,
    CountLine,
    DriverLine,
    FlipLine,
    FrameworkLine,
    GateLine,
    Ground,
    PossibleLine,
    QuestionLine,
    StepLine,
    SupportLine,
)
from advisor.record.model.fact_entries import ChoiceLine, FactLine, VersionLine
from advisor.record.model.measurements import MeasurementLine


@dataclass(frozen=True, slots=True)
class ServiceRecord:
    """One service: its verdict first, then why, how firmly, what would change it, and what was answered."""

    recommendation: ServiceRecommendation
    service: ServiceEntry
    kind: str
    verdict: str
    advice: str
    headline: str
    strength: str
    strength_sentence: str
    robustness_sentence: str
    flags: tuple[str, ...]
    gates: tuple[GateLine, ...]
    reasons: tuple[str, ...]
    supports: tuple[SupportLine, ...]
    lean_side: str
    """Where the lean points: the name of a side, "neither", or "open"."""
    side_for: str
    drivers_for: tuple[DriverLine, ...]
    side_against: str
    drivers_against: tuple[DriverLine, ...]
    good: tuple[str, ...]
    bad: tuple[str, ...]
    """What gets better and worse with the verdict, a phrase each, the weightiest first."""
    split_drivers: tuple[DriverLine, ...]
    """What speaks for a split, where one is asked for."""
    dissent: tuple[str, ...]
    flips_sentence: str
    flips: tuple[FlipLine, ...]
    weight_flips: tuple[FlipLine, ...]
    possible: tuple[PossibleLine, ...]
    questions: tuple[QuestionLine, ...]
    actions: tuple[ActionLine, ...]
    checks: tuple[CheckLine, ...]
    answers: tuple[AnswerLine, ...]
    facts: tuple[FactLine, ...]
    """Facts about the versions this service states."""
    versions: tuple[VersionLine, ...]
    explanation: tuple[str, ...]
    """The arithmetic to the last digit, one line a step."""
    grounds: frozenset[Ground] = frozenset()
    rests_on: str = ""
    """The same, counted in a sentence; empty where nothing is named."""
    benchmarks: tuple[BenchmarkLine, ...] = ()
    measurements: tuple[MeasurementLine, ...] = ()
    """What prototype kits measured, the newest first."""
    framework: FrameworkLine | None = None
    """Which framework, once something is said of what is wanted of one."""

    @property
    def name(self) -> str:
        return self.recommendation.name

    @property
    def against_title(self) -> str:
        """What the drivers of the other side are: of a split no case against it, but its other part."""
        return "The other part" if self.recommendation.verdict == "split" else "The case against"

    @property
    def team(self) -> str:
        return self.recommendation.team

    @property
    def insufficient(self) -> bool:
        """Too much is open for a verdict."""
        return "insufficient" in self.recommendation.flags

    @property
    def steps_beyond(self) -> str:
        """Where the nearest other verdict is further away than anybody looks, what to write for the steps."""
        beyond = self.recommendation.flips.beyond
        return f"over {beyond}" if beyond else ""


@dataclass(frozen=True, slots=True)
class CapacityLine:
    capacity: Capacity
    sentence: str


@dataclass(frozen=True, slots=True)
class ClosedLine:
    """A gate, and the services it closes to raw."""

    gate: GateLine
    services: tuple[str, ...]
    services_phrase: str
    """The services as a phrase that stays short."""


@dataclass(frozen=True, slots=True)
class CardLine:
    """One scorecard dimension of a team: the level in figures ("–" while open) and in words."""

    key: str
    short: str
    """A name for the head of a column."""
    statement: str
    level: str
    answer: str


@dataclass(frozen=True, slots=True)
class TeamLine:
    """An owning team: its scorecard, and what it can carry."""

    name: str
    services: int
    card: tuple[CardLine, ...]
    support: Fraction | None
    sustain: str
    capacity: Capacity

    @property
    def over(self) -> bool:
        """More of its services would be raw or split than it can carry."""
        can_carry = self.capacity.can_carry
        return can_carry is not None and self.capacity.needed > can_carry


@dataclass(frozen=True, slots=True)
class ConversionLine:
    """A service to convert to the framework first where its team is over capacity, and what that costs."""

    team: str
    service: str
    lean: Fraction | None
    latency: str
    """Its answer on latency, and its budget where it has one; empty where nothing is known."""
    gives_up: tuple[str, ...]
    """The strongest other statements that speak for raw."""
    sentence: str


@dataclass(frozen=True, slots=True)
class PlatformRecord:
    verdict: str
    sentence: str
    advice: str
    """The verdict on the platform in one sentence."""
    reasons: tuple[str, ...]
    """At most three."""
    counts: tuple[CountLine, ...]
    closed: tuple[ClosedLine, ...]
    """What gates rule out, told before any score."""
    teams: tuple[TeamLine, ...]
    """Every team that owns a service."""
    capacity: tuple[CapacityLine, ...]
    """Of the teams that say how many raw services they can carry."""
    capacity_sentence: str
    """How many services favour raw and how many can be carried; empty where no team says how many."""
    capacity_unstated: str
    """Which teams do not, in a sentence; empty if all do."""
    conversions: tuple[ConversionLine, ...]
    """What to convert first where a team is over capacity."""
    checks: tuple[CheckLine, ...]
    """What stands out across services."""
    service_checks: tuple[CheckLine, ...]
    """What stands out of single services, each check once with all the services it was found on."""
    steps: tuple[StepLine, ...]
    """What to do next, the most urgent first."""
    further: tuple[Action, ...]
    """What was agreed besides these steps."""
    versions: tuple[VersionLine, ...]
    """The versions that services state, the most urgent first."""
    choices: tuple[ChoiceLine, ...]
    rests_on: str = ""
    """What the verdicts rest on, counted; empty where nothing is named."""

    @property
    def convert_first(self) -> tuple[str, ...]:
        return tuple(line.service for line in self.conversions)
