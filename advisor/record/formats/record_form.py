"""What `advisor-record/1` holds, key by key, and the schemas of all formats by name.

In: nothing. Out: models, from which the schemas and the reference are made; a test holds every file that is written
against them. Must not know: how a file is made or read; a record of an older form is read all the same.
"""

from typing import Any, Literal

from pydantic import Field

from advisor.checklist.answers import AnswersFile
from advisor.checklist.schema import SCHEMAS, schema, schema_of
from advisor.checklist.values import Day, Strict
from advisor.record.formats.current_status import CurrentStatus
from advisor.record.formats.my_data_form import MyDataFile
from advisor.record.formats.recommendation_form import Digest, RecommendationFile
from advisor.record.model.answer_numbers import Counted
from advisor.record.model.signature import Signature


class StatedFact(Strict):
    """A dated fact, as it stood."""

    id: str
    claim: str
    """What is said."""
    value: str
    """The figure or the words of it."""
    source: str
    """Where it was read."""
    as_of: Day
    """The day from which it held."""
    checked_on: Day
    """The day somebody last looked."""
    review_after: Day
    """The day after which it is stale."""
    status: Literal["verified", "dated", "doubtful", "unverified"]
    """How far it can be relied on."""
    stale: bool
    """Whether that day had passed."""


class Said(Strict):
    """What one person said of the decision."""

    who: str
    """The person."""
    what: str
    """Whether they accept; with `reported-` in front, somebody else entered it."""
    words: str = ""
    """In their words."""
    on: Day
    """When."""
    by: str = ""
    """Who entered it."""
    said_on: Day | None = None
    """When they said what is reported of them."""
    place: str = ""
    """Where: a link, or the name of the meeting."""


class Disputed(Strict):
    """A statement on which people disagreed."""

    service: str
    """The service."""
    statement: str
    """The statement, or `scorecard.<id>`."""
    said: dict[str, int | Literal["unsure", "na"]]
    """What each person answered."""
    counts_as: list[int]
    """The levels it counts as; several while it is open."""
    settled: str | None = None
    """The reason, where a level was settled."""
    contested: bool
    """Whether they were too far apart for one level."""
    changes: bool
    """Whether it changes the outcome."""
    verdicts: dict[str, str]
    """The verdict that each level alone would give."""


class PlannedStep(Strict):
    """One next step."""

    step: str
    """The step, by its id in the checklist."""
    about: str | None
    """The service it is about, where it is about one."""
    title: str
    """Its heading."""
    text: str
    """What to do."""
    services: list[str]
    """The services it concerns."""
    owner: str | None
    """Who does it."""
    by: Day | None
    """The day by which it is done."""


class FurtherAction(Strict):
    """Something agreed on besides."""

    what: str
    """What is to be done."""
    owner: str
    """Who does it."""
    by: Day
    """The day by which it is done."""


class RawOwner(Strict):
    """Who answers for a raw or split service."""

    service: str
    """The service."""
    team: str
    """The team that owns it."""
    built: str
    """What it is built on."""
    owner: str | None
    """Who owns it."""
    backup: str | None
    """Who can stand in."""
    scope: str | None
    """What it will not do."""


class OwnerGap(Strict):
    """A team that lacks raw owners."""

    team: str
    """The team."""
    needed: int
    """How many it needs."""
    there: int | None
    """How many it has; null where it has not said."""
    missing: int | None
    """How many to hire or train."""


class ConcernOwned(Strict):
    """Who answers for a backend concern."""

    concern: str
    """The concern, by its id in the checklist."""
    owner: str | None
    """Who answers for it."""


class RemedyDue(Strict):
    """What to do where a line of the scorecard is low."""

    remedy: str
    """The remedy, by its id in the checklist."""
    teams: list[str]
    """The teams it is due for."""


class HiringPart(Strict):
    """Whom the platform needs."""

    owners: list[RawOwner]
    """Who answers for what is built raw."""
    gaps: list[OwnerGap]
    """Where owners are missing."""
    maintainers: list[str]
    """Of the layer that every service shares."""
    rota: str | None
    """Who reviews when."""
    conventions: list[str]
    """What newcomers learn, by ids in the checklist."""
    interviews: list[str]
    """What is asked in interviews, by ids in the checklist."""
    concerns: list[ConcernOwned]
    """Who answers for each backend concern."""
    remedies: list[RemedyDue]
    """What to do where the scorecard is low."""
    by: Day | None
    """The day by which all of it is settled."""


class Plan(Strict):
    """What to do next, and whom the platform needs."""

    steps: list[PlannedStep]
    """Next steps, in order."""
    further: list[FurtherAction]
    """What was agreed on besides."""
    hiring: HiringPart
    """People."""


class RecordJson(RecommendationFile):
    """A decision record: the recommendation, all it rests on, and what people decided."""

    format: Literal["advisor-record/1"]  # type: ignore[assignment]
    reference: str
    """Its number, such as ADR-0001; empty for a draft."""
    status: Literal["draft", "proposed", "accepted", "rejected", "superseded", "deprecated"]
    """How far it was when it was made."""
    supersedes: str | None = None
    """The record that this one replaces."""
    as_of: Day
    """The day it speaks of."""
    answers: AnswersFile
    """The answers, as in an answers file; what people decided is in its `decision`."""
    sequence: list[Counted] = Field(default_factory=list)
    """Which event of the log each answer is, where there is a log."""
    facts: list[StatedFact]
    """The checklist's dated facts."""
    plan: Plan | None = None
    """What to do next, and whom the platform needs."""
    disagreement: list[Disputed] = Field(default_factory=list)
    """On which statements people disagreed."""
    said: list[Said] = Field(default_factory=list)
    """Who accepted, and who did not."""
    digest: Digest
    """sha256 over the canonical JSON of the rest, without the signature."""
    signature: Signature | None = None
    """By the server on which it was signed off."""
    current: CurrentStatus | None = None
    """What became of it since; neither the digest nor the signature covers this."""


WRITTEN: dict[str, type[Strict]] = {"recommendation": RecommendationFile, "record": RecordJson, "my-data": MyDataFile}
"""The names of the formats that are written only."""
NAMES = (*SCHEMAS, *WRITTEN)
"""Every format, read or written."""


def schema_named(name: str) -> dict[str, Any]:
    """The JSON Schema of a format. KeyError for a name that is not in `NAMES`.

    >>> schema_named("record")["$id"]
    'urn:architecture-decision-advisor:advisor-record/1'
    """
    return schema_of(WRITTEN[name], written=True) if name in WRITTEN else schema(name)
