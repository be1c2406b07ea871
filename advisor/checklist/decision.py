"""What people decided, as a value: the part `decision` of an answers file.

In: plain Python values from the reader or a page. Out: frozen models. Must not know: verdicts, answers, Django, the
clock. Whether a choice needs a reason is said where the verdict is known.
"""

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from advisor.checklist.values import Day, Line, Slug, Strict, Text

DecisionStatus = Literal["proposed", "accepted", "rejected", "superseded", "deprecated"]
Alternative = Literal["raw", "framework", "split"]
Condition = Literal["routes", "contributors", "p99", "end-of-life"]
Measured = Annotated[float, Field(ge=0, le=1e12)]
Names = Annotated[list[Line], Field(max_length=100)]
Texts = Annotated[list[Text], Field(max_length=100)]


class Choice(Strict):
    """What one service is built on. Where that is not its verdict, `because` says why."""

    service: Line
    """The service, by its name."""
    choice: Alternative
    """What it is built on."""
    because: Text | None = None
    """Why; needed where it is not the verdict."""


class Consequences(Strict):
    """What gets better and what gets worse by the decision."""

    good: Texts = Field(default_factory=list)
    """What gets better."""
    bad: Texts = Field(default_factory=list)
    """What gets worse."""


class Risk(Strict):
    """What could happen, and who watches it."""

    risk: Text
    """What could happen."""
    owner: Line
    """Who watches it."""


class Action(Strict):
    """What is to be done, by whom, by when."""

    what: Text
    """What is to be done."""
    owner: Line
    """Who does it."""
    by: Day
    """The day by which it is done."""
    step: Slug | None = None
    """The next step it takes over, such as `prototype`."""
    service: Line | None = None
    """The service that step is about, where it is about one."""


class Tripwire(Strict):
    """A sign that the decision must be looked at again.

    `routes` and `contributors` above a number, `p99` above milliseconds (the service's latency budget if left out), or
    the `end-of-life` of a version that the service states. `now` is where the figure stands today."""

    model_config = ConfigDict(
        json_schema_extra={
            "allOf": [
                {
                    "if": {"properties": {"when": {"enum": ["routes", "contributors"]}}, "required": ["when"]},
                    "then": {"required": ["above"]},
                },
                {
                    "if": {"properties": {"when": {"const": "end-of-life"}}, "required": ["when"]},
                    "then": {"properties": {"above": False, "now": False}},
                },
                {
                    "if": {"properties": {"when": {"enum": ["routes", "contributors", "p99"]}}, "required": ["when"]},
                    "then": {"properties": {"part": False}},
                },
            ]
        }
    )

    service: Line
    """The service, by its name."""
    when: Condition
    """What is watched."""
    above: Measured | None = None
    """The number above which to look again; of `p99` in milliseconds."""
    now: Measured | None = None
    """The figure of today, written by whoever measures it."""
    part: Slug | None = None
    """Of `end-of-life`: the key of the version that is meant, such as `node`; every one that is stated if left out."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.when in ("routes", "contributors") and self.above is None:
            raise PydanticCustomError("no_limit", "a limit is needed", {"when": self.when})
        if self.when == "end-of-life" and (self.above is not None or self.now is not None):
            raise PydanticCustomError("limit_of_a_date", "a date has no limit")
        if self.when != "end-of-life" and self.part is not None:
            raise PydanticCustomError("part_of_a_figure", "a figure has no version", {"when": self.when})
        return self


class Ownership(Strict):
    """Who answers for a raw or split service."""

    service: Line
    """The service, by its name."""
    owner: Line | None = None
    """Who owns it."""
    backup: Line | None = None
    """Who can stand in."""
    scope: Text | None = None
    """The limit of scope: what this service will not do."""


class ConcernOwner(Strict):
    """Who answers for one of the checklist's backend concerns."""

    concern: Slug
    """The concern, by its id in the checklist."""
    owner: Line
    """Who answers for it."""


class Staffing(Strict):
    """Whom the plan names."""

    owners: Annotated[list[Ownership], Field(max_length=500)] = Field(default_factory=list)
    """Who answers for each raw or split service."""
    maintainers: Names = Field(default_factory=list)
    """Of the layer that every service shares."""
    rota: Text | None = None
    """Who reviews when."""
    concerns: Annotated[list[ConcernOwner], Field(max_length=100)] = Field(default_factory=list)
    """Who answers for each of the checklist's backend concerns."""
    by: Day | None = None
    """The day by which all of it is settled."""


class DecisionEntry(Strict):
    """The decision people made from the recommendation, or propose to make."""

    status: DecisionStatus | None = None
    """How far it is; left out while it is being written."""
    deciders: Names = Field(default_factory=list)
    """Who decides: each accepts or dissents."""
    consulted: Names = Field(default_factory=list)
    """Whose advice was asked for."""
    informed: Names = Field(default_factory=list)
    """Who is told."""
    choices: Annotated[list[Choice], Field(max_length=500)] = Field(default_factory=list)
    """What each service is built on."""
    consequences: Consequences = Field(default_factory=Consequences)
    """What follows from it."""
    risks: Annotated[list[Risk], Field(max_length=100)] = Field(default_factory=list)
    """What could happen, and who watches it."""
    actions: Annotated[list[Action], Field(max_length=100)] = Field(default_factory=list)
    """What is to be done, by whom, by when."""
    review: Day | None = None
    """The day on which the answers are gone through again."""
    tripwires: Annotated[list[Tripwire], Field(max_length=200)] = Field(default_factory=list)
    """Signs to look at it again before the review."""
    staffing: Staffing = Field(default_factory=Staffing)
    """Who owns what is built raw, and what a platform needs people for."""

    @property
    def begun(self) -> bool:
        """Whether anything is decided: that a next step has an owner, or a plan its people, decides nothing yet."""
        planned = {"staffing": Staffing(), "actions": [one for one in self.actions if one.step is None]}
        return self.model_copy(update=planned) != DecisionEntry()

    def choice_of(self, service: str) -> Choice | None:
        """What was chosen for a service, or None."""
        return next((choice for choice in self.choices if choice.service == service), None)
