"""What a decision record is: everything a reader is told, as values that writers only have to lay out.

In: nothing. Out: frozen dataclasses. Sentences are plain text; shares stay exact fractions. Must not know: HTML, files,
Django, the clock.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

from advisor.checklist.answers import AnswersFile, Evidence, Service
from advisor.checklist.decision import Action
from advisor.checklist.model import Checklist, Fact
from advisor.engine.recommendation import Capacity, Recommendation, ServiceRecommendation
from advisor.record.as_json import json_text, record_json
from advisor.record.decided import DecisionPart
from advisor.record.plan_json import plan_json
from advisor.record.sequence import Counted
from advisor.record.staffing import HiringPlan

Status = Literal["draft", "proposed", "accepted", "rejected", "superseded", "deprecated"]
MOST_NOTES = 8
"""Of one person in the minority."""
FAR = 6
"""From so many steps on, another verdict is far away."""


@dataclass(frozen=True, slots=True)
class GateLine:
    """A gate that closes raw: shown before any score."""

    title: str
    text: str
    reopen: str
    veto: bool


@dataclass(frozen=True, slots=True)
class SupportLine:
    """The support of one side, its range where answers are open, and the threshold it has to reach."""

    key: Literal["raw", "framework", "split", "sustain"]
    name: str
    support: Fraction | None
    low: Fraction | None
    high: Fraction | None
    threshold: Fraction
    holds: bool | None
    """None while open answers can still move it across the threshold."""
    arithmetic: str
    """Such as "(4×1 + 3×2) ÷ (4×3) = 10/12 = 5/6"."""


@dataclass(frozen=True, slots=True)
class DriverLine:
    """One statement that speaks for a side, and what it adds to that side's support."""

    key: str
    statement: str
    level: int | None
    answer: str
    weight: int
    contribution: Fraction


@dataclass(frozen=True, slots=True)
class FlipLine:
    """A way to another verdict, as a sentence and as a list; `brief` names at most three of the answers that change."""

    sentence: str
    verdict: str
    brief: str
    leads_to: str = ""
    changes: tuple["ChangeLine", ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One answer that moves, in words."""

    key: str
    statement: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PossibleLine:
    """A verdict that can still come out, with its share of the ways to complete the answers."""

    key: str
    verdict: str
    share: Fraction


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """An open statement and whom to ask; `bits` is how much it says about the verdict."""

    key: str
    statement: str
    ask: str
    bits: float


@dataclass(frozen=True, slots=True)
class ActionLine:
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A contradiction or a common mistake that was found."""

    check: str
    text: str
    why: str
    action: str
    services: tuple[str, ...]
    detail: str = ""
    """What it rests on here, in a sentence; empty where the text says it."""
    passages: tuple[str, ...] = ()
    """The passages of the article, or of what is known of its figures, that it comes from."""
    because: str = ""
    """The team's answer, where it has one: it is known, and stands for this reason."""
    by: str = ""
    on: date | None = None
    """Who gave it, and when, where that is stated."""
    answered_for: tuple[str, ...] = ()
    """The services that it was given for: these, and perhaps more."""

    @property
    def who(self) -> str:
        """Who answered and when; empty where nobody said."""
        return ", ".join(part for part in (self.by, self.on.isoformat() if self.on else "") if part)


@dataclass(frozen=True, slots=True)
class Ground:
    """Something that answers rest on, told apart by its address, or by who named it where."""

    kind: str
    key: str
    expired: bool


@dataclass(frozen=True, slots=True)
class BenchmarkLine:
    """A measurement of one variant: `p99` in ms, whether that is within the budget, what it was taken with."""

    variant: str
    p99: str
    within: str
    """Empty where no latency budget is stated."""
    taken: str
    on: date | None
    url: str

    @property
    def sentence(self) -> str:
        """All of it on one line, but for its address."""
        when = f", {self.on.isoformat()}" if self.on else ""
        within = f" ({self.within})" if self.within else ""
        return f"{self.variant}: 99 of 100 requests below {self.p99}{within}, {self.taken}{when}"


@dataclass(frozen=True, slots=True)
class GivenLine:
    """What one person answered. The name is empty where a file holds one set of answers."""

    respondent: str
    answer: str
    note: str
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """Where one statement stands, and who said what."""

    key: str
    side: str
    statement: str
    answer: str
    """The level in words, "not sure", "not answered", "does not apply", or the levels it can still take."""
    reason: str
    """Why it does not apply or was settled."""
    weight: int
    counts: bool
    """Whether the weight has an effect: not for a gut check."""
    given: tuple[GivenLine, ...]
    contested: bool
    agreement: Fraction | None


@dataclass(frozen=True, slots=True)
class FactLine:
    fact: Fact
    status: str
    stale: bool


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version that services state, and what is known of it; the first sentence is the banner."""

    part: str
    version: str
    tone: Literal["ended", "ending", "stale", "known", "unknown"]
    sentence: str
    services: tuple[str, ...]
    facts: tuple[FactLine, ...]

    @property
    def name(self) -> str:
        return f"{self.part} {self.version}"

    @property
    def urgent(self) -> bool:
        """Worth a banner above everything else."""
        return self.tone in ("ended", "ending", "stale")


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """What is known of the choice between two major versions of which services state one."""

    part: str
    versions: tuple[str, ...]
    facts: tuple[FactLine, ...]


@dataclass(frozen=True, slots=True)
class StepLine:
    """One thing to do next on the platform: what, why, and for which services."""

    key: str
    """What kind of step it is; with `about` it stays the same while the words change."""
    title: str
    text: str
    services: tuple[str, ...] = ()
    about: str = ""
    """The service it is about, where it is about one."""
    points: tuple[tuple[str, str], ...] = ()
    """What belongs to it: a label and a text each."""
    owner: str = ""
    by: date | None = None

    @property
    def said(self) -> str:
        """Why, and what belongs to it, as one paragraph."""
        return " ".join([self.text, *(f"{label}: {text}" for label, text in self.points)])


@dataclass(frozen=True, slots=True)
class MinorityLine:
    """One person whose own answers give another verdict, and what they noted: statement, answer, note."""

    sentence: str
    notes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ServiceRecord:
    """One service: its verdict first, then why, how firmly, what would change it, and what was answered."""

    recommendation: ServiceRecommendation
    service: Service
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

    @property
    def name(self) -> str:
        return self.recommendation.name

    @property
    def team(self) -> str:
        return self.recommendation.team

    @property
    def disputed(self) -> tuple[AnswerLine, ...]:
        """The statements on which respondents are too far apart, and those that were settled."""
        states = self.recommendation.statements
        return tuple(line for line in self.answers if line.contested or states[line.key].settled is not None)

    @property
    def minority(self) -> tuple["MinorityLine", ...]:
        """Those whose own answers lead elsewhere, with what they noted, the disputed statements first."""
        lines = (*self.disputed, *(line for line in self.answers if line not in self.disputed))
        return tuple(
            MinorityLine(
                sentence,
                tuple(
                    (line.statement, given.answer, given.note)
                    for line in lines
                    for given in line.given
                    if given.respondent == person.name and given.note
                )[:MOST_NOTES],
            )
            for person, sentence in zip(self.recommendation.dissent, self.dissent, strict=True)
        )

    @property
    def disagrees(self) -> bool:
        return bool(self.disputed or self.dissent)

    @property
    def insufficient(self) -> bool:
        """Too much is open for a verdict."""
        return "insufficient" in self.recommendation.flags

    @property
    def far(self) -> bool:
        """The nearest other verdict is so far away that one way there, as a list, says it all."""
        return (self.recommendation.flips.steps or 0) >= FAR


@dataclass(frozen=True, slots=True)
class CapacityLine:
    capacity: Capacity
    sentence: str


@dataclass(frozen=True, slots=True)
class CountLine:
    """A verdict, and how many services have it."""

    key: str
    verdict: str
    count: int
    named: str
    """The services as a phrase that stays short."""


@dataclass(frozen=True, slots=True)
class ClosedLine:
    """A gate, and the services it closes to raw."""

    gate: GateLine
    services: tuple[str, ...]
    named: str
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


@dataclass(frozen=True, slots=True)
class Setting:
    """A weight that was overridden or a threshold in force, in words."""

    name: str
    value: str


@dataclass(frozen=True)
class DecisionRecord:
    """Everything a reader is told. The same values give the same pages, files and bytes.

    The JSON and its digest are made when first asked for: a page of many services does without them."""

    checklist: Checklist
    answers: AnswersFile
    recommendation: Recommendation
    as_of: date
    given_reference: str
    """A name for the record; empty where it is to be called after its digest."""
    status: Status
    link: str
    title: str
    services: tuple[ServiceRecord, ...]
    platform: PlatformRecord
    facts: tuple[FactLine, ...]
    weights: tuple[Setting, ...]
    thresholds: tuple[Setting, ...]
    hiring: HiringPlan
    decision: DecisionPart | None = None
    """None until someone begins to decide."""
    said: tuple[dict[str, Any], ...] = ()
    """Who accepted or dissented, when, and in which words: `who`, `what`, `words`, `on`."""
    sequence: tuple[Counted, ...] = ()
    """Which event of the log each answer is, where there is a log."""

    @cached_property
    def json(self) -> dict[str, Any]:
        """The record in the format `advisor-record/1`."""
        return record_json(
            self.checklist,
            self.answers,
            self.recommendation,
            as_of=self.as_of,
            status=self.status,
            reference=self.given_reference,
            said=self.said,
            plan=plan_json(self.platform.steps, self.platform.further, self.hiring),
            sequence=[one.model_dump() for one in self.sequence],
        )

    @cached_property
    def json_text(self) -> str:
        """The text of the JSON file."""
        return json_text(self.json)

    @property
    def digest(self) -> str:
        """What identifies the record; it stands in that JSON."""
        return str(self.json["digest"])

    @property
    def disagreeing(self) -> tuple[ServiceRecord, ...]:
        """The services on which respondents disagree."""
        return tuple(service for service in self.services if service.disagrees)

    @property
    def reference(self) -> str:
        """The name on every page."""
        return self.given_reference or f"ADR-{self.digest.removeprefix('sha256:')[:8].upper()}"

    @property
    def status_name(self) -> str:
        return "Draft recommendation" if self.status == "draft" else self.status.capitalize()

    @property
    def band(self) -> Fraction:
        """δ: a lean nearer to 0 than this points to neither side."""
        return self.checklist.thresholds.exact("band")

    @property
    def raw_name(self) -> str:
        return self.checklist.alternatives["raw"].name

    @property
    def framework_name(self) -> str:
        return self.checklist.alternatives["framework"].name
