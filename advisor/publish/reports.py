"""What was found in uploaded files, and how it travels back from the process that read them.

In: what `examining.py` found. Out: a `Report`, as JSON and from it. Must not know: Django, rows, how a file is read.
"""

import json
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from advisor.record.sanitize import line
from advisor.record.verify.verification import VerificationFinding, headline, outcome_of

Outcome = Literal["genuine", "other-engine", "tampered", "unchecked", "unreadable", "answers"]


TAMPERED = "A record that was tampered with can't be restored."


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
    """Of what is no record, or cannot be read; what was found of a record stands in `findings`."""
    sha256: str
    """Of the file's bytes."""
    findings: tuple[VerificationFinding, ...] = ()
    """Of a record: whether it is intact, computed, authentic."""
    record_id: str = ""
    """Under which name its server keeps it, as its signature says."""
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
    other_engine: bool = False
    """Another version of the engine made it."""

    @property
    def genuine(self) -> bool:
        return self.outcome == "genuine"

    @property
    def summary(self) -> str:
        """What was found, in a line."""
        why = [one.sentence for one in self.findings if one.answer != "yes"] or [self.sentence]
        return " ".join((f"{self.headline}.", *filter(None, why)))

    def with_authentic(self, finding: VerificationFinding) -> "Examined":
        """The same, where more is known of whether it is authentic."""
        findings = tuple(finding if one.name == "authentic" else one for one in self.findings)
        if self.outcome == "unreadable":
            return replace(self, findings=findings)
        outcome = outcome_of(findings, other=self.other_engine)
        obstacle = self.obstacle or (TAMPERED if outcome == "tampered" else "")
        ground = "" if outcome == "tampered" else self.ground
        line = headline(outcome, findings)
        return replace(self, outcome=outcome, headline=line, findings=findings, obstacle=obstacle, ground=ground)

    @property
    def restorable(self) -> bool:
        return bool(self.answers and self.ground)


@dataclass(frozen=True, slots=True)
class Report:
    """All files; where two are records, also what differs: titles, each with its lines and how many more."""

    files: tuple[Examined, ...]
    parts: tuple[tuple[str, tuple[Line, ...], int], ...] = ()
    compared: bool = False


JSON = ("answers", "sequence")
"""Read by programs alone, so that nothing in them is changed."""


def report_to_text(report: Report) -> str:
    return json.dumps(_inert(asdict(report)), ensure_ascii=False)


def _inert(value: Any) -> Any:
    """Every text on one line and without controls: a hostile file neither writes lines of its own into a terminal nor
    tells it what to do."""
    if isinstance(value, str):
        return line(value)
    if isinstance(value, dict):
        return {name: inner if name in JSON else _inert(inner) for name, inner in value.items()}
    return [_inert(inner) for inner in value] if isinstance(value, list | tuple) else value


def report_from_text(text: str) -> Report:
    """What `examine` told."""
    value = json.loads(text)
    parts = tuple((title, _lines(lines), more) for title, lines, more in value["parts"])
    return Report(tuple(_file(file) for file in value["files"]), parts, value["compared"])


def _file(value: dict[str, Any]) -> Examined:
    lists = {"notes": tuple(value["notes"]), "problems": tuple(value["problems"])}
    facts = tuple((name, words) for name, words in value["facts"])
    findings = tuple(VerificationFinding(**one) for one in value["findings"])
    differences = _lines(value["differences"])
    return Examined(**{**value, **lists, "facts": facts, "differences": differences, "findings": findings})


def _lines(values: list[dict[str, str]]) -> tuple[Line, ...]:
    return tuple(Line(**value) for value in values)
