"""Which event of the log of answers each frozen answer was, and whose answers came with a file: the part `sequence` of
a signed record.

In: plain values. Out: frozen models, one for each person, in the order of the answers file. Must not know: rows, where
the log is kept. A record that was never in a log, such as one from a file, has none.
"""

import json
from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer

from advisor.record.model.vocabulary import some

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
    from_file: bool = False
    """Whether the answers came with a restored file, so that the person did not give them here."""

    @model_serializer(mode="wrap")
    def _said_only_where_it_is_so(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        value: dict[str, Any] = handler(self)
        if not self.from_file:
            del value["from_file"]
        return value


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


def came_with_a_file(sequence: Iterable[Counted]) -> str:
    """Whose answers nobody gave here, in a sentence; nothing where there are none.

    >>> came_with_a_file([Counted(respondent="Ada"), Counted(respondent="Ben", from_file=True)])
    'The answers of Ben came with a file; they were not given here.'
    """
    names = [one.respondent for one in sequence if one.from_file]
    whose = f"The answers of {some(names)}" if any(names) else "The answers"
    return f"{whose} came with a file; they were not given here." if names else ""


def sequence_to_text(sequence: Iterable[Counted]) -> str:
    return json.dumps([one.model_dump() for one in sequence], ensure_ascii=False)


def sequence_from_text(text: str) -> list[Counted]:
    """What `sequence_to_text` wrote; nothing from an empty text."""
    return [Counted.model_validate(one) for one in json.loads(text or "[]")]
