"""What a contradiction and a check for a common mistake are in a checklist: their words and figures.

In: plain Python values from the reader. Out: frozen models. Must not know: how a check is made.
"""

from typing import Annotated, Literal

from pydantic import Field

from advisor.checklist.roles import Role
from advisor.checklist.values import Slug, SourceKey, Strict, Text


class Contradiction(Strict):
    """Two roles that cannot both be at level 3 or 4 without an explanation.

    With `only_if_low`, only while that role is at level 0 or 1: both parts of a split without a boundary."""

    id: Slug
    roles: Annotated[list[Role], Field(min_length=2, max_length=2)]
    """The statements that are both true, by their roles."""
    only_if_low: Role | None = None
    """The contradiction needs this role at level 0 or 1 as well."""
    text: Text
    why: Text
    """Why the two do not go together."""
    action: Text
    """What to do about it."""
    source: list[SourceKey]


CheckName = Literal[
    # of one service
    "framework-on-hot-path", "synthetic-benchmark", "other-version", "maintenance-ignored", "no-latency-budget",
    "downstream-dominates", "capability-without-seniority", "owner-on-paper", "kind-unclear", "split-undrawn",
    "version-ended", "security-release", "too-small-to-matter", "usual-side",
    # across services
    "raw-everywhere", "raw-everywhere-early", "capability-differs", "one-choice-everywhere", "near-twins",
    "over-capacity", "no-backup",
]  # fmt: skip

CHECK_PARAMETERS: dict[str, tuple[str, ...]] = {
    "synthetic-benchmark": ("includes", "routes"),
    "downstream-dominates": ("share",),
    "kind-unclear": ("kinds",),
    "raw-everywhere": ("services", "share"),
    "raw-everywhere-early": ("services",),
    "capability-differs": ("steps",),
    "one-choice-everywhere": ("share",),
    "near-twins": ("share",),
}
"""What the checklist sets of a check, beside its words; the others need nothing."""


class Check(Strict):
    """The words and figures of one check for a common mistake; what it tests, over roles, is the engine's."""

    id: CheckName
    text: Text
    """What was found, in words that fit every service it is found on."""
    why: Text
    """Why it matters."""
    action: Text
    """What to do about it."""
    source: list[SourceKey]
    services: Annotated[int, Field(ge=1, le=200)] | None = None
    """From so many services on."""
    steps: Annotated[int, Field(ge=1, le=4)] | None = None
    """From so many levels apart on."""
    routes: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    """The fewest routes a benchmark has to cover."""
    share: str | None = None
    """A number read exactly, such as "0.8" or "1/2": the share or the distance that the check compares with."""
    includes: list[Literal["auth", "logging", "json", "downstream"]] | None = None
    """What a benchmark has to include."""
    kinds: list[Slug] | None = None
    """Service types that do not yet say which of several they are."""
