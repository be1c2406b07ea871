"""The decision as a reader is told it: lines that writers only have to lay out.

In: nothing. Out: frozen dataclasses of plain text. Must not know: HTML, files, Django, the clock.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from advisor.checklist.decision import Action, Alternative, Risk
from advisor.record.model.entries import CountLine


@dataclass(frozen=True, slots=True)
class ChosenLine:
    """What was chosen for one service, beside what its answers recommend."""

    service: str
    key: Alternative | Literal[""]
    """Empty while nothing is chosen."""
    choice: str
    verdict: str
    because: str
    differs: bool
    sentence: str
    left_open: bool = False
    """Whether the answers recommend nothing."""


@dataclass(frozen=True, slots=True)
class TripwireLine:
    """A sign that the decision must be looked at again: what is watched, where it stands, whether it has fired."""

    service: str
    condition: str
    """Such as "more than 12 routes"."""
    today: str
    """Such as "7 today"; empty where nobody looked."""
    fired: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class DecisionPart:
    """Everything a reader is told about the decision."""

    statement: str
    """The whole decision in one sentence that can be read alone."""
    deciders: tuple[str, ...]
    consulted: tuple[str, ...]
    informed: tuple[str, ...]
    choices: tuple[ChosenLine, ...]
    counts: tuple[CountLine, ...]
    """How many services each was chosen for; what is not decided comes last, with an empty key."""
    good: tuple[str, ...]
    bad: tuple[str, ...]
    risks: tuple[Risk, ...]
    actions: tuple[Action, ...]
    review: date | None
    tripwires: tuple[TripwireLine, ...]
    due_sentences: tuple[str, ...]
    """What has passed: the review date, tripwires; a sentence each."""

    @property
    def differing(self) -> tuple[ChosenLine, ...]:
        """Choices that are not what the answers recommend."""
        return tuple(line for line in self.choices if line.differs)

    def of(self, service: str) -> ChosenLine | None:
        """What was chosen for a service."""
        return next((line for line in self.choices if line.service == service), None)
