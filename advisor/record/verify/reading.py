"""A record read back from its JSON (`advisor-record/1`), wherever the file has been in the meantime.

In: bytes or text. Out: a `KeptRecord`, or `RecordError` with a sentence for users. Must not know: Django, the clock,
whether what the record says is true: `verification.py` asks that.
"""

import json
import math
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated, Any, NoReturn

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from advisor.checklist.answers import AnswersFile
from advisor.checklist.consistency import answers_problems
from advisor.checklist.content import checklist_from_content
from advisor.checklist.document import Document
from advisor.checklist.errors import AdvisorError, AnswersError
from advisor.checklist.model import Checklist
from advisor.checklist.text import excerpt
from advisor.checklist.values import Day
from advisor.record.formats.current_status import CurrentStatus
from advisor.record.model.answer_numbers import Counted
from advisor.record.model.as_json import FORMAT, Plain
from advisor.record.model.record import Status
from advisor.record.model.signature import Signature

MOST_BYTES = 32 * 1024 * 1024
"""Of a file that holds a record: what would be larger is not signed off."""
LARGEST = f"{MOST_BYTES // 1024**2} MB"
DEEPEST = 40


class RecordError(AdvisorError):
    """What was given is no record; the text says what it is, and what to give instead."""


class _Named(BaseModel):
    """Which checklist a record was made with."""

    model_config = ConfigDict(strict=True)
    slug: Annotated[str, StringConstraints(max_length=60)]
    version: Annotated[str, StringConstraints(max_length=32)]
    digest: Annotated[str, StringConstraints(max_length=80)]
    content: dict[str, Any] | None = None


class _Position(BaseModel):
    """What one person said of the decision."""

    model_config = ConfigDict(strict=True)
    who: str
    what: str
    words: str = ""
    on: Day
    by: str = ""
    said_on: Day | None = None
    place: str = ""


class _Head(BaseModel):
    """What a record has whichever engine made it; the rest is compared, not believed."""

    model_config = ConfigDict(strict=True)
    reference: Annotated[str, StringConstraints(max_length=300)]
    status: Status
    as_of: Day
    engine: Annotated[str, StringConstraints(max_length=32)]
    checklist: _Named
    services: list[dict[str, Any]]
    platform: dict[str, Any]
    answers: dict[str, Any]
    facts: list[dict[str, Any]]
    digest: Annotated[str, StringConstraints(max_length=80)]
    said: list[_Position] = []
    sequence: list[Counted] = []
    supersedes: Annotated[str, StringConstraints(max_length=300)] = ""
    current: CurrentStatus | None = None
    signature: Signature | None = None


@dataclass(frozen=True)
class KeptRecord:
    """A record as its file tells it. Only its form is known to be right."""

    value: Plain
    head: _Head

    @property
    def reference(self) -> str:
        """Its name; one that was never signed off is called after its digest."""
        return self.head.reference or f"ADR-{self.head.digest.removeprefix('sha256:')[:8].upper()}"

    @property
    def as_of(self) -> date:
        return self.head.as_of

    @property
    def title(self) -> str:
        """What it is about."""
        services = self.answers.services
        return services[0].name if len(services) == 1 else self.answers.platform

    @cached_property
    def answers(self) -> AnswersFile:
        """The answers inside. RecordError if they do not have the form of answers."""
        try:
            return AnswersFile.model_validate(self.value["answers"])
        except ValidationError as error:
            reason = f"The answers inside the record cannot be read: `{_first(error)}` is wrong."
            raise RecordError(reason) from None

    @cached_property
    def checklist(self) -> Checklist | None:
        """The checklist inside, if there is one. ChecklistError if it is no checklist."""
        content = self.head.checklist.content
        return None if content is None else checklist_from_content(content, "the checklist inside")

    def fitting_answers(self, checklist: Checklist) -> AnswersFile:
        """The answers, held against a checklist. AnswersError where it does not have what they name."""
        if self.answers.checklist != checklist.slug:
            raise RecordError("The answers inside the record belong to another checklist than the record names.")
        problems = answers_problems(Document("the record", self.value["answers"]), checklist)
        if problems:
            raise AnswersError(problems)
        return self.answers


def read_record(data: bytes | str) -> KeptRecord:
    """The record in a JSON file. RecordError if it is too large, no JSON, or no record."""
    value = _plain(data)
    stated = value.get("format")
    if stated != FORMAT:
        raise RecordError(_not_a_record(stated))
    try:
        head = _Head.model_validate(value)
    except ValidationError as error:
        raise RecordError(f"This says it is a record, but its `{_first(error)}` is missing or wrong.") from None
    return KeptRecord(value, head)


def _first(error: ValidationError) -> str:
    """Where the first thing is that a model refused."""
    return excerpt(".".join(str(part) for part in error.errors(include_url=False)[0]["loc"]), 80)


def _not_a_record(stated: object) -> str:
    if stated == "advisor-recommendation/1":
        return (
            "This is a recommendation as the terminal prints it: it does not hold the answers it was made from. "
            "Take the JSON of the record, or its PDF."
        )
    if isinstance(stated, str):
        return f"This is JSON of the format “{excerpt(stated, 40)}”, not a record ({FORMAT})."
    return f"This is JSON, but not a record: it does not say “format: {FORMAT}”."


def _plain(data: bytes | str) -> Plain:
    """The mapping that JSON holds; nothing in it is deeper, longer or odder than a record's."""
    if len(data) > MOST_BYTES:
        raise RecordError(f"The file has {len(data):,} bytes; a record has at most {MOST_BYTES:,} ({LARGEST}).")
    try:
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data.removeprefix("\ufeff")
        text.encode()
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_refused, parse_float=_finite)
    except RecordError:
        raise
    except UnicodeError:
        raise RecordError("The file is not UTF-8 text.") from None
    except RecursionError:
        raise RecordError("The file nests its values deeper than any record.") from None
    except ValueError as error:
        place = f" (line {error.lineno}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise RecordError(f"The file is not readable JSON{place}.") from None
    if not isinstance(value, dict):
        raise RecordError("The file is JSON, but not a record: a record is a mapping of names to values.")
    _check(value)
    return value


def _once(pairs: list[tuple[str, Any]]) -> Plain:
    value = dict(pairs)
    if len(value) < len(pairs):
        raise RecordError("The file gives one name two values, so it can be read in two ways.")
    return value


def _refused(word: str) -> NoReturn:
    raise RecordError(f"The file holds {word}, which is not a JSON number.")


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise RecordError(f"The file holds the number {excerpt(digits, 30)}, which is too large to be read.")
    return value


def _check(value: Plain) -> None:
    """Refuses what is nested too deep, and text that no file can carry."""
    waiting: list[tuple[Any, int]] = [(value, 0)]
    while waiting:
        one, depth = waiting.pop()
        if depth > DEEPEST:
            raise RecordError("The file nests its values deeper than any record.")
        if isinstance(one, dict):
            waiting += [(inner, depth + 1) for pair in one.items() for inner in pair]
        elif isinstance(one, list):
            waiting += [(inner, depth + 1) for inner in one]
        elif isinstance(one, str) and not one.isascii() and any("\ud800" <= letter <= "\udfff" for letter in one):
            raise RecordError("The file holds half a character (a lone surrogate), which no text can carry.")
        elif isinstance(one, int) and abs(one) > 10**15:
            raise RecordError("The file holds a number that is larger than any in a record.")
