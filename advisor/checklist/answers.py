"""What an answers file is: the pydantic models behind the format `advisor-assessment/1`.

In: plain Python values from the reader. Out: frozen models, checked against a checklist. Must not know: Django, files,
how a verdict is made.
"""

from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    field_validator,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError

from advisor.checklist.decision import Decision
from advisor.checklist.frameworks import Wanted
from advisor.checklist.values import Day, Line, Slug, Strict, Weight, no_unwanted_character

Level = Annotated[int, Field(ge=0, le=4)]
Note = Annotated[str, StringConstraints(max_length=20_000), AfterValidator(no_unwanted_character)]
Reason = Annotated[
    str,
    StringConstraints(min_length=1, max_length=2_000, strip_whitespace=True),
    AfterValidator(no_unwanted_character),
]
Milliseconds = Annotated[float, Field(le=1_000_000_000)]
Url = Annotated[
    str, StringConstraints(pattern=r"^https?://[^\s]+$", max_length=2_000), AfterValidator(no_unwanted_character)
]


class Evidence(Strict):
    kind: Literal["opinion", "link", "measurement"]
    url: Url | None = None
    expires: Day | None = None


class Answer(Strict):
    """One answer: exactly one of a level (0 to 4), `unsure`, or `na` with its reason.

    In a file the short forms `3` and `unsure` stand for `{level: 3}` and `{level: unsure}`."""

    level: Level | Literal["unsure"] | None = None
    na: Reason | None = None
    note: Note = ""
    evidence: Evidence | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, given: Any) -> Any:
        return given if isinstance(given, dict | Answer) else {"level": given}

    @field_validator("level", mode="before")
    @classmethod
    def _is_a_level(cls, given: Any) -> Any:
        if given is None or given == "unsure" or (type(given) is int and 0 <= given <= 4):
            return given
        raise PydanticCustomError("level", "a level is 0, 1, 2, 3, 4 or unsure")

    @model_validator(mode="after")
    def _level_or_reason(self) -> Self:
        if self.level is None and self.na is None:
            raise PydanticCustomError("no_level", "one of level and na is needed")
        if self.level is not None and self.na is not None:
            raise PydanticCustomError("level_and_na", "only one of level and na is possible")
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        full = handler.resolve_ref_schema(handler(core_schema))
        long_form = {**full, "oneOf": [{"required": ["level"]}, {"required": ["na"]}]}
        level = long_form["properties"]["level"]
        return {"title": "Answer", "description": full.get("description", ""), "anyOf": [level, long_form]}


Answers = dict[Slug, Answer]


class Benchmark(Strict):
    variant: Literal["raw", "framework"]
    p99_ms: Annotated[Milliseconds, Field(gt=0)]
    includes: list[Literal["auth", "logging", "json", "downstream"]] = Field(default_factory=list)
    routes: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    on: Day | None = None
    url: Url | None = None
    versions: dict[Slug, Line] = Field(default_factory=dict)


class Team(Strict):
    name: Line
    raw_owners: Annotated[int, Field(ge=0, le=999)] | None = None
    scorecard: Answers = Field(default_factory=dict)


class Service(Strict):
    name: Line
    team: Line
    kind: Slug | None = None
    runs_as: Slug | None = None
    """How it runs, and below what it speaks: ids of options of the checklist's settings."""
    protocol: Slug | None = None
    description: Note = ""
    intended: Literal["raw", "framework", "split"] | None = None
    latency_budget_ms: Annotated[Milliseconds, Field(gt=0)] | None = None
    downstream_ms: Annotated[Milliseconds, Field(ge=0)] | None = None
    boundary: Note = ""
    versions: dict[Slug, Line] = Field(default_factory=dict)
    benchmarks: list[Benchmark] = Field(default_factory=list)
    framework: dict[Slug, Wanted] = Field(default_factory=dict)
    """What it wants of a framework: 0 to 4, must or unsure for each want of the checklist."""
    answers: Answers = Field(default_factory=dict)


class RespondentAnswers(Strict):
    name: Line
    teams: dict[Line, Answers] = Field(default_factory=dict)
    services: dict[Line, Answers] = Field(default_factory=dict)


class Settled(Strict):
    """The facilitator's level for a contested statement, of a service or of a team's scorecard."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["service"]}, {"required": ["team"]}]})

    service: Line | None = None
    team: Line | None = None
    statement: Slug
    level: Level
    reason: Reason

    @field_validator("level", mode="before")
    @classmethod
    def _is_a_level(cls, given: Any) -> Any:
        if type(given) is int and 0 <= given <= 4:
            return given
        raise PydanticCustomError("settled_level", "a level is 0, 1, 2, 3 or 4")

    @model_validator(mode="after")
    def _of_one_thing(self) -> Self:
        if self.service is None and self.team is None:
            raise PydanticCustomError("no_service", "one of service and team is needed")
        if self.service is not None and self.team is not None:
            raise PydanticCustomError("service_and_team", "only one of service and team is possible")
        return self


class AnsweredCheck(Strict):
    """A check that was looked at and stands: "we know, because …"."""

    check: Slug
    services: Annotated[list[Line], Field(min_length=1, max_length=500)]
    """The services it was answered for; found on another one as well, the check is open again."""
    because: Reason
    by: Line | None = None
    on: Day | None = None
    """Who answered it, and when."""


class AnswersFile(Strict):
    format: Literal["advisor-assessment/1"]
    checklist: Slug
    platform: Line = "Platform"
    weights: dict[Slug, Weight] = Field(default_factory=dict)
    teams: Annotated[list[Team], Field(min_length=1, max_length=200)]
    services: Annotated[list[Service], Field(min_length=1, max_length=500)]
    respondents: list[RespondentAnswers] = Field(default_factory=list)
    settled: list[Settled] = Field(default_factory=list)
    answered_checks: list[AnsweredCheck] = Field(default_factory=list)
    decision: Decision | None = None
