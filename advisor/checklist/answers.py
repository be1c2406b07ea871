"""What an answers file is: the pydantic models behind the format `advisor-assessment/1`.

In: plain Python values from the reader. Out: frozen models, checked against a checklist. Must not know: Django, files,
how a verdict is made.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from advisor.checklist.model import Line, Slug, Strict, Weight

Level = Annotated[int, Field(ge=0, le=4)]
Note = Annotated[str, StringConstraints(max_length=20_000)]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=2_000, strip_whitespace=True)]
Url = Annotated[str, StringConstraints(pattern=r"^https?://", max_length=2_000)]


class Evidence(Strict):
    kind: Literal["opinion", "link", "measurement"]
    url: Url | None = None
    expires: date | None = None


class Answer(Strict):
    """One answer: exactly one of a level (0 to 4), `unsure`, or `na` with its reason.

    In a file the short forms `3` and `unsure` stand for `{level: 3}` and `{level: unsure}`."""

    level: Level | Literal["unsure"] | None = None
    na: Reason | None = None
    note: Note = ""
    evidence: Evidence | None = None


Answers = dict[Slug, Answer]


class Benchmark(Strict):
    variant: Literal["raw", "framework"]
    p99_ms: Annotated[float, Field(gt=0)]
    includes: list[Literal["auth", "logging", "json", "downstream"]] = []
    routes: Annotated[int, Field(ge=1)] = 1
    on: date | None = None
    url: Url | None = None
    versions: dict[Slug, Line] = {}


class Team(Strict):
    name: Line
    raw_owners: Annotated[int, Field(ge=0, le=999)] | None = None
    scorecard: Answers = {}


class Service(Strict):
    name: Line
    team: Line
    kind: Slug | None = None
    description: Note = ""
    intended: Literal["raw", "framework", "split"] | None = None
    latency_budget_ms: Annotated[float, Field(gt=0)] | None = None
    downstream_ms: Annotated[float, Field(ge=0)] | None = None
    boundary: Note = ""
    versions: dict[Slug, Line] = {}
    benchmarks: list[Benchmark] = []
    answers: Answers = {}


class RespondentAnswers(Strict):
    name: Line
    teams: dict[Line, Answers] = {}
    services: dict[Line, Answers] = {}


class Settled(Strict):
    """The facilitator's level for a contested statement, of a service or of a team's scorecard."""

    service: Line | None = None
    team: Line | None = None
    statement: Slug
    level: Level
    reason: Reason


class Tripwire(Strict):
    service: Line
    when: Line
    above: float
    now: float | None = None


class DecisionNotes(Strict):
    review: date | None = None
    tripwires: list[Tripwire] = []


class AnswersFile(Strict):
    format: Literal["advisor-assessment/1"]
    checklist: Slug
    platform: Line = "Platform"
    weights: dict[Slug, Weight] = {}
    teams: Annotated[list[Team], Field(min_length=1, max_length=200)]
    services: Annotated[list[Service], Field(min_length=1, max_length=500)]
    respondents: list[RespondentAnswers] = []
    settled: list[Settled] = []
    decision: DecisionNotes | None = None
