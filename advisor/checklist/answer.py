"""What one answer is in a file: a level, not sure or does not apply, and what it rests on.

In: plain Python values. Out: frozen models. Must not know: what is answered.
"""

from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    field_validator,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError

from advisor.checklist.service_field import LONGEST_NOTE
from advisor.checklist.values import Day, Slug, Strict, no_unwanted_character

Level = Annotated[int, Field(ge=0, le=4)]


Note = Annotated[str, StringConstraints(max_length=LONGEST_NOTE), AfterValidator(no_unwanted_character)]


Reason = Annotated[
    str,
    StringConstraints(min_length=1, max_length=2_000, strip_whitespace=True),
    AfterValidator(no_unwanted_character),
]


Url = Annotated[
    str, StringConstraints(pattern=r"^https?://[^\s]+$", max_length=2_000), AfterValidator(no_unwanted_character)
]


class Evidence(Strict):
    """What an answer rests on."""

    kind: Literal["opinion", "link", "measurement"]
    """What the answer rests on."""
    url: Url | None = None
    """Where it can be read."""
    expires: Day | None = None
    """The day from which it no longer counts."""


class Answer(Strict):
    """One answer: exactly one of a level (0 to 4), `unsure`, or `na` with its reason.

    In a file the short forms `3` and `unsure` stand for `{level: 3}` and `{level: unsure}`."""

    level: Level | Literal["unsure"] | None = None
    """0 (not true) to 4 (true), or unsure: any level is possible."""
    na: Reason | None = None
    """Why the statement does not apply, instead of a level."""
    note: Note = ""
    """Why, or who would know; Markdown."""
    evidence: Evidence | None = None
    """What it rests on; none of it moves a score."""

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, given: Any) -> Any:
        return given if isinstance(given, dict | Answer) else {"level": given}

    @field_validator("level", mode="before")
    @classmethod
    def _is_a_level(cls, given: Any) -> Any:
        if given is None or given == "unsure" or (type(given) is int and 0 <= given <= 4):
            return given
        raise PydanticCustomError("level", "a level is 0, 1, 2, 3, 4 or unsure")

    @model_validator(mode="after")
    def _level_or_reason(self) -> Self:
        if self.level is None and self.na is None:
            raise PydanticCustomError("no_level", "one of level and na is needed")
        if self.level is not None and self.na is not None:
            raise PydanticCustomError("level_and_na", "only one of level and na is possible")
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        full = handler.resolve_ref_schema(handler(core_schema))
        long_form = {**full, "oneOf": [{"required": ["level"]}, {"required": ["na"]}]}
        level = long_form["properties"]["level"]
        return {"title": "Answer", "description": full.get("description", ""), "anyOf": [level, long_form]}


Answers = dict[Slug, Answer]
