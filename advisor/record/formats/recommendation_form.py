"""What `advisor-recommendation/1` holds, key by key: the verdicts, to the last digit.

In: nothing. Out: models, from which the schema and the reference are made; a test holds every file that is written
against them. A name that ends in `Entry` is the file's form of what the engine calls so. Must not know: how a file is
made or read.
"""

from typing import Annotated, Any, Literal

from pydantic import Field

from advisor.checklist.values import Day, Strict
from advisor.engine.recommendation import Strength, Sustain, Verdict

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


class FlipSetEntry(Strict):
    """Changes that together give another verdict."""

    verdict: Verdict
    """The verdict they give."""
    changes: list[Step]
    """All of them."""


class FlipsEntry(Strict):
    """The smallest changes of answers that give another verdict."""

    steps: int | None
    """How many steps of one level; null where too little is known, or where it is further than `beyond`."""
    total: int
    """How many such sets there are."""
    sets: Annotated[list[FlipSetEntry], Field(max_length=10)]
    """At most ten of them."""
    beyond: int | None = None
    """There is none of up to so many steps."""


class WeightFlipEntry(Strict):
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


class LeadChangeEntry(Strict):
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
    changes: list[LeadChangeEntry]
    """What would change the leader."""


class FindingEntry(Strict):
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
    flips: FlipsEntry
    """The smallest changes that give another."""
    weight_flips: list[WeightFlipEntry]
    """The weights that would."""
    drivers: Drivers
    """What speaks for each side."""
    against: list[Contribution | Dissent]
    """The case against: what speaks for the other side, and who."""
    respondents: list[OwnVerdict]
    """What each person's answers alone give."""
    framework: WhichFramework | None
    """Which framework."""
    checks: list[FindingEntry]
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
    checks: list[FindingEntry]
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
