"""The words of a save: what is said, about what, and what comes of it.

In and out: plain values. Must not know: HTTP, rows.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from advisor.checklist.errors import AdvisorError
from advisor.checklist.model import GATING_ROLES, Checklist

NOTE_MAX = 20_000
REASON_MAX = 2_000
BASE_MAX = 2_000_000_000
SCORECARD = "scorecard."


@dataclass(frozen=True, slots=True)
class Draft:
    """What someone wants to say: a value of `models.VALUES`, the reason it does not apply, a note."""

    value: str
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is stored: the draft, its place in the order, and when it came (for display)."""

    draft: Draft
    seq: int
    made_at: datetime
    fresh: bool = True
    """False where the same was there already, so that nothing was written."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What an answer is about: a service's statement, or a dimension of a team's scorecard."""

    kind: Literal["service", "team"]
    id: int
    statement: str


class StaleAnswerError(AdvisorError):
    """Someone (or the same person in another tab) saved in between: both values, and the person picks."""

    def __init__(self, mine: Draft, current: Kept | None) -> None:
        super().__init__("This answer was changed in the meantime. Choose which of the two to keep.")
        self.mine = mine
        self.current = current


class StaleDetailsError(AdvisorError):
    """A shared field was changed in the meantime; `current` is its row as it is now."""

    def __init__(self, current: object) -> None:
        super().__init__("These details were changed in the meantime. Choose which of the two to keep.")
        self.current = current


class BadAnswerError(AdvisorError):
    """What was sent cannot be an answer: the field it belongs to, and what to write instead."""

    def __init__(self, field: Literal["value", "reason", "note"], message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


class GoneError(AdvisorError):
    """The page answers an assessment that this browser has since started over."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One statement or dimension as it is asked: its key on the page and the levels' words."""

    key: str
    """The statement's id, or `scorecard.<id>`."""
    text: str
    help: str
    ask: str
    levels: tuple[str, ...]
    may_not_apply: bool

    @property
    def of_team(self) -> bool:
        return self.key.startswith(SCORECARD)

    @property
    def statement(self) -> str:
        return self.key.removeprefix(SCORECARD)


def asked(checklist: Checklist) -> dict[str, Asked]:
    """Everything the checklist asks, statements first, by key."""
    names = tuple(checklist.level_names)
    found = {s.id: Asked(s.id, s.text, s.help, s.ask, names, s.role not in GATING_ROLES) for s in checklist.statements}
    for d in checklist.scorecard.dimensions:
        key = SCORECARD + d.id
        found[key] = Asked(key, d.text, d.help, d.ask, tuple(d.levels), d.role not in GATING_ROLES)
    return found


def checked(draft: Draft, question: Asked) -> Draft:
    """The draft, or BadAnswerError: the reason is there where it must be, and only there; nothing is too long."""
    if draft.value == "na" and not question.may_not_apply:
        raise BadAnswerError("value", "This one always applies: a rule depends on it. Choose a level or “not sure”.")
    if len(draft.note) > NOTE_MAX:
        raise BadAnswerError(
            "note", f"The note has {len(draft.note):,} characters. Shorten it to {NOTE_MAX:,}, or link to the rest."
        )
    if draft.value != "na":
        return Draft(draft.value, "", draft.note)
    if not draft.reason:
        raise BadAnswerError("reason", "Say why it does not apply, in a few words. It is saved then.")
    if len(draft.reason) > REASON_MAX:
        raise BadAnswerError("reason", f"The reason has {len(draft.reason):,} characters: shorten it to {REASON_MAX:,}")
    return draft
