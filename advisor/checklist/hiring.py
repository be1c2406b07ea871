"""What a checklist says of people: interviews, concerns to own, conventions, and a plan; the models of `hiring.yaml`.

In: plain Python values from the reader. Out: frozen models. Must not know: Django, files, verdicts. What is due where
the scorecard is low goes by a dimension's *role*, never by its id.
"""

from typing import Annotated, Literal

from pydantic import Field

from advisor.checklist.roles import ScorecardRole
from advisor.checklist.values import Line, Slug, SourceKey, Strict, Text

Part = Literal[
    "owners", "maintainers", "conventions", "interviews", "concerns", "scorecard", "market", "ramp-up", "date"
]
"""What of the plan is made from answers or filled in by people, beside a paragraph of the plan."""


class InterviewArea(Strict):
    """Something an interview is to find out."""

    id: Slug
    title: Line
    looks_for: Text
    """What the interview is to find out."""
    exercise: Text
    """What the person is asked to do."""
    rubric: Annotated[list[Line], Field(min_length=5, max_length=5)]
    """The five levels in words, from 0 to 4."""
    raw_track: bool = False
    """Only for those who will own a low-level service."""
    source: list[SourceKey]


class PlanItem(Strict):
    """A paragraph with a heading."""

    id: Slug
    title: Line
    text: Text
    source: list[SourceKey]


class HiringItem(PlanItem):
    """One paragraph of the hiring plan."""

    part: Part | None = None
    """What stands below the paragraph; nothing if left out."""


class Convention(Strict):
    """Something newcomers have to learn, and every service has to keep."""

    id: Slug
    title: Line
    text: Text
    raw: bool = False
    """Only where a service is raw or split."""
    source: list[SourceKey]


class Remedy(Strict):
    """What to do where a line of the scorecard is low."""

    id: Slug
    role: ScorecardRole
    """The dimension of the scorecard it mends, by its role."""
    at_most: Annotated[int, Field(ge=0, le=3)]
    """The highest level at which it is due."""
    title: Line
    text: Text
    source: list[SourceKey]


class Hiring(Strict):
    """What is said of people: interviews, conventions, a plan."""

    format: Literal["advisor-hiring/1"]
    areas: list[InterviewArea]
    """What is asked in interviews."""
    interviewing: list[Line] = Field(default_factory=list)
    """How the exercises are used, a sentence each; printed with them."""
    concerns: list[PlanItem]
    """The backend concerns to put an owner beside; a blank is a risk."""
    conventions: list[Convention] = Field(default_factory=list)
    """What newcomers learn and services keep."""
    remedies: list[Remedy] = Field(default_factory=list)
    """What to do where the scorecard is low."""
    plan: list[HiringItem]
    """The paragraphs of the hiring plan, in order."""
