"""What a decision record is: everything a reader is told, as values that writers only have to lay out.

In: nothing. Out: frozen dataclasses. Must not know: HTML, files, Django, the clock.
"""

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

from advisor.checklist.answers import AnswersFile
from advisor.checklist.model import Checklist
from advisor.engine.recommendation import Recommendation
from advisor.record.model.answer_numbers import Counted, came_with_a_file
from advisor.record.model.as_json import json_text, record_json
from advisor.record.model.decision import DecisionPart
from advisor.record.model.disagreement import ServiceDisagreement, disagreement_json, disagreements
from advisor.record.model.fact_entries import FactLine
from advisor.record.model.plan_json import plan_json
from advisor.record.model.positions import PositionLine, all_accept, assent, position_lines, silent, standing
from advisor.record.model.sections import (
    PlatformRecord,
    ServiceRecord,
)
from advisor.record.model.signature import Signature
from advisor.record.model.staffing import HiringPlan
from advisor.record.model.vocabulary import Vocabulary

_NUMBERED = re.compile(r"ADR-(\d{4,9})")

Status = Literal["draft", "proposed", "accepted", "rejected", "superseded", "deprecated"]


@dataclass(frozen=True, slots=True)
class SettingLine:
    """A weight that was overridden or a threshold in force, in words."""

    name: str
    value: str


@dataclass(frozen=True)
class DecisionRecord:
    """Everything a reader is told. The same values give the same pages, files and bytes.

    The JSON and its digest are made when first asked for: a page of many services does without them."""

    checklist: Checklist
    answers: AnswersFile
    recommendation: Recommendation
    as_of: date
    given_reference: str
    """A name for the record; empty where it is to be called after its digest."""
    status: Status
    link: str
    title: str
    services: tuple[ServiceRecord, ...]
    platform: PlatformRecord
    facts: tuple[FactLine, ...]
    weights: tuple[SettingLine, ...]
    thresholds: tuple[SettingLine, ...]
    hiring: HiringPlan
    decision: DecisionPart | None = None
    """None until someone begins to decide."""
    positions: tuple[dict[str, Any], ...] = ()
    """Who accepted or dissented, when, in which words, and who entered it: `who`, `what`, `words`, `on`, `by`."""
    sequence: tuple[Counted, ...] = ()
    """Which event of the log each answer is, where there is a log."""
    supersedes: str = ""
    """The record that this one replaces, by its name."""
    signature: Signature | None = None
    """By the server on which it was signed off."""

    @cached_property
    def json(self) -> dict[str, Any]:
        """The record in the format `advisor-record/1`."""
        value = record_json(
            self.checklist,
            self.answers,
            self.recommendation,
            as_of=self.as_of,
            status=self.status,
            reference=self.given_reference,
            positions=self.positions,
            plan=plan_json(self.platform.steps, self.platform.further, self.hiring),
            sequence=[one.model_dump() for one in self.sequence],
            disagreement=disagreement_json(self.disagreement),
            supersedes=self.supersedes,
        )
        return value if self.signature is None else {**value, "signature": self.signature.model_dump()}

    @cached_property
    def json_text(self) -> str:
        """The text of the JSON file."""
        return json_text(self.json)

    @property
    def digest(self) -> str:
        """What identifies the record; it stands in that JSON."""
        return str(self.json["digest"])

    @property
    def position_lines(self) -> tuple[PositionLine, ...]:
        """What the deciders said, in words."""
        return position_lines(self.positions)

    @property
    def voices(self) -> tuple[PositionLine, ...]:
        """The same for a page with little room: who dissents comes first."""
        return tuple(sorted(self.position_lines, key=lambda line: not line.dissents))

    @property
    def came_with_a_file(self) -> str:
        """Whose answers nobody gave where it was signed off, in a sentence."""
        return came_with_a_file(self.sequence)

    @property
    def silent(self) -> list[str]:
        """The deciders of whom nothing is said."""
        return silent(self.decision.deciders, self.positions) if self.decision else []

    @property
    def standing(self) -> str:
        """What was signed off, with how many accepted it; empty where nobody was to."""
        return standing(self.decision.deciders, self.positions) if self.assent and self.decision else ""

    @property
    def assent(self) -> str:
        """By how many of its deciders it was accepted, where it was."""
        made = self.decision
        return assent(made.deciders, self.positions) if self.status == "accepted" and made and made.deciders else ""

    @cached_property
    def disagreement(self) -> tuple[ServiceDisagreement, ...]:
        """Where respondents disagree, service by service."""
        return disagreements(Vocabulary(self.checklist), self.answers.weights, self.services)

    @property
    def reference(self) -> str:
        """The name on every page."""
        return self.given_reference or f"ADR-{self.digest.removeprefix('sha256:')[:8].upper()}"

    @property
    def number(self) -> int | None:
        """The number in its name; None until it has one."""
        numbered = _NUMBERED.fullmatch(self.given_reference)
        return int(numbered[1]) if numbered else None

    @property
    def status_name(self) -> str:
        """The status in a word or two, which reads as accepted only where everyone accepted."""
        if self.status == "draft":
            return "Draft recommendation"
        made = self.decision if self.assent and self.given_reference else None
        return "Signed off" if made and not all_accept(made.deciders, self.positions) else self.status.capitalize()

    @property
    def band(self) -> Fraction:
        """δ: a lean nearer to 0 than this points to neither side."""
        return self.checklist.thresholds.exact("band")

    @property
    def raw_name(self) -> str:
        return self.checklist.alternatives["raw"].name

    @property
    def framework_name(self) -> str:
        return self.checklist.alternatives["framework"].name
