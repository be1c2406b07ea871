"""What a checklist is: the pydantic models behind `checklists/<slug>/*.yaml`.

In: plain Python values from the reader. Out: frozen models. Must not know: Django, files, how a verdict is made.
One model serves YAML, JSON and the JSON Schema for editors. Rules name the *role* of a statement, never its id, so
that another checklist can reuse them.
"""

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from advisor.checklist.frameworks import Frameworks
from advisor.checklist.hiring import Hiring, PlanItem
from advisor.checklist.mistakes import Check, Contradiction
from advisor.checklist.roles import Group, Role, ScorecardRole
from advisor.checklist.settings import Setting
from advisor.checklist.values import Ask, Day, Line, Slug, SourceKey, Strict, Text, Weight

GATES = ("capability", "ownership", "sustain")


class Alternative(Strict):
    """One of the two things decided between."""

    name: Line
    summary: Text
    good_for: list[Line]
    costs: list[Line]
    source: list[SourceKey]


class Statement(Strict):
    id: Slug
    group: Group
    role: Role
    text: Text
    help: Text
    """What the words mean here, and an example at each end, in two or three sentences."""
    ask: Ask
    weight: Weight = 1
    gain: Line | None = None
    """What its side achieves where it is true, as the end of "to achieve …"; none for a mere ability."""
    price: Line | None = None
    """What the other side then gives up, as the end of "accepting …"."""
    source: list[SourceKey]


class Section(Strict):
    """One question page: at most six statements, raw and framework ones mixed."""

    id: Slug
    title: Line
    intro: Text
    statements: Annotated[list[Slug], Field(min_length=1, max_length=6)]


class Thresholds(Strict):
    """The model's calibration, shown to the user. Text such as "0.6" or "3/5", read exactly."""

    holds: str = "0.6"
    """θ: the support from which a side holds."""
    band: str = "0.2"
    """δ: the width of the indifference band of the lean."""
    gut: str = "0.5"
    sustain_conditional: str = "0.4"
    """Q below it: sustain is `no`."""
    sustain_yes: str = "0.6"
    provisional_answered: str = "0.6"
    provisional_share: str = "0.8"
    firm_robustness: str = "0.8"
    firm_steps: Annotated[int, Field(ge=1, le=20)] = 3
    capacity_undecided: str = "1/3"
    """More than this share of undecided services makes the platform undecided."""

    def exact(self, name: str) -> Fraction:
        return Fraction(getattr(self, name))


class Gate(Strict):
    """The words of one gate; what it tests is the engine's."""

    id: Literal["capability", "ownership", "sustain"]
    title: Line
    text: Text
    reopen: Text
    """What has to be true of the team before the gate is re-answered."""
    source: list[SourceKey]


class Guidance(Strict):
    """A passage of advice, shown where `where` says, never scored."""

    id: Slug
    where: Literal["home", "statements", "result", "raw", "framework", "split", "undecided", "platform", "record"]
    title: Line
    text: Text
    source: list[SourceKey]


class Credit(Strict):
    """The article the checklist is made from."""

    title: Line
    author: Line
    note: Text


class Dimension(Strict):
    """One row of the hiring scorecard: a rubric of five written levels; level 4 best sustains raw."""

    id: Slug
    role: ScorecardRole
    text: Text
    help: Text
    levels: Annotated[list[Line], Field(min_length=5, max_length=5)]
    ask: Ask
    weight: Weight = 1
    source: list[SourceKey]


class Scorecard(Strict):
    format: Literal["advisor-scorecard/1"]
    title: Line
    intro: Text
    raw_owners: Text
    """The question behind a team's `raw_owners`."""
    dimensions: Annotated[list[Dimension], Field(min_length=1, max_length=20)]


class ServiceType(Strict):
    """A hint where such a service usually belongs; it never scores."""

    id: Slug
    name: Line
    hint: Literal["raw", "framework", "open"]
    text: Text
    source: list[SourceKey]


class Fact(Strict):
    """A dated claim. It never moves a score."""

    id: Slug
    claim: Text
    value: Text
    source: Text
    as_of: Day
    checked_on: Day
    review_after: Day
    status: Literal["verified", "dated", "doubtful", "unverified"]
    passages: list[SourceKey] = Field(default_factory=list)
    versions: dict[Slug, list[Line]] = Field(default_factory=dict)
    """Versions the fact is about, such as `node: ["20"]`: shown beside a service that states one of them."""
    end_of_life: Day | None = None
    """The day from which these versions get no more fixes, where that is settled."""
    patched: Line | None = None
    """The first version of its one line with the newest security fix."""
    npm: Line | None = None
    """The npm package whose newest release answers the fact."""


class Component(Strict):
    """A prototype worth building first."""

    id: Slug
    title: Line
    kinds: list[Slug]
    """Service types it stands for."""
    protocols: list[Slug] = Field(default_factory=list)
    """Options of the setting `protocol` that it can speak; empty: any."""
    contract: Text
    measures: list[Line]
    source: list[SourceKey]


class NextSteps(Strict):
    format: Literal["advisor-next-steps/1"]
    steps: list[PlanItem]
    components: list[Component]
    realistic: PlanItem
    """What a prototype must include to count."""


class ServiceTypes(Strict):
    """`service-types.yaml`."""

    format: Literal["advisor-service-types/1"]
    types: Annotated[list[ServiceType], Field(min_length=1)]


class Facts(Strict):
    """`facts.yaml`."""

    format: Literal["advisor-facts/1"]
    facts: list[Fact]


class ChecklistMain(Strict):
    """`checklist.yaml`: everything of a checklist that has no file of its own."""

    format: Literal["advisor-checklist/1"]
    slug: Slug
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    title: Line
    question: Line
    credit: Credit
    runtime: Line
    """What raw is built on, such as "Node.js": the key of `versions` is its slug."""
    alternatives: dict[Literal["raw", "framework"], Alternative]
    split: Alternative | None = None
    """What a split of one service is, gains and costs."""
    level_names: Annotated[list[Line], Field(min_length=5, max_length=5)]
    thresholds: Thresholds = Thresholds()
    statements: Annotated[list[Statement], Field(min_length=2, max_length=60)]
    sections: Annotated[list[Section], Field(min_length=1)]
    gates: list[Gate]
    contradictions: list[Contradiction]
    checks: list[Check] = Field(default_factory=list)
    """Common mistakes to look for. One that has no words here is not looked for."""
    guidance: list[Guidance]


class Checklist(ChecklistMain):
    """One decision: the files of `checklists/<slug>/` as one value."""

    scorecard: Scorecard
    service_types: Annotated[list[ServiceType], Field(min_length=1)]
    facts: list[Fact]
    hiring: Hiring
    next_steps: NextSteps
    settings: list[Setting] = Field(default_factory=list)
    """Facts about a service that say whether the question arises; empty without a `settings.yaml`."""
    frameworks: Frameworks | None = None
    """Which framework, once one is what a service needs; none without a `frameworks.yaml`."""
    digest: str = ""
    """sha256 of the canonical content, filled in by the loader: "sha256:…"."""

    def statement(self, statement_id: str) -> Statement:
        """The statement of this id; KeyError if there is none."""
        for statement in self.statements:
            if statement.id == statement_id:
                return statement
        raise KeyError(statement_id)

    @property
    def options(self) -> list[tuple[str, Alternative]]:
        """What is considered, by key: raw, the framework, and a split where there are words for it."""
        return [*self.alternatives.items(), *([("split", self.split)] if self.split else [])]

    def worded(self) -> dict[str, Check | Contradiction]:
        """Everything that a finding can be about, by id: what was found, why it matters, what to do."""
        found: dict[str, Check | Contradiction] = {check.id: check for check in self.checks}
        return found | {rule.id: rule for rule in self.contradictions}

    def setting(self, setting_id: str) -> Setting | None:
        return next((setting for setting in self.settings if setting.id == setting_id), None)

    def version_keys(self) -> list[str]:
        """What there are dated facts on by version, such as `node`: those versions are worth asking for."""
        return sorted({key for fact in self.facts for key in fact.versions}, reverse=True)

    def in_group(self, group: Group) -> list[Statement]:
        """The statements of a group, in checklist order."""
        return [s for s in self.statements if s.group == group]
