"""Saving what a form says of statements: reading it, storing it, and the reply.

In: where somebody answers, the fields a browser sent. Out: the questions as they then stand; what could not be stored
says why and keeps what was written. Must not know: requests. Odd input raises nothing but `BadAnswerError`, whose
message stands at the field. The reply is a template rendered once for each statement, with marks where the values go:
rendering it anew costs more than storing the answer does.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from uuid import uuid4

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from advisor.assessments.actions.answer import record_answer
from advisor.assessments.answer_targets import AnswerTarget
from advisor.assessments.answers import (
    BASE_MAX,
    BadAnswerError,
    Draft,
    EvidenceDraft,
    Prompt,
    StaleAnswerError,
    StoredAnswer,
    Subject,
    checked,
)
from advisor.assessments.questionnaire.question import Question
from advisor.assessments.questionnaire.routes import Routes
from advisor.assessments.reads.answers import own_answers
from advisor.checklist.text import tidied
from advisor.pages.templatetags.instants import clock, instant

CHOICES = frozenset({"0", "1", "2", "3", "4", "unsure", "na"})
ID = re.compile(r"[A-Za-z0-9-]{8,64}")
MOST_TRIED = 20


@dataclass(frozen=True, slots=True)
class AnswerFields:
    value: str
    """Empty where nothing is chosen."""
    reason: str
    note: str
    evidence: EvidenceDraft
    base: int
    request_id: str
    tried: frozenset[str]
    pick: str
    """`mine` or `theirs`, where both values of a stale save were shown and one was picked."""
    shown_both: bool

    def draft(self, stored: StoredAnswer | None) -> Draft:
        """What is said. Where nothing is chosen, what was chosen before stays, and the note may be new."""
        if self.value:
            return Draft(self.value, self.reason, self.note, self.evidence)
        if stored:
            return Draft(stored.draft.value, stored.draft.reason, self.note, self.evidence)
        return Draft("none", "", self.note, self.evidence)


def number(text: str, *, most: int = BASE_MAX) -> int | None:
    """A whole number from 0 to `most` in plain digits, else None."""
    if not re.fullmatch(r"[0-9]{1,10}", text, re.ASCII):
        return None
    value = int(text)
    return value if value <= most else None


def _line(text: str) -> str:
    return " ".join(tidied(text).split())


def answer_fields(post: Mapping[str, str], key: str) -> AnswerFields:
    """The fields of one statement. BadAnswerError: the choice is none of those offered."""
    value = post.get(f"answer-{key}", "")
    if value and value not in CHOICES:
        raise BadAnswerError("value", "Choose one of the answers shown.")
    request_id = post.get(f"request-{key}", "")
    tried = [one for one in post.get(f"tried-{key}", "")[:2000].split() if ID.fullmatch(one)]
    return AnswerFields(
        value=value,
        reason=_line(post.get(f"reason-{key}", "")),
        note=tidied(post.get(f"note-{key}", "")).strip(),
        evidence=EvidenceDraft(
            kind=post.get(f"evidence-{key}", ""),
            url=_line(post.get(f"link-{key}", "")),
            expires=_line(post.get(f"expires-{key}", "")),
        ),
        base=number(post.get(f"base-{key}", "")) or 0,
        request_id=request_id if ID.fullmatch(request_id) else uuid4().hex,
        tried=frozenset(tried[:MOST_TRIED]),
        pick=post.get(f"pick-{key}", ""),
        shown_both=f"conflict-{key}" in post,
    )


def subject_of(target: AnswerTarget, question: Prompt) -> Subject:
    if question.of_team:
        return Subject("team", target.team_id, question.statement)
    return Subject("service", target.service_id, question.statement)


def _record(
    target: AnswerTarget, question: Prompt, sent: AnswerFields, draft: Draft, *, whole_page: bool
) -> StoredAnswer:
    return record_answer(
        respondent_id=target.respondent_id,
        subject=subject_of(target, question),
        draft=draft,
        base=sent.base,
        request_id=sent.request_id,
        tried=sent.tried,
        whole_page=whole_page,
        submitted=target.submitted,
    )


def save_one(routes: Routes, target: AnswerTarget, prompt: Prompt, post: Mapping[str, str]) -> Question:
    """Saves one statement and says how it then stands."""
    key, address = prompt.key, routes.answer(prompt.key)
    try:
        sent = answer_fields(post, key)
    except BadAnswerError as error:
        return Question(prompt, address, own_answers(target).get(key), Draft("none"), error)
    if sent.pick == "theirs":
        return Question(prompt, address, own_answers(target).get(key))
    # only a note without a choice needs to know what was chosen before
    draft = sent.draft(None if sent.value else own_answers(target).get(key))
    try:
        draft = checked(draft, prompt)
        return Question(prompt, address, _record(target, prompt, sent, draft, whole_page=False))
    except BadAnswerError as error:
        return Question(prompt, address, own_answers(target).get(key), draft, error)
    except StaleAnswerError as stale:
        return Question(prompt, address, stale.current, stale.mine)


def save_page(
    routes: Routes,
    target: AnswerTarget,
    questions: Iterable[Prompt],
    stored: Mapping[str, StoredAnswer],
    post: Mapping[str, str],
) -> list[Question]:
    """Saves what does not conflict and gives the rest back: those with `mine` still set were not saved."""
    return [
        _save_of_page(target, Question(prompt, routes.answer(prompt.key), stored.get(prompt.key)), post)
        for prompt in questions
    ]


def _save_of_page(target: AnswerTarget, question: Question, post: Mapping[str, str]) -> Question:
    prompt, address, stored = question.prompt, question.address, question.stored_answer
    if f"base-{prompt.key}" not in post:
        return question
    try:
        sent = answer_fields(post, prompt.key)
    except BadAnswerError as error:
        return Question(prompt, address, stored, Draft("none"), error)
    draft = sent.draft(stored)
    if sent.pick == "theirs" or draft == Draft("none") or (stored and stored.draft == draft):
        return question
    try:
        draft = checked(draft, prompt)
        if stored and stored.draft == draft:
            return question
        if sent.shown_both and sent.pick != "mine":
            return Question(prompt, address, stored, draft)
        return Question(prompt, address, _record(target, prompt, sent, draft, whole_page=not sent.shown_both))
    except BadAnswerError as error:
        return Question(prompt, address, stored, draft, error)
    except StaleAnswerError as stale:
        return Question(prompt, address, stale.current, stale.mine)


def says_something(questions: Iterable[Prompt], post: Mapping[str, str]) -> bool:
    """Whether anything on the page is answered or noted: only then is an assessment begun."""
    names = ("answer", "note", "evidence", "link", "expires")
    return any(post.get(f"{name}-{prompt.key}", "").strip() for prompt in questions for name in names)


TEMPLATE = "questionnaire/_state.html"
_BASE, _REQUEST = "mark-of-the-base", "mark-of-the-request"
_AT = datetime(1000, 2, 3, 4, 5, 6, 7, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Marks:
    """A saved question to the template, with marks for what differs from save to save."""

    key: str
    base: str = _BASE
    request_id: str = _REQUEST
    saved_at: datetime = _AT
    error: None = None
    stale: bool = False


@lru_cache(maxsize=512)
def _pattern(key: str, zone: str) -> str:
    return render_to_string(TEMPLATE, {"question": _Marks(key)})


def _clock(moment: datetime) -> str:
    """As the template tells it: where the server is, with the name of its time."""
    return clock(timezone.localtime(moment))


def saved_state(question: Question, saved_at: datetime) -> str:
    """The lines below a statement that was saved just now."""
    return (
        _pattern(question.key, settings.TIME_ZONE)
        .replace(_BASE, str(question.base))
        .replace(_REQUEST, question.request_id)
        .replace(instant(_AT), instant(saved_at))
        .replace(_clock(_AT), _clock(saved_at))
    )
