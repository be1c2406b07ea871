"""What was found in uploaded files, and how it travels back from the process that read them.

In: what `examining.py` found. Out: a `Report`, as JSON and from it. Must not know: Django, rows, how a file is read.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any, Literal

Outcome = Literal["genuine", "other-engine", "tampered", "no-checklist", "unreadable", "answers"]


@dataclass(frozen=True, slots=True)
class Line:
    """A place and what stands there in two versions."""

    where: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Examined:
    """One file: what it is, what was found, and what can be made of it."""

    name: str
    outcome: Outcome
    headline: str
    sentence: str
    sha256: str
    """Of the file's bytes."""
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    differences: tuple[Line, ...] = ()
    """What it says, and what is computed."""
    more: int = 0
    """Differences that are not listed."""
    facts: tuple[tuple[str, str], ...] = ()
    digest: str = ""
    """Of the record; empty for what is none."""
    checklist: str = ""
    """The digest of the checklist it was made with."""
    answers: str = ""
    """The answers in it, as JSON; empty where there are none to restore."""
    sequence: str = ""
    """Which events of the log these answers were, as JSON."""
    ground: str = ""
    """The digest of the checklist to restore them on: their own, or the newest of its name."""
    obstacle: str = ""
    """Why they cannot be restored."""

    @property
    def genuine(self) -> bool:
        return self.outcome in ("genuine", "other-engine")

    @property
    def restorable(self) -> bool:
        return bool(self.answers and self.ground)


@dataclass(frozen=True, slots=True)
class Report:
    """All files; where two are records, also what differs: titles, each with its lines and how many more."""

    files: tuple[Examined, ...]
    parts: tuple[tuple[str, tuple[Line, ...], int], ...] = ()
    compared: bool = False


def report_to_text(report: Report) -> str:
    return json.dumps(asdict(report), ensure_ascii=False)


def report_from_text(text: str) -> Report:
    """What `examine` told."""
    value = json.loads(text)
    parts = tuple((title, _lines(lines), more) for title, lines, more in value["parts"])
    return Report(tuple(_file(file) for file in value["files"]), parts, value["compared"])


def _file(value: dict[str, Any]) -> Examined:
    lists = {"notes": tuple(value["notes"]), "problems": tuple(value["problems"])}
    facts = tuple((name, told) for name, told in value["facts"])
    return Examined(**{**value, **lists, "facts": facts, "differences": _lines(value["differences"])})


def _lines(values: list[dict[str, str]]) -> tuple[Line, ...]:
    return tuple(Line(**value) for value in values)
