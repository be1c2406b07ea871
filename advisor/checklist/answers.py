"""What an answers file is: the pydantic models behind the format `advisor-assessment/1`.

In: plain Python values from the reader. Out: frozen models, checked against a checklist. Must not know: Django, files,
how a verdict is made.
"""

from collections.abc import Iterator, Mapping
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
from advisor.checklist.measurement import Measurement
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


MOST_MEASUREMENTS = 5
LEAST_P99 = 0.001
PARTS = ("node", "express", "fastify")


class Evidence(Strict):
    """What an answer rests on."""

    kind: Literal["opinion", "link", "measurement"]
    """What the answer rests on."""
    url: Url | None = None
    """Where it can be read."""
    expires: Day | None = None
    """The day from which it no longer counts."""


class Answer(Strict):
    """One answer: exactly one of a level (0 to 4), `unsure`, or `na` with its reason.

    In a file the short forms `3` and `unsure` stand for `{level: 3}` and `{level: unsure}`."""

    level: Level | Literal["unsure"] | None = None
    """0 (not true) to 4 (true), or unsure: any level is possible."""
    na: Reason | None = None
    """Why the statement does not apply, instead of a level."""
    note: Note = ""
    """Why, or who would know; Markdown."""
    evidence: Evidence | None = None
    """What it rests on; none of it moves a score."""

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
    """What was measured of a service."""

    variant: Literal["raw", "framework"]
    """Which side was measured."""
    p99_ms: Annotated[Milliseconds, Field(gt=0)]
    """What 99 of 100 requests stayed below, in milliseconds."""
    includes: list[Literal["auth", "logging", "json", "downstream"]] = Field(default_factory=list)
    """What the measured requests did besides; a run without any of it is synthetic."""
    routes: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    """How many routes it had."""
    on: Day | None = None
    """The day it was measured."""
    url: Url | None = None
    """Where its figures can be read."""
    versions: dict[Slug, Line] = Field(default_factory=dict)
    """On what it was measured, such as `node: \"24\"`."""


def _benchmarks(measurement: Measurement) -> Iterator[Benchmark]:
    """What a kit measured, as the benchmarks it stands for: p99 as the mean of the runs."""
    for work in measurement.work:
        sides: tuple[tuple[Literal["raw", "framework"], str], ...]
        sides = (("raw", "raw"), ("framework", measurement.framework))
        for side, name in sides:
            if name in work.variants:
                p99 = work.variants[name].p99_ms
                yield Benchmark(
                    variant=side,
                    p99_ms=max(sum(p99) / len(p99), LEAST_P99),
                    includes=work.includes,
                    routes=work.routes,
                    on=measurement.on,
                    versions={part: measurement.versions[part] for part in PARTS if part in measurement.versions},
                )


class Team(Strict):
    """Who owns services, and what they can carry."""

    name: Line
    """What the team is called; services name it."""
    raw_owners: Annotated[int, Field(ge=0, le=999)] | None = None
    """How many of its people could own a low-level service end to end."""
    scorecard: Answers = Field(default_factory=dict)
    """A level for each dimension of the checklist's scorecard, by its id."""


class Service(Strict):
    """What is decided about, one by one."""

    # Each field is declared once: what a file may hold, and with `ServiceField` all that others make of it. One that is
    # stored is a column of the same name in `assessments.models.Service`.

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
    """What the service is called; unlike any other's here."""
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
    """The team that owns it, and brings its scorecard."""
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
    """A type of the checklist, by its id; a hint, never scored."""
    runs_as: Annotated[
        Slug | None,
        ServiceField("setting", "how it runs", ("runs as", "how it runs"), thing="way to run", beside_answers=True),
    ] = None
    """How it runs: an option of the checklist's settings, by its id."""
    protocol: Annotated[
        Slug | None, ServiceField("setting", "protocol", ("protocol", "speaks"), thing="protocol", beside_answers=True)
    ] = None
    """What it speaks: an option of the checklist's settings, by its id."""
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
    """What it does, for whoever reads the result."""
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
    """What the team means to build it on today; never scored, compared with the verdict."""
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
    """What 99 of 100 requests must stay below, in milliseconds."""
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
    """Of that, the milliseconds spent waiting for others."""
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
    """Where a split would run: which part raw, which on the framework."""
    versions: Annotated[
        dict[Slug, Line], ServiceField("versions", "versions", ("versions", "version"), beside_answers=True)
    ] = Field(default_factory=dict)
    """The versions it runs on, such as `node: \"24\"`; dated facts are held against them."""
    benchmarks: Annotated[list[Benchmark], ServiceField("benchmarks", "benchmarks")] = Field(default_factory=list)
    """What was measured of it."""
    measurements: Annotated[
        Annotated[list[Measurement], Field(max_length=MOST_MEASUREMENTS)], ServiceField("measurements", "measurements")
    ] = Field(default_factory=list)
    """What prototype kits measured, each as the kit wrote it."""
    framework: Annotated[dict[Slug, Wanted], ServiceField("wants", "wants of a framework")] = Field(
        default_factory=dict
    )
    """What it wants of a framework: 0 to 4, must or unsure for each want of the checklist."""
    answers: Answers = Field(default_factory=dict)
    """An answer for each statement, by its id; one that is left out is open."""

    @property
    def taken(self) -> list[Benchmark]:
        """Every benchmark: those written down by hand, and what kits measured of raw and of the framework."""
        return [*self.benchmarks, *(one for measurement in self.measurements for one in _benchmarks(measurement))]


SERVICE_FIELDS: Mapping[str, ServiceField] = MappingProxyType(
    {name: one for name, info in Service.model_fields.items() for one in info.metadata if isinstance(one, ServiceField)}
)
"""What a service says of itself, in the order of a file."""
SERVICE_DETAILS = frozenset(SERVICE_FIELDS) - {"name", "team", "kind"}
"""Those that are columns like any other: neither what it is known by, nor what is asked of every service."""
SERVICE_SETTINGS = tuple(name for name, one in SERVICE_FIELDS.items() if one.form == "setting")


class RespondentAnswers(Strict):
    """What one of several people answered."""

    name: Line
    """What the person is called."""
    teams: dict[Line, Answers] = Field(default_factory=dict)
    """Their scorecards, by the name of the team."""
    services: dict[Line, Answers] = Field(default_factory=dict)
    """Their answers, by the name of the service."""


class Settled(Strict):
    """The facilitator's level for a contested statement, of a service or of a team's scorecard."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["service"]}, {"required": ["team"]}]})

    service: Line | None = None
    """The service it is about; or `team`."""
    team: Line | None = None
    """The team whose scorecard it is about; or `service`."""
    statement: Slug
    """The statement, or the dimension of the scorecard, by its id."""
    level: Level
    """The level that counts from now on, 0 to 4."""
    reason: Reason
    """Why, for the record."""

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
    """The check, by its id."""
    services: Annotated[list[Line], Field(min_length=1, max_length=500)]
    """The services it was answered for; found on another one as well, the check is open again."""
    because: Reason
    """Why it stands."""
    by: Line | None = None
    """Who answered it."""
    on: Day | None = None
    """When."""


class AnswersFile(Strict):
    """A team's answers about its services, and what it decided."""

    format: Literal["advisor-assessment/1"]
    """What this file is."""
    checklist: Slug
    """The checklist the answers belong to, by its slug."""
    platform: Line = "Platform"
    """What the services make up together."""
    weights: dict[Slug, Weight] = Field(default_factory=dict)
    """Weights that differ from the checklist's, by the id of the statement: whole numbers from 1 to 9."""
    teams: Annotated[list[Team], Field(min_length=1, max_length=200)]
    """The teams that own the services."""
    services: Annotated[list[Service], Field(min_length=1, max_length=500)]
    """What is decided about, one by one."""
    respondents: list[RespondentAnswers] = Field(default_factory=list)
    """What each of several people answered; none where one set of answers speaks for all."""
    settled: list[Settled] = Field(default_factory=list)
    """Levels on which people differed, settled with a reason."""
    answered_checks: list[AnsweredCheck] = Field(default_factory=list)
    """Contradictions and mistakes that were looked at and stand."""
    decision: Decision | None = None
    """What people decided, once they have."""
