"""Which event of the log of answers each frozen answer was: the part `sequence` of a signed record.

In: plain values. Out: frozen models, one for each person, in the order of the answers file. Must not know: rows, where
the log is kept. A record that was never in a log, such as one from a file, has none.
"""

import json
from collections.abc import Iterable
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Count = Annotated[int, Field(ge=1, le=1_000_000)]
BySubject = dict[str, dict[str, Count]]


class Counted(BaseModel):
    """The last event of each answer of one person; the name is empty where a file holds one set of answers."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, use_attribute_docstrings=True)
    respondent: str = ""
    """The person."""
    teams: BySubject = {}
    """Of scorecards: team, dimension, number."""
    services: BySubject = {}
    """Of services: service, statement, number."""


Numbers = dict[tuple[str, str, str, str], int]


def numbers_of(sequence: Iterable[Counted]) -> Numbers:
    """The same by (person, "teams" or "services", name, statement).

    >>> numbers_of([Counted(respondent="Ada", teams={"Core": {"seniority": 3}})])
    {('Ada', 'teams', 'Core', 'seniority'): 3}
    """
    return {
        (one.respondent, kind, name, statement): number
        for one in sequence
        for kind, subjects in (("teams", one.teams), ("services", one.services))
        for name, numbers in subjects.items()
        for statement, number in numbers.items()
    }


def sequence_to_text(sequence: Iterable[Counted]) -> str:
    return json.dumps([one.model_dump() for one in sequence], ensure_ascii=False)


def sequence_from_text(text: str) -> list[Counted]:
    """What `sequence_to_text` wrote; nothing from an empty text."""
    return [Counted.model_validate(one) for one in json.loads(text or "[]")]
