"""What a framework can be wanted for, and how far each candidate meets it (model §10).

In: plain Python values from the reader. Out: frozen models. Must not know: how a leader is found.
"""

from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from advisor.checklist.values import Ask, Day, Line, Slug, SourceKey, Strict, Text

FitLevel = Annotated[int, Field(ge=0, le=4)]


def _wanted(given: Any) -> Any:
    if given in ("must", "unsure") or (type(given) is int and 0 <= given <= 4):
        return given
    raise PydanticCustomError("wanted", "0, 1, 2, 3, 4, must or unsure")


Wanted = Annotated[Literal[0, 1, 2, 3, 4, "must", "unsure"], BeforeValidator(_wanted)]
"""How much something is wanted: a must counts as 4 and leaves out who does not meet it."""


class Want(Strict):
    """Something a service can want of a framework."""

    id: Slug
    text: Line
    help: Text
    """What it means, and at which end of the scale."""
    ask: Ask
    """Who would know."""
    source: list[SourceKey]


class Fit(Strict):
    """How far a candidate meets a want, from 0 (not at all) to 4 (made for it): a judgement of what the source says."""

    fit: FitLevel
    """From 0 to 4."""
    why: Line
    """What the source says, in a line."""
    source: Line
    """Where that stands."""
    checked_on: Day
    """The day somebody last looked."""


class Candidate(Strict):
    """A framework that can be chosen."""

    id: Slug
    name: Line
    summary: Text
    """What it is, in a sentence."""
    facts: list[Slug] = Field(default_factory=list)
    """Facts of the checklist about it."""
    fits: dict[Slug, Fit]
    """One for every want."""


class Frameworks(Strict):
    """Which framework: what can be wanted of one, and which there are."""

    format: Literal["advisor-frameworks/1"]
    clear: str
    """How far ahead of another, as a share of all that is wanted, a leader is clear: an exact number such as "0.1"."""
    wants: Annotated[list[Want], Field(min_length=1, max_length=30)]
    """What can be wanted."""
    candidates: Annotated[list[Candidate], Field(min_length=2, max_length=20)]
    """What there is to choose from."""

    @property
    def margin(self) -> Fraction:
        return Fraction(self.clear)

    def want(self, want_id: str) -> Want:
        """The want of this id; KeyError if there is none."""
        return {want.id: want for want in self.wants}[want_id]

    def candidate(self, candidate_id: str) -> Candidate:
        """The candidate of this id; KeyError if there is none."""
        return {candidate.id: candidate for candidate in self.candidates}[candidate_id]
