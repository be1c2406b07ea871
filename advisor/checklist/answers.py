"""What an answers file is: the pydantic models behind the format `advisor-assessment/1`.

In: plain Python values from the reader. Out: frozen models, checked against a checklist. Must not know: Django, files,
how a verdict is made.
"""

from collections.abc import Mapping
from types import MappingProxyType
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
from advisor.checklist.service_field import LONGEST_NOTE, MOST_MS, ServiceField
from advisor.checklist.values import Day, Line, Slug, Strict, Weight, no_unwanted_character

Level = Annotated[int, Field(ge=0, le=4)]
Note = Annotated[str, StringConstraints(max_length=LONGEST_NOTE), AfterValidator(no_unwanted_character)]
Reason = Annotated[
    str,
    StringConstraints(min_length=1, max_length=2_000, strip_whitespace=True),
    AfterValidator(no_unwanted_character),
]
Milliseconds = Annotated[float, Field(le=MOST_MS)]
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
    """A service, each field declared once: what a file may hold, and with `ServiceField` all that others make of it.

    A field that is stored is a column of the same name in `assessments.models.Service`."""

    name: Annotated[
        Line,
        ServiceField(
            "line",
            "name",
            ("name", "service", "service name", "services", "component", "application", "app", "microservice"),
            "What is the service called?",
            beside_answers=True,
        ),
    ]
    team: Annotated[
        Line,
        ServiceField(
            "team",
            "owning team",
            ("team", "owning team", "owner", "team name", "owned by", "squad"),
            "Which team owns it?",
            beside_answers=True,
        ),
    ]
    kind: Annotated[
        Slug | None,
        ServiceField(
            "kind",
            "kind",
            ("kind", "type", "service type", "service kind"),
            thing="kind of service",
            beside_answers=True,
        ),
    ] = None
    runs_as: Annotated[
        Slug | None,
        ServiceField("setting", "how it runs", ("runs as", "how it runs"), thing="way to run", beside_answers=True),
    ] = None
    """How it runs, and below what it speaks: ids of options of the checklist's settings."""
    protocol: Annotated[
        Slug | None, ServiceField("setting", "protocol", ("protocol", "speaks"), thing="protocol", beside_answers=True)
    ] = None
    description: Annotated[
        Note,
        ServiceField(
            "text",
            "description",
            ("description", "what it does"),
            "What does it do?",
            "One or two sentences for whoever reads the result.",
        ),
    ] = ""
    intended: Annotated[
        Literal["raw", "framework", "split"] | None,
        ServiceField(
            "choice",
            "intended choice",
            ("intended", "intended choice"),
            "What do you intend to build it on today?",
            "It does not count; the result says where it differs.",
            thing="choice",
            options=(("raw", "Raw"), ("framework", "The framework"), ("split", "A split")),
        ),
    ] = None
    latency_budget_ms: Annotated[
        Annotated[Milliseconds, Field(gt=0)] | None,
        ServiceField(
            "milliseconds",
            "latency budget in ms",
            ("latency budget ms", "latency budget", "budget ms", "budget"),
            "Latency budget, in milliseconds",
            "What 99 of 100 requests must stay below.",
            thing="number of milliseconds",
            least=0.000001,
            beside_answers=True,
        ),
    ] = None
    downstream_ms: Annotated[
        Annotated[Milliseconds, Field(ge=0)] | None,
        ServiceField(
            "milliseconds",
            "ms spent waiting for others",
            ("downstream ms", "downstream"),
            "Of that, spent waiting for others",
            "Milliseconds in models, databases and other services.",
            thing="number of milliseconds",
            beside_answers=True,
        ),
    ] = None
    boundary: Annotated[
        Note,
        ServiceField(
            "text",
            "boundary of a split",
            ("boundary", "boundary of a split", "split"),
            "Where would a split run?",
            "Which part raw, which on the framework, what lies between.",
        ),
    ] = ""
    versions: Annotated[
        dict[Slug, Line], ServiceField("versions", "versions", ("versions", "version"), beside_answers=True)
    ] = Field(default_factory=dict)
    benchmarks: Annotated[list[Benchmark], ServiceField("benchmarks", "benchmarks")] = Field(default_factory=list)
    framework: Annotated[dict[Slug, Wanted], ServiceField("wants", "wants of a framework")] = Field(
        default_factory=dict
    )
    """What it wants of a framework: 0 to 4, must or unsure for each want of the checklist."""
    answers: Answers = Field(default_factory=dict)


SERVICE_FIELDS: Mapping[str, ServiceField] = MappingProxyType(
    {name: one for name, info in Service.model_fields.items() for one in info.metadata if isinstance(one, ServiceField)}
)
"""What a service says of itself, in the order of a file."""
SERVICE_DETAILS = frozenset(SERVICE_FIELDS) - {"name", "team", "kind"}
"""Those that are columns like any other: neither what it is known by, nor what is asked of every service."""
SERVICE_SETTINGS = tuple(name for name, one in SERVICE_FIELDS.items() if one.form == "setting")


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
