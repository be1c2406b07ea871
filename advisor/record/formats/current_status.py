"""What became of a record after it was signed off, as its files say it: beside what was frozen, which stays as it is.

In: the frozen JSON or Markdown. Out: the same with the status of today. Must not know: Django, how a record is kept.
"""

import json
import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

from advisor.checklist.values import Day
from advisor.record.model.as_json import CURRENT, json_text

Reference = Annotated[str, StringConstraints(pattern=r"^(ADR-[0-9]{4,9})?$")]
_FRONT = re.compile(r"\A(---\n)(?P<front>.*?\n)(---\n.*?\n)(?P<status>\* Status: )[^\n]*\n", re.DOTALL)


class CurrentStatus(BaseModel):
    """The status of a record on a day after it was signed off. No signature covers it."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)
    status: Literal["accepted", "rejected", "superseded", "deprecated"]
    """What it is on the day on which the file was given out."""
    superseded_by: Reference = ""
    """The record that replaced it."""
    supersedes: Reference = ""
    """The record that it replaced, where what was signed does not say so."""
    since: Day | None = None
    """Since when it no longer holds."""

    @property
    def words(self) -> str:
        """The status as MADR writes it.

        >>> CurrentStatus(status="superseded", superseded_by="ADR-0002").words
        'superseded by ADR-0002'
        """
        return f"{self.status} by {self.superseded_by}" if self.superseded_by else self.status

    @property
    def name(self) -> str:
        """The same at the beginning of a line."""
        return self.words[:1].upper() + self.words[1:]

    @property
    def ended(self) -> date | None:
        """The day on which it stopped to hold."""
        return self.since if self.status in ("superseded", "deprecated") else None


def json_with(text: str, current: CurrentStatus) -> str:
    """The JSON of a record with its status of today as the last part, which neither digest nor signature covers."""
    value: dict[str, Any] = json.loads(text)
    return json_text({**value, CURRENT: current.model_dump(mode="json", exclude_defaults=True)})


def markdown_with(text: str, current: CurrentStatus) -> str:
    """The Markdown of a record with its status of today, in front matter and in the list below the title.

    >>> text = "---\\nstatus: accepted\\n\\n---\\n# A\\n\\n* Status: accepted\\n"
    >>> print(markdown_with(text, CurrentStatus(status="superseded", superseded_by="ADR-0002")), end="")
    ---
    status: superseded by ADR-0002
    <BLANKLINE>
    ---
    # A
    <BLANKLINE>
    * Status: superseded by ADR-0002
    """

    def with_status(match: re.Match[str]) -> str:
        front = re.sub(r"^status: .*$", f"status: {current.words}", match["front"], count=1, flags=re.MULTILINE)
        before = f"* Supersedes: {current.supersedes}\n" if current.supersedes else ""
        return f"{match[1]}{front}{match[3]}{match['status']}{current.words}\n{before}"

    return _FRONT.sub(with_status, text, count=1)
