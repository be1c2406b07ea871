"""What a checklist is: the pydantic models behind `checklists/<slug>/*.yaml`.

In: plain Python values from the reader. Out: frozen models. Must not know: Django, files, how a verdict is made.
One model serves YAML, JSON and the JSON Schema for editors. Rules name the *role* of a statement, never its id, so
that another checklist can reuse them.
"""

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from advisor.checklist.check_models import Check, Contradiction
from advisor.checklist.facts import Fact
from advisor.checklist.frameworks import Frameworks
from advisor.checklist.hiring import Hiring, PlanItem
from advisor.checklist.roles import Group, Role, ScorecardRole
from advisor.checklist.settings import Setting
from advisor.checklist.values import Ask, Line, Slug, SourceKey, Strict, Text, Weight

GATES = ("capability", "ownership", "sustain")


class Alternative(Strict):
    """One of the two things decided between."""

    name: Line
    summary: Text
    """What it is, in a sentence or two."""
    good_for: list[Line]
    """What it is good for, a line each."""
    costs: list[Line]
    """What it costs, a line each."""
    source: list[SourceKey]


class Statement(Strict):
    """A sentence a team finds more or less true of a service."""

    id: Slug
    group: Group
    """The side it speaks for: `raw`, `framework`, `split`, or `gut`."""
    role: Role | None = None
    """What it is about, where a rule, a check or a contradiction asks for it; they name it, never the id."""
    text: Text
    help: Text
    """What the words mean here, and an example at each end, in two or three sentences."""
    ask: Ask
    """Who would know."""
    weight: Weight = 1
    """How much it counts within its group, from 1 to 9."""
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
    """What this page of questions is about."""
    statements: Annotated[list[Slug], Field(min_length=1, max_length=6)]
    """Their ids, in the order they are asked."""


class Thresholds(Strict):
    """The model's calibration, shown to the user. Text such as "0.6" or "3/5", read exactly."""

    holds: str = "0.6"
    """θ: the support from which a side holds."""
    band: str = "0.2"
    """δ: the width of the indifference band of the lean."""
    gut: str = "0.5"
    """How far the gut check must lean to settle a close call."""
    sustain_conditional: str = "0.4"
    """Q below it: sustain is `no`."""
    sustain_yes: str = "0.6"
    """Q from which sustain is `yes`; between the two it is `conditional`."""
    provisional_answered: str = "0.6"
    """The share of a side's statements that a provisional verdict needs."""
    provisional_share: str = "0.8"
    """The share of completions that a provisional verdict needs."""
    firm_robustness: str = "0.8"
    """The share of weightings that a firm verdict needs."""
    firm_steps: Annotated[int, Field(ge=1, le=20)] = 3
    """The fewest steps to another verdict that a firm one needs."""
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
    """Where it is shown."""
    title: Line
    text: Text
    source: list[SourceKey]


class Credit(Strict):
    """The article the checklist is made from."""

    title: Line
    author: Line
    """Who wrote it."""
    note: Text
    """What was taken from it, and where it can be read."""


class Dimension(Strict):
    """One row of the hiring scorecard: a rubric of five written levels; level 4 best sustains raw."""

    id: Slug
    role: ScorecardRole
    """What the dimension is about; rules name it, never the id."""
    text: Text
    help: Text
    """What the levels mean here."""
    levels: Annotated[list[Line], Field(min_length=5, max_length=5)]
    """The five levels in words, from 0 to 4."""
    ask: Ask
    """Who would know."""
    weight: Weight = 1
    """How much it counts in the scorecard, from 1 to 9."""
    source: list[SourceKey]


class Scorecard(Strict):
    """Whether a team can carry raw."""

    format: Literal["advisor-scorecard/1"]
    title: Line
    intro: Text
    """What the scorecard is for."""
    raw_owners: Text
    """The question behind a team's `raw_owners`."""
    dimensions: Annotated[list[Dimension], Field(min_length=1, max_length=20)]
    """Its rows."""


class ServiceType(Strict):
    """A hint where such a service usually belongs; it never scores."""

    id: Slug
    name: Line
    hint: Literal["raw", "framework", "open"]
    """The side such a service is usually on."""
    text: Text
    source: list[SourceKey]


class Component(Strict):
    """A prototype worth building first."""

    id: Slug
    title: Line
    kinds: list[Slug]
    """Service types it stands for."""
    protocols: list[Slug] = Field(default_factory=list)
    """Options of the setting `protocol` that it can speak; empty: any."""
    contract: Text
    """What the prototype must do."""
    measures: list[Line]
    """What to measure, a line each."""
    source: list[SourceKey]


class NextSteps(Strict):
    """What to do after a verdict."""

    format: Literal["advisor-next-steps/1"]
    steps: list[PlanItem]
    """What to do after a verdict."""
    components: list[Component]
    """Prototypes worth building first."""
    realistic: PlanItem
    """What a prototype must include to count."""


class ServiceTypes(Strict):
    """The kinds of service that a team can say theirs is."""

    format: Literal["advisor-service-types/1"]
    types: Annotated[list[ServiceType], Field(min_length=1)]
    """The kinds of service a team can say theirs is."""


class ChecklistMain(Strict):
    """Everything of a checklist that has no file of its own."""

    format: Literal["advisor-checklist/1"]
    slug: Slug
    """The name of its folder."""
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    """Three numbers; raised with every change."""
    title: Line
    question: Line
    """What is decided, as a question."""
    credit: Credit
    """Whose work it rests on."""
    runtime: Line
    """What raw is built on, such as "Node.js": the key of `versions` is its slug."""
    alternatives: dict[Literal["raw", "framework"], Alternative]
    """The two things decided between."""
    split: Alternative | None = None
    """What a split of one service is, gains and costs."""
    level_names: Annotated[list[Line], Field(min_length=5, max_length=5)]
    """The five levels in words, from 0 to 4."""
    thresholds: Thresholds = Thresholds()
    """The calibration; what is left out is as given here."""
    statements: Annotated[list[Statement], Field(min_length=2, max_length=60)]
    """What a team answers."""
    sections: Annotated[list[Section], Field(min_length=1)]
    """The pages of questions, in order."""
    gates: list[Gate]
    """The words of the gates."""
    contradictions: list[Contradiction]
    """Pairs of answers that do not go together."""
    checks: list[Check] = Field(default_factory=list)
    """Common mistakes to look for. One that has no words here is not looked for."""
    guidance: list[Guidance]
    """Passages of advice."""


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
        by_id: dict[str, Check | Contradiction] = {check.id: check for check in self.checks}
        return by_id | {rule.id: rule for rule in self.contradictions}

    def setting(self, setting_id: str) -> Setting | None:
        return next((setting for setting in self.settings if setting.id == setting_id), None)

    def version_keys(self) -> list[str]:
        """What there are dated facts on by version, such as `node`: those versions are worth asking for."""
        return sorted({key for fact in self.facts for key in fact.versions}, reverse=True)

    def in_group(self, group: Group) -> list[Statement]:
        """The statements of a group, in checklist order."""
        return [s for s in self.statements if s.group == group]
