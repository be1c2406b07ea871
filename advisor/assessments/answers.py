"""The words of a save: what is said, about what, and what comes of it.

In and out: plain values. Must not know: HTTP, rows.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, get_args

from advisor.checklist.errors import AdvisorError
from advisor.checklist.model import Checklist
from advisor.checklist.roles import GATING_ROLES
from advisor.checklist.values import ISO_DATE

NOTE_MAX = 20_000
REASON_MAX = 2_000
BASE_MAX = 2_000_000_000
URL_MAX = 2_000
SCORECARD = "scorecard."
EvidenceKind = Literal["opinion", "link", "measurement"]
_URL = re.compile(r"https?://[^\s/?#][^\s]*\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class EvidenceDraft:
    """What an answer rests on, as text; all empty where nothing was given."""

    kind: str = ""
    url: str = ""
    expires: str = ""
    """The day from which it no longer counts, such as 2027-05-31."""

    def __bool__(self) -> bool:
        return bool(self.kind or self.url or self.expires)


NO_EVIDENCE = EvidenceDraft()


@dataclass(frozen=True, slots=True)
class Draft:
    """What someone wants to say: a value of `models.VALUES`, the reason it does not apply, a note, evidence."""

    value: str
    reason: str = ""
    note: str = ""
    evidence: EvidenceDraft = NO_EVIDENCE


@dataclass(frozen=True, slots=True)
class StoredAnswer:
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

    def __init__(self, mine: Draft, current: StoredAnswer | None) -> None:
        super().__init__("This answer changed while you were typing. Choose which one to keep.")
        self.mine = mine
        self.current = current


class StaleDetailsError(AdvisorError):
    """A shared field was changed in the meantime; `current` is its row as it is now."""

    def __init__(self, current: object) -> None:
        super().__init__("These details changed while you were typing. Choose which ones to keep.")
        self.current = current


class BadAnswerError(AdvisorError):
    """What was sent cannot be an answer: the field it belongs to, and what to write instead."""

    def __init__(self, field: Literal["value", "reason", "note", "evidence"], message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


STARTED_OVER = (
    "This page belongs to answers that were started over, in another tab or after 30 days. "
    "Reload it to answer for the service you are at now; copy what you typed first."
)


class GoneError(AdvisorError):
    """The page answers an assessment that this browser has since started over."""


@dataclass(frozen=True, slots=True)
class Prompt:
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


def prompts(checklist: Checklist) -> dict[str, Prompt]:
    """Everything the checklist asks, statements first, by key."""
    names = tuple(checklist.level_names)
    by_key = {
        s.id: Prompt(s.id, s.text, s.help, s.ask, names, s.role not in GATING_ROLES) for s in checklist.statements
    }
    for d in checklist.scorecard.dimensions:
        key = SCORECARD + d.id
        by_key[key] = Prompt(key, d.text, d.help, d.ask, tuple(d.levels), d.role not in GATING_ROLES)
    return by_key


def checked(draft: Draft, question: Prompt) -> Draft:
    """The draft, or BadAnswerError: the reason is there where it must be, and only there; nothing is too long."""
    if draft.value == "na" and not question.may_not_apply:
        raise BadAnswerError("value", "This one always applies: a rule depends on it. Choose a level or “not sure”.")
    if len(draft.note) > NOTE_MAX:
        raise BadAnswerError(
            "note", f"The note has {len(draft.note):,} characters. Shorten it to {NOTE_MAX:,}, or link to the rest."
        )
    if draft.evidence:
        draft = replace(draft, evidence=_checked_evidence(draft.evidence))
    if draft.value != "na":
        return replace(draft, reason="") if draft.reason else draft
    if not draft.reason:
        raise BadAnswerError("reason", "Say why it does not apply, in a few words. Then it is saved.")
    if len(draft.reason) > REASON_MAX:
        raise BadAnswerError(
            "reason", f"The reason has {len(draft.reason):,} characters: shorten it to {REASON_MAX:,}."
        )
    return draft


def _checked_evidence(given: EvidenceDraft) -> EvidenceDraft:
    """The evidence, or BadAnswerError. An address without a kind is a link."""
    kind, url = given.kind or ("link" if given.url else ""), given.url
    if url and (len(url) > URL_MAX or not _URL.match(url)):
        raise BadAnswerError("evidence", "Write the full address of the evidence, beginning with https:// or http://.")
    if given.expires and not _is_day(given.expires):
        raise BadAnswerError("evidence", "Write the day the evidence stops counting, such as 2027-05-31.")
    if kind not in get_args(EvidenceKind):
        raise BadAnswerError("evidence", "Choose what kind of evidence it is: an opinion, a link or a measurement.")
    scheme, rest = url.split(":", 1) if url else ("", "")
    return EvidenceDraft(kind, f"{scheme.lower()}:{rest}" if url else "", given.expires)


def day_of(evidence: EvidenceDraft) -> date | None:
    """The day from which checked evidence no longer counts."""
    return date.fromisoformat(evidence.expires) if evidence.expires else None


def _is_day(text: str) -> bool:
    try:
        return bool(ISO_DATE.match(text) and date.fromisoformat(text))
    except ValueError:
        return False
