"""Saving what was posted: one statement, or a page of them.

In: a place, what was posted. Out: the questions as they then stand; what could not be saved says why and keeps what was
typed. Must not know: templates.
"""

from collections.abc import Iterable, Mapping

from advisor.assessments.answering import (
    Asked,
    BadAnswerError,
    Draft,
    GoneError,
    Kept,
    StaleAnswerError,
    Subject,
    checked,
)
from advisor.assessments.checklists import newest
from advisor.assessments.selectors import Place, kept_answers, quick_place
from advisor.assessments.services import begin_quick, record_answer
from advisor.pages.quick.posted import Posted, posted
from advisor.pages.quick.question import Question
from advisor.sharing.access import VisitorKey

STARTED_OVER = (
    "This page belongs to answers that were started over, in another tab or after 30 days. "
    "Reload it to answer for the service you are at now; copy what you typed first."
)


def place_for(visitor: VisitorKey, post: Mapping[str, str]) -> Place | None:
    """Where this save belongs, if anything was begun. GoneError: the page was made for answers no longer there."""
    place = quick_place(visitor)
    meant = post.get("assessment", "")
    if meant and (place is None or place.public_id != meant):
        raise GoneError(STARTED_OVER)
    return place


def begin(visitor: VisitorKey) -> Place:
    return begin_quick(visitor=visitor, checklist=newest())


def subject_of(place: Place, question: Asked) -> Subject:
    if question.of_team:
        return Subject("team", place.team_id, question.statement)
    return Subject("service", place.service_id, question.statement)


def _record(place: Place, question: Asked, sent: Posted, draft: Draft, *, whole_page: bool) -> Kept:
    return record_answer(
        respondent_id=place.respondent_id,
        subject=subject_of(place, question),
        draft=draft,
        base=sent.base,
        request_id=sent.request_id,
        tried=sent.tried,
        whole_page=whole_page,
    )


def save_one(place: Place, question: Asked, post: Mapping[str, str]) -> Question:
    """Saves one statement and says how it then stands."""
    try:
        sent = posted(post, question.key)
    except BadAnswerError as error:
        return Question(question, kept_answers(place).get(question.key), Draft("none"), error)
    if sent.pick == "theirs":
        return Question(question, kept_answers(place).get(question.key))
    # only a note without a choice needs to know what was chosen before
    draft = sent.draft(None if sent.value else kept_answers(place).get(question.key))
    try:
        draft = checked(draft, question)
        return Question(question, _record(place, question, sent, draft, whole_page=False))
    except BadAnswerError as error:
        return Question(question, kept_answers(place).get(question.key), draft, error)
    except StaleAnswerError as stale:
        return Question(question, stale.current, stale.mine)


def save_page(
    place: Place, questions: Iterable[Asked], kept: Mapping[str, Kept], post: Mapping[str, str]
) -> list[Question]:
    """Saves what does not conflict and gives the rest back: those with `mine` still set were not saved."""
    return [_save_of_page(place, question, kept.get(question.key), post) for question in questions]


def _save_of_page(place: Place, question: Asked, kept: Kept | None, post: Mapping[str, str]) -> Question:
    if f"base-{question.key}" not in post:
        return Question(question, kept)
    try:
        sent = posted(post, question.key)
    except BadAnswerError as error:
        return Question(question, kept, Draft("none"), error)
    draft = sent.draft(kept)
    if sent.pick == "theirs" or draft == Draft("none") or (kept and kept.draft == draft):
        return Question(question, kept)
    try:
        draft = checked(draft, question)
        if kept and kept.draft == draft:
            return Question(question, kept)
        if sent.shown_both and sent.pick != "mine":
            return Question(question, kept, draft)
        return Question(question, _record(place, question, sent, draft, whole_page=not sent.shown_both))
    except BadAnswerError as error:
        return Question(question, kept, draft, error)
    except StaleAnswerError as stale:
        return Question(question, stale.current, stale.mine)


def says_something(questions: Iterable[Asked], post: Mapping[str, str]) -> bool:
    """Whether anything on the page is answered or noted: only then is an assessment begun."""
    return any(post.get(f"answer-{q.key}") or post.get(f"note-{q.key}", "").strip() for q in questions)
