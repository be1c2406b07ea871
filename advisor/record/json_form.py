"""What the JSON files hold that the app writes: `advisor-recommendation/1` and `advisor-record/1`, key by key.

In: nothing. Out: models, from which the schemas and the reference are made; a test holds every file that is written
against them. Must not know: how a file is made or read; a record of an older form is read all the same.
"""

from typing import Annotated, Any, Literal

from pydantic import Field

from advisor.checklist.answers import AnswersFile
from advisor.checklist.schema import SCHEMAS, schema, schema_of
from advisor.checklist.values import Day, Strict
from advisor.engine.recommendation import Strength, Sustain, Verdict
from advisor.record.current_status import CurrentStatus
from advisor.record.sequence import Counted
from advisor.record.signature import Signature

Share = Annotated[float, Field(ge=0, le=1)]
Signed = Annotated[float, Field(ge=-1, le=1)]
Digest = Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]
Contribution = tuple[str, Share | None]
"""A statement, a dimension as `scorecard.<id>`, or a want; and what it adds to its side."""


class NamedChecklist(Strict):
    """The checklist the answers belong to."""

    slug: str
    """Its name."""
    version: str
    """Three numbers."""
    digest: Digest
    """sha256 over its content."""
    content: dict[str, Any] | None = None
    """All of it, once the record is signed off."""


class Support(Strict):
    """How true each side is, over the answered statements; null where none is answered."""

    raw: Share | None
    """Of raw."""
    framework: Share | None
    """Of the framework."""
    split: Share | None
    """Of a split."""
    sustain: Share | None
    """Of the team's scorecard."""


class Bounds(Strict):
    """The least and the greatest over all completions; null for a group that does not apply."""

    raw: tuple[Share, Share] | None
    """Of the support of raw."""
    framework: tuple[Share, Share] | None
    """Of the support of the framework."""
    lean: tuple[Signed, Signed] | None
    """Of the lean."""
    sustain: tuple[Share, Share] | None
    """Of the team's scorecard."""


class Step(Strict):
    """One answer that changes."""

    statement: str
    """The statement, or `scorecard.<id>`."""
    from_: Annotated[int, Field(alias="from", ge=0, le=4)]
    """The level it has."""
    to: Annotated[int, Field(ge=0, le=4)]
    """The level it would need."""


class FlipSet(Strict):
    """Changes that together give another verdict."""

    verdict: Verdict
    """The verdict they give."""
    changes: list[Step]
    """All of them."""


class Flips(Strict):
    """The smallest changes of answers that give another verdict."""

    steps: int | None
    """How many steps of one level; null where too little is known, or where it is further than `beyond`."""
    total: int
    """How many such sets there are."""
    sets: Annotated[list[FlipSet], Field(max_length=10)]
    """At most ten of them."""
    beyond: int | None = None
    """There is none of up to so many steps."""


class WeightFlip(Strict):
    """A weight that would give another verdict by itself."""

    statement: str
    """The statement, or `scorecard.<id>`."""
    from_: Annotated[int, Field(alias="from", ge=1, le=9)]
    """The weight it has."""
    to: Annotated[int, Field(ge=1, le=9)]
    """The nearest that changes the verdict."""
    verdict: Verdict
    """The verdict it gives."""


class Drivers(Strict):
    """What each statement adds to its side, the most first; a side's add up to its support."""

    raw: list[Contribution]
    """Of raw."""
    framework: list[Contribution]
    """Of the framework."""


class OwnVerdict(Strict):
    """What one person's answers alone give."""

    name: str
    """The person."""
    verdict: Verdict
    """The verdict."""
    flags: list[Literal["insufficient"]] = Field(default_factory=list)
    """Where too little is answered for one."""


class Dissent(Strict):
    """Somebody whose own answers give another verdict."""

    respondent: str
    """The person."""
    verdict: Verdict
    """The verdict of their answers."""


class WantStep(Strict):
    """One want that changes."""

    want: str
    """The want, by its id."""
    from_: Annotated[int | Literal["must"], Field(alias="from")]
    """How much it is wanted."""
    to: int
    """How much it would have to be."""


class WantChange(Strict):
    """The fewest changes after which the leader is no longer clear of a candidate."""

    candidate: str
    """The candidate."""
    steps: int
    """How many steps."""
    wants: list[WantStep]
    """Which wants."""


class WhichFramework(Strict):
    """Which framework, once somebody has said what is wanted of one."""

    wants: dict[str, int | Literal["must", "unsure"]]
    """How much each is wanted."""
    eliminated: list[tuple[str, str]]
    """Candidates that miss a must, and the must."""
    scores: dict[str, Share | None]
    """How far each candidate meets what is wanted."""
    leader: str | None
    """The best of them."""
    clear: bool
    """Whether it is clear of every other."""
    close: list[str]
    """Those it is not clear of."""
    settled: bool
    """Whether no open want can change that."""
    next_want: str | None
    """The open want that would say most."""
    drivers: dict[str, list[Contribution]]
    """What each want adds, by candidate."""
    changes: list[WantChange]
    """What would change the leader."""


class Finding(Strict):
    """A check that found something."""

    check: str
    """The check, by its id."""
    services: list[str]
    """The services it was found on."""
    statements: list[str]
    """The statements it is about."""
    about: list[str]
    """What else it is about, such as a team or a version."""
    text: str | None = None
    """What was found."""
    why: str | None = None
    """Why it matters."""
    action: str | None = None
    """What to do about it."""
    passages: list[str] = Field(default_factory=list)
    """Passages of the article."""
    because: str | None = None
    """The team's answer, where it gave one."""
    by: str | None = None
    """Who gave it."""
    on: Day | None = None
    """When."""


class ServiceVerdict(Strict):
    """The verdict on one service, to the last digit; figures are rounded to six decimals."""

    name: str
    """The service."""
    team: str
    """The team that owns it."""
    verdict: Verdict
    """What to build it on."""
    need: Verdict | None
    """What it asks for, before the team is looked at."""
    sustain: Sustain | None
    """Whether the team can carry raw."""
    flags: list[str]
    """How the verdict stands, such as settled, provisional or gated-raw."""
    strength: Strength | None
    """How far it can be trusted."""
    withheld: list[tuple[str, float | None]]
    """What kept it from firm, with the figure where there is one."""
    support: Support
    """How true each side is."""
    lean: Signed | None
    """The framework's support less raw's."""
    gut: Signed | None
    """The gut check: 1 is all framework."""
    bounds: Bounds
    """What open answers leave possible."""
    possible: dict[Verdict, Share]
    """The share of completions that each verdict comes out of."""
    next_question: str | None
    """The open statement that says most about the verdict."""
    robustness: Share | None
    """The share of 10,000 other weightings that give the same verdict."""
    flips: Flips
    """The smallest changes that give another."""
    weight_flips: list[WeightFlip]
    """The weights that would."""
    drivers: Drivers
    """What speaks for each side."""
    against: list[Contribution | Dissent]
    """The case against: what speaks for the other side, and who."""
    respondents: list[OwnVerdict]
    """What each person's answers alone give."""
    framework: WhichFramework | None
    """Which framework."""
    checks: list[Finding]
    """Contradictions and mistakes that were found."""


class TeamCapacity(Strict):
    """Whether a team has owners enough."""

    team: str
    """The team."""
    needed: int
    """Its raw and split services."""
    can_carry: int | None
    """How many it can carry; null where it has not said."""
    no_backup: bool = False
    """Whether there is one owner and nobody to stand in."""


class PlatformVerdict(Strict):
    """All services together."""

    verdict: Verdict | Literal["mixed"]
    """What they come to."""
    outside: list[str]
    """The services to which the question does not apply."""
    capacity: list[TeamCapacity]
    """Whether teams can carry what they own."""
    convert_first: list[str]
    """Services to move to the framework first, where they cannot."""
    checks: list[Finding]
    """What was found across services."""


class RecommendationFile(Strict):
    """What `assess --json` prints where nobody has decided."""

    format: Literal["advisor-recommendation/1"]
    checklist: NamedChecklist
    """The checklist, by name and digest."""
    engine: str
    """The version of the rules."""
    services: list[ServiceVerdict]
    """One by one, in the order of the answers."""
    platform: PlatformVerdict
    """Together."""


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
    """How many to hire or to train."""


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


class RecordFile(RecommendationFile):
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


WRITTEN: dict[str, type[Strict]] = {"recommendation": RecommendationFile, "record": RecordFile}
"""The names of the formats that are written only."""
NAMES = (*SCHEMAS, *WRITTEN)
"""Every format, read or written."""


def schema_named(name: str) -> dict[str, Any]:
    """The JSON Schema of a format. KeyError for a name that is not in `NAMES`.

    >>> schema_named("record")["$id"]
    'urn:architecture-decision-advisor:advisor-record/1'
    """
    return schema_of(WRITTEN[name], written=True) if name in WRITTEN else schema(name)
