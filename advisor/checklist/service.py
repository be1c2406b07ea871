"""What a service is in a file, and what was measured of it; each of its fields is declared here, once.

In: plain Python values. Out: frozen models. Must not know: forms, tables, rows: they read the declarations.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import (
    Field,
)

from advisor.checklist.answer import Answers, Note, Url
from advisor.checklist.frameworks import Wanted
from advisor.checklist.measurement import Measurement
from advisor.checklist.service_field import MOST_MS, ServiceField
from advisor.checklist.values import Day, Line, Slug, Strict

Milliseconds = Annotated[float, Field(le=MOST_MS)]


MOST_MEASUREMENTS = 5
MOST_BENCHMARKS = 500


LEAST_P99 = 0.001


PARTS = ("node", "express", "fastify")


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


class ServiceEntry(Strict):
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
            ("latency budget ms", "latency budget", "latency ms", "latency", "budget ms", "budget"),
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
    benchmarks: Annotated[
        Annotated[list[Benchmark], Field(max_length=MOST_BENCHMARKS)], ServiceField("benchmarks", "benchmarks")
    ] = Field(default_factory=list)
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
    def all_benchmarks(self) -> list[Benchmark]:
        """Every benchmark: those written down by hand, and what kits measured of raw and of the framework."""
        return [*self.benchmarks, *(one for measurement in self.measurements for one in _benchmarks(measurement))]


SERVICE_FIELDS: Mapping[str, ServiceField] = MappingProxyType(
    {
        name: one
        for name, info in ServiceEntry.model_fields.items()
        for one in info.metadata
        if isinstance(one, ServiceField)
    }
)
"""What a service says of itself, in the order of a file."""


SERVICE_DETAILS = frozenset(SERVICE_FIELDS) - {"name", "team", "kind"}
"""Those that are columns like any other: neither what it is known by, nor what is asked of every service."""


SERVICE_SETTINGS = tuple(name for name, one in SERVICE_FIELDS.items() if one.form == "setting")
