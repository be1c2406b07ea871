"""What an answers file is: the pydantic models behind the format `advisor-assessment/1`.

In: plain Python values from the reader. Out: frozen models, checked against a checklist. Must not know: Django, files,
how a verdict is made.
"""

from typing import Annotated, Any, Literal, Self

from pydantic import (
    ConfigDict,
    Field,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from advisor.checklist.answer import Answers, Level, Reason
from advisor.checklist.decision import DecisionEntry
from advisor.checklist.service import ServiceEntry
from advisor.checklist.values import Day, Line, Slug, Strict, Weight

MOST_RESPONDENTS = 1_000
"""More than answer an assessment of the app's; of ten times as many, a page would keep the server busy for seconds."""
MOST_LINES = 10_000
"""Of settled levels, and of checks that stand: two for each statement of two hundred services."""


class Team(Strict):
    """Who owns services, and what they can carry."""

    name: Line
    """What the team is called; services name it."""
    raw_owners: Annotated[int, Field(ge=0, le=999)] | None = None
    """How many of its people could own a low-level service end to end."""
    scorecard: Answers = Field(default_factory=dict)
    """A level for each dimension of the checklist's scorecard, by its id."""


class RespondentAnswers(Strict):
    """What one of several people answered."""

    name: Line
    """What the person is called."""
    teams: dict[Line, Answers] = Field(default_factory=dict)
    """Their scorecards, by the name of the team."""
    services: dict[Line, Answers] = Field(default_factory=dict)
    """Their answers, by the name of the service."""


class Settled(Strict):
    """The facilitator's level for a contested statement, of a service or of a team's scorecard."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["service"]}, {"required": ["team"]}]})

    service: Line | None = None
    """The service it is about; or `team`."""
    team: Line | None = None
    """The team whose scorecard it is about; or `service`."""
    statement: Slug
    """The statement, or the dimension of the scorecard, by its id."""
    level: Level
    """The level that counts from now on, 0 to 4."""
    reason: Reason
    """Why, for the record."""

    @field_validator("level", mode="before")
    @classmethod
    def _is_a_level(cls, given: Any) -> Any:
        if type(given) is int and 0 <= given <= 4:
            return given
        raise PydanticCustomError("settled_level", "a level is 0, 1, 2, 3 or 4")

    @model_validator(mode="after")
    def _of_one_thing(self) -> Self:
        if self.service is None and self.team is None:
            raise PydanticCustomError("no_service", "one of service and team is needed")
        if self.service is not None and self.team is not None:
            raise PydanticCustomError("service_and_team", "only one of service and team is possible")
        return self


class AnsweredCheck(Strict):
    """A check that was looked at and stands: "we know, because …"."""

    check: Slug
    """The check, by its id."""
    services: Annotated[list[Line], Field(min_length=1, max_length=500)]
    """The services it was answered for; found on another one as well, the check is open again."""
    because: Reason
    """Why it stands."""
    by: Line | None = None
    """Who answered it."""
    on: Day | None = None
    """When."""


class AnswersFile(Strict):
    """A team's answers about its services, and what it decided."""

    format: Literal["advisor-assessment/1"]
    """What this file is."""
    checklist: Slug
    """The checklist the answers belong to, by its slug."""
    platform: Line = "Platform"
    """What the services make up together."""
    weights: dict[Slug, Weight] = Field(default_factory=dict)
    """Weights that differ from the checklist's, by the id of the statement: whole numbers from 1 to 9."""
    teams: Annotated[list[Team], Field(min_length=1, max_length=200)]
    """The teams that own the services."""
    services: Annotated[list[ServiceEntry], Field(min_length=1, max_length=500)]
    """What is decided about, one by one."""
    respondents: Annotated[list[RespondentAnswers], Field(max_length=MOST_RESPONDENTS)] = Field(default_factory=list)
    """What each of several people answered; none where one set of answers speaks for all."""
    settled: Annotated[list[Settled], Field(max_length=MOST_LINES)] = Field(default_factory=list)
    """Levels on which people differed, settled with a reason."""
    answered_checks: Annotated[list[AnsweredCheck], Field(max_length=MOST_LINES)] = Field(default_factory=list)
    """Contradictions and mistakes that were looked at and stand."""
    decision: DecisionEntry | None = None
    """What people decided, once they have."""
