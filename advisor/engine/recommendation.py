"""What the engine says: the values every page, PDF, Markdown and JSON is written from.

Everything here is exact (`Fraction`) or counted; nothing is rounded and nothing is worded. Ids of scorecard dimensions
are written `scorecard.<id>` wherever they stand beside statements.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from advisor.engine.choice import FrameworkChoice

Verdict = Literal["raw", "framework", "split", "undecided", "neither"]
Sustain = Literal["yes", "conditional", "no"]
Strength = Literal["firm", "lean", "conditional"]
VERDICTS: tuple[Verdict, ...] = ("raw", "framework", "split", "undecided")
"""What answers can give. `neither` is for services to which the question does not apply, whatever is answered."""
RAW_VERDICTS: tuple[Verdict, ...] = ("raw", "split")
"""Verdicts that need raw owners; a split counts once."""
LEVELS: tuple[int, ...] = (0, 1, 2, 3, 4)

Share = Fraction
Bounds = tuple[Fraction, Fraction]
Driver = tuple[str, Fraction]


@dataclass(frozen=True, slots=True)
class GivenLevel:
    """One person's answer to one statement: a level, or None for not sure; `na` holds the reason it does not apply."""

    respondent: str
    level: int | None
    na: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class StatementState:
    """Where one statement (or scorecard dimension) stands after all respondents are heard (model §5, §8).

    `levels` are the levels it can still take: one if answered, several if open, none if it does not apply."""

    id: str
    levels: tuple[int, ...]
    given_levels: tuple[GivenLevel, ...] = ()
    na: str | None = None
    contested: bool = False
    settled: str | None = None
    """The facilitator's reason, where a level was settled."""
    agreement: Fraction | None = None

    @property
    def applies(self) -> bool:
        return bool(self.levels)

    @property
    def open(self) -> bool:
        return len(self.levels) > 1

    @property
    def level(self) -> int | None:
        """The level, if there is exactly one."""
        return self.levels[0] if len(self.levels) == 1 else None


@dataclass(frozen=True, slots=True)
class Change:
    statement: str
    from_level: int
    to_level: int


@dataclass(frozen=True, slots=True)
class FlipSet:
    """One cheapest way to another verdict: all its changes together."""

    verdict: Verdict
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Flips:
    """`steps` is the smallest number of one-level steps to another verdict: None if the service is insufficient, or if
    there is none of at most `beyond` steps, further than which nobody looks. `total` counts all cheapest sets; `sets`
    holds at most ten of them, in checklist order."""

    steps: int | None
    total: int
    sets: tuple[FlipSet, ...]
    beyond: int | None = None


@dataclass(frozen=True, slots=True)
class WeightFlip:
    statement: str
    from_weight: int
    to_weight: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """An open statement, whom to ask, and how much it says about the verdict (mutual information in bits)."""

    statement: str
    ask: str
    information: float


@dataclass(frozen=True, slots=True)
class GateResult:
    """A gate that certainly closes raw for a service: `capability`, `ownership` (vetoes) or `sustain` (Q below 0.4)."""

    gate: Literal["capability", "ownership", "sustain"]
    veto: bool


@dataclass(frozen=True, slots=True)
class RespondentVerdict:
    """What one respondent's own answers alone, scorecard included, give."""

    name: str
    verdict: Verdict
    insufficient: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that fired: which, which services and statements it concerns."""

    check: str
    services: tuple[str, ...]
    statements: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    """What else it is about: a team, a choice, "node 20", what a benchmark lacks, or "blank" for a scorecard."""
    because: str = ""
    """The team's own answer: it is known, and stands for this reason."""
    by: str = ""
    on: date | None = None
    """Who said so, and when, where that is stated."""
    answered_for: tuple[str, ...] = ()
    """The services that the answer was given for: these, and perhaps more."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """One thing that kept a verdict from firm; of robustness and steps with the figure."""

    why: Literal["open", "gated", "conditional", "gut", "robustness", "steps"]
    figure: Fraction | None = None


@dataclass(frozen=True, slots=True)
class ServiceRecommendation:
    """The verdict on one service, explained to the last digit.

    Shares and supports are in [0, 1], lean and gut in [−1, 1]."""

    name: str
    team: str
    kind: str | None
    verdict: Verdict
    need: Verdict | None
    sustain: Sustain | None
    flags: tuple[str, ...]
    """Of: gated-raw gated-split gated-undecided conditional settled provisional insufficient awaiting-team conflict
    weak close; or outside alone."""
    strength: Strength | None
    withheld: tuple[Withheld, ...]
    """What kept a verdict from firm, in the model's order."""
    outside: tuple[str, ...]
    """The settings, by their keys, that put the service outside the question."""
    support: dict[str, Fraction | None]
    """Of raw, framework, split, sustain, over the answered statements; None if none is answered."""
    lean: Fraction | None
    gut: Fraction | None
    bounds: dict[str, Bounds | None]
    """Of raw, framework, lean, sustain over all completions; None for a group that does not apply."""
    possible: dict[Verdict, Share]
    """Every verdict that can still come out, with its exact share of completions."""
    questions: tuple[OpenQuestion, ...]
    """Open statements, the most decisive first; empty when settled or when nothing is open."""
    robustness: Fraction | None
    flips: Flips
    weight_flips: tuple[WeightFlip, ...]
    drivers: dict[str, tuple[Driver, ...]]
    """Of raw, framework, split, sustain: contributions wᵢtᵢ/Σwᵢ, largest first; they add up to the support."""
    against_side: Literal["raw", "framework"]
    against: tuple[Driver, ...]
    """The case against: the drivers of the other side, largest first, without zeros."""
    dissent: tuple[RespondentVerdict, ...]
    """Respondents whose own answers give another settled, provisional or complete verdict."""
    gates: tuple[GateResult, ...]
    respondents: tuple[RespondentVerdict, ...]
    statements: dict[str, StatementState]
    """Every statement and dimension (`scorecard.<id>`) in checklist order."""
    weights: dict[str, int]
    """The weights in force, overrides included, by the same keys as `statements`."""
    benchmark: bool
    """Told to benchmark in isolation (S49): raw or split, with latency at 3 or 4."""
    framework: FrameworkChoice | None
    """Which framework: after a verdict of framework or split, once something is said of what is wanted."""
    checks: tuple[Finding, ...]

    @property
    def next_question(self) -> OpenQuestion | None:
        return self.questions[0] if self.questions else None

    @property
    def gated_need(self) -> Verdict | None:
        """What a gated service would have been: raw, split or undecided; None where no gate decided."""
        for flag in self.flags:
            if flag == "gated-raw":
                return "raw"
            if flag == "gated-split":
                return "split"
            if flag == "gated-undecided":
                return "undecided"
        return None

    @property
    def complete(self) -> bool:
        return not any(state.open for state in self.statements.values())


@dataclass(frozen=True, slots=True)
class Capacity:
    """Raw or split services of one owning team against what its raw owners can carry (None: not stated)."""

    team: str
    needed: int
    can_carry: int | None
    no_backup: bool


@dataclass(frozen=True, slots=True)
class Conversion:
    """A service to convert first where a team is over capacity."""

    team: str
    service: str


@dataclass(frozen=True, slots=True)
class PlatformRecommendation:
    verdict: Literal["raw", "framework", "split", "mixed", "undecided", "neither"]
    outside: tuple[str, ...]
    """The services to which the question does not apply."""
    capacity: tuple[Capacity, ...]
    convert_first: tuple[Conversion, ...]
    checks: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The whole assessment: its services in file order and the platform."""

    engine: str
    services: tuple[ServiceRecommendation, ...]
    platform: PlatformRecommendation
