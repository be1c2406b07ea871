"""The kinds of value that models are made of: names, texts, ids, dates, weights.

In: plain Python values from the reader or from a page. Out: the same, checked; errors with a type of ours where
pydantic's own would not be plain. Must not know: checklists, answers, files.
"""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from advisor.checklist.text import unwanted_character

ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


def no_unwanted_character(text: str) -> str:
    """The text itself; an error if it holds a character no file can carry."""
    wrong = unwanted_character(text)
    if wrong:
        raise PydanticCustomError("character", "a character that cannot be shown", {"code": f"U+{ord(wrong):04X}"})
    return text


def _one_line(text: str) -> str:
    if any(c in text for c in "\n\r\t"):
        raise PydanticCustomError("several_lines", "more than one line, or a tab")
    return no_unwanted_character(text)


def _day(given: Any) -> Any:
    """Files hold dates as text: 2026-11-01."""
    if not isinstance(given, str):
        return given
    try:
        return date.fromisoformat(given if ISO_DATE.match(given) else "")
    except ValueError:
        raise PydanticCustomError("day", "not a date such as 2026-11-01") from None


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Text = Annotated[
    str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True), AfterValidator(no_unwanted_character)
]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True), AfterValidator(_one_line)]
Day = Annotated[date, BeforeValidator(_day)]
SourceKey = Annotated[str, StringConstraints(pattern=r"^[SNBE][1-9][0-9]{0,2}$")]
"""A passage: S1 to S121 (the article), N1 to N13 (its nuances), B1 to B10 (what is known of its figures), E1 to E6."""
Weight = Annotated[int, Field(ge=1, le=9)]


Ask = Literal["tech lead", "product", "engineers", "security", "hiring manager"]
"""Who would know."""


class Strict(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, allow_inf_nan=False, use_attribute_docstrings=True
    )
