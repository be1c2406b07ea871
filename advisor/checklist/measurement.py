"""What a prototype kit measured: the pydantic models behind the format `advisor-results/1`.

In: plain Python values from a results file or an answers file. Out: frozen models that are as the kit wrote them, or
pydantic's errors. Must not know: what the figures mean, which kits there are.
"""

import hashlib
import json
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from advisor.checklist.values import Day, Line, Slug, Strict

MOST_RUNS = 9
MOST_VARIANTS = 8
Digest = Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0, le=100_000_000)]
Amount = Annotated[float, Field(ge=0, le=1_000_000)]
Counts = Annotated[list[Count], Field(min_length=1, max_length=MOST_RUNS)]
Amounts = Annotated[list[Amount], Field(min_length=1, max_length=MOST_RUNS)]


class Figures(Strict):
    """One variant: a figure for each run, in the order of the runs."""

    sent: Counts
    """How many requests were sent."""
    answered: Counts
    """How many were answered in time."""
    failed: Counts
    """How many were answered with an error, or not at all."""
    late_ms: Amounts
    """How late the load itself was, p99."""
    p50_ms: Amounts
    """Latencies count from the moment a request was due."""
    p95_ms: Amounts
    """What 95 of 100 requests stayed below."""
    p99_ms: Amounts
    """What 99 of 100 requests stayed below."""
    uncorrected_p99_ms: Amounts
    """The same from the moment it was sent: what coordinated omission would have left."""
    cpu_ms: Amounts
    """Processor time per request, at the rate and flat out together."""
    memory_mb: Amounts
    """Resident memory at the end of the run."""
    loop_ms: Amounts
    """Event-loop delay, p99."""
    per_second: Annotated[list[Annotated[float, Field(ge=0, le=100_000_000)]], Field(min_length=1, max_length=9)]
    """Answers a second, flat out."""

    @model_validator(mode="after")
    def _as_many_of_each(self) -> Self:
        if len({len(getattr(self, name)) for name in Figures.model_fields}) > 1:
            raise PydanticCustomError("runs", "some figures are missing for some runs")
        return self

    @property
    def runs(self) -> int:
        return len(self.sent)


class Work(Strict):
    """What was asked of every variant: the toy route alone, or the realistic profile."""

    id: Literal["realistic", "toy"]
    """Which of the two it is."""
    includes: list[Literal["auth", "logging", "json", "downstream"]]
    """What every request went through."""
    routes: Annotated[int, Field(ge=1, le=1_000)]
    """How many routes the program had."""
    variants: Annotated[dict[Slug, Figures], Field(min_length=1, max_length=MOST_VARIANTS)]
    """The figures of each variant, by its id."""


class MeasuredKit(Strict):
    """The kit that measured."""

    id: Slug
    """Which kit it is: the id of a component of the next steps."""
    digest: Digest
    """Over the kit's files, so that a changed kit shows."""
    service: Line
    """The service it was made for."""


class Machine(Strict):
    """The machine that was measured on."""

    cpu: Line
    """What processor it has."""
    cores: Annotated[int, Field(ge=1, le=100_000)]
    """How many cores the kit could use."""
    memory_gb: Annotated[int, Field(ge=0, le=1_000_000)]
    """How much memory it has."""
    system: Line
    """Its operating system."""
    load: Annotated[float, Field(ge=0, le=100_000)]
    """How busy it was: the load average of one minute."""


class Measurement(Strict):
    """One results file: what a kit measured for a service, on what and when."""

    digest: Digest
    """Over everything else, so that an edit shows."""
    format: Literal["advisor-results/1"]
    """The format of this part."""
    kit: MeasuredKit
    """Which kit measured, and for which service."""
    on: Day
    """The day it was measured."""
    profile: Literal["full", "quick", "short"]
    """How long each run took."""
    framework: Slug
    """Which variant stands for the framework."""
    measures: Line
    """What a latency is the time to."""
    rate: Annotated[int, Field(ge=1, le=20_000)]
    """How many requests a second arrived."""
    seconds: Annotated[float, Field(gt=0, le=3_600)]
    """How long a run took."""
    machine: Machine
    """What it was measured on."""
    versions: Annotated[dict[Slug, Line], Field(max_length=20)]
    """The versions it was measured on, such as `node: \"24.1.0\"`."""
    work: Annotated[list[Work], Field(min_length=1, max_length=2)]
    """What was asked of every variant."""
    besides: Annotated[dict[Slug, Line], Field(min_length=1, max_length=MOST_VARIANTS)] | None = None
    """What else the kit saw of a variant, such as the memory of a thousand open streams. No verdict rests on it."""

    @model_validator(mode="after")
    def _as_it_was_written(self) -> Self:
        if len({work.id for work in self.work}) < len(self.work):
            raise PydanticCustomError("work_twice", "the same work appears twice")
        if content_digest(self.model_dump(mode="json", exclude={"digest"}, exclude_none=True)) != self.digest:
            raise PydanticCustomError("results_edited", "changed after the kit wrote it")
        return self

    def of(self, work: str) -> Work | None:
        """The work of this id, where it was done."""
        return next((one for one in self.work if one.id == work), None)


def content_digest(content: Any) -> str:
    """The digest a kit writes: over JSON with its keys in order, without spaces, numbers as JavaScript writes them.

    >>> content_digest({"b": 1.0, "a": [0.5]}) == content_digest({"a": [0.5], "b": 1})
    True
    """
    text = json.dumps(as_javascript(content), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def as_javascript(value: Any) -> Any:
    """The value with its numbers as JavaScript writes them.

    >>> as_javascript({"a": [1.0, 0.5]})
    {'a': [1, 0.5]}
    """
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: as_javascript(inner) for key, inner in value.items()}
    return [as_javascript(inner) for inner in value] if isinstance(value, list) else value
