"""The hiring plan as a reader is told it: lines that writers only have to lay out.

In: nothing. Out: frozen dataclasses of plain text. Must not know: HTML, files, Django, the clock.
"""

from dataclasses import dataclass
from datetime import date

from advisor.checklist.hiring import Convention, HiringItem, InterviewArea


@dataclass(frozen=True, slots=True)
class OwnerLine:
    """A service that is raw or split, and who answers for it; empty where nobody is named."""

    service: str
    team: str
    key: str
    built: str
    """What it is built on, in words."""
    owner: str
    backup: str
    scope: str
    lacks: str
    """What is still missing, as a phrase; empty where nothing is."""


@dataclass(frozen=True, slots=True)
class GapLine:
    """A team that owns raw or split services: how many owners these take, and how many there are."""

    team: str
    services: int
    needed: int
    there: int | None
    """None where the team does not say."""
    sentence: str

    @property
    def missing(self) -> int | None:
        return None if self.there is None else max(self.needed - self.there, 0)


@dataclass(frozen=True, slots=True)
class ConcernLine:
    """A backend concern and its owner; empty is a risk."""

    key: str
    title: str
    text: str
    owner: str


@dataclass(frozen=True, slots=True)
class RemedyLine:
    """What to do where a line of the scorecard is low, and where it is."""

    key: str
    title: str
    text: str
    why: tuple[str, ...]
    """A sentence for each team."""
    teams: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HiringPlan:
    """Who to hire, made from verdicts or choices and the scorecards."""

    items: tuple[HiringItem, ...]
    """The paragraphs of the plan, in order."""
    summary: tuple[str, ...]
    """What is still missing, the most urgent first; what stands well where nothing is."""
    owners: tuple[OwnerLine, ...]
    gaps: tuple[GapLine, ...]
    maintainers: tuple[str, ...]
    rota: str
    conventions: tuple[Convention, ...]
    """Those that apply here."""
    areas: tuple[InterviewArea, ...]
    """Those that apply here."""
    raw_track: bool
    """Whether owners of low-level services are to be found."""
    concerns: tuple[ConcernLine, ...]
    remedies: tuple[RemedyLine, ...]
    by: date | None

    @property
    def concerning(self) -> tuple[HiringItem, ...]:
        """The paragraphs that concern this case: none about finding people where nobody is lacking."""
        lacking = any(gap.missing != 0 for gap in self.gaps)
        asked = {"owners": self.owners, "scorecard": self.remedies}
        asked |= dict.fromkeys(("interviews", "market", "ramp-up"), (lacking,) if lacking else ())
        return tuple(item for item in self.items if asked.get(item.part or "", True))

    @property
    def owned(self) -> bool:
        """Whether somebody is named for a concern."""
        return any(line.owner for line in self.concerns)

    @property
    def named(self) -> bool:
        """Whether people have begun to fill it in."""
        owners = any(line.owner for line in self.owners)
        return bool(self.maintainers or self.rota or self.by or owners or self.owned)
