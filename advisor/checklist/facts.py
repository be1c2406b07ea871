"""What a dated fact of a checklist is: a claim, where it is from, until when it may be relied on.

In: plain Python values. Out: frozen models. Must not know: the clock, how a verdict is made.
"""

from typing import Literal

from pydantic import Field

from advisor.checklist.values import Day, Line, Slug, SourceKey, Strict, Text


class Fact(Strict):
    """A dated claim. It never moves a score."""

    id: Slug
    claim: Text
    """What is said."""
    value: Text
    """The figure or the words of it."""
    source: Text
    as_of: Day
    """The day from which it held."""
    checked_on: Day
    """The day somebody last looked."""
    review_after: Day
    """The day after which it is shown as stale."""
    status: Literal["verified", "dated", "doubtful", "unverified"]
    """How far it can be relied on."""
    passages: list[SourceKey] = Field(default_factory=list)
    """Passages of the article that it bears on."""
    versions: dict[Slug, list[Line]] = Field(default_factory=dict)
    """Versions the fact is about, such as `node: ["20"]`: shown beside a service that states one of them."""
    end_of_life: Day | None = None
    """The day from which these versions get no more fixes, where that is settled."""
    patched: Line | None = None
    """The first version of its one line with the newest security fix."""
    npm: Line | None = None
    """The npm package whose newest release answers the fact."""


class Facts(Strict):
    """Dated claims, each with its source."""

    format: Literal["advisor-facts/1"]
    facts: list[Fact]
    """The dated facts."""
