"""Saving what was posted: one statement, or a page of them.

In: where one sits, what was posted. Out: the questions as they then stand; what could not be saved says why and keeps
what was typed. Must not know: templates.
"""

from collections.abc import Iterable, Mapping

from advisor.assessments.answer_targets import Place
from advisor.assessments.answers import (
    Asked,
    BadAnswerError,
    Draft,
    Kept,
    StaleAnswerError,
    Subject,
    checked,
)
from advisor.assessments.reads.answers import kept_answers
from advisor.assessments.services import record_answer
from advisor.pages.questionnaire.posted import Posted, posted
from advisor.pages.questionnaire.question import Question
from advisor.pages.questionnaire.routes import Desk


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
        submitted=place.submitted,
    )


def save_one(desk: Desk, place: Place, asked: Asked, post: Mapping[str, str]) -> Question:
    """Saves one statement and says how it then stands."""
    key, address = asked.key, desk.answer(asked.key)
    try:
        sent = posted(post, key)
    except BadAnswerError as error:
        return Question(asked, address, kept_answers(place).get(key), Draft("none"), error)
    if sent.pick == "theirs":
        return Question(asked, address, kept_answers(place).get(key))
    # only a note without a choice needs to know what was chosen before
    draft = sent.draft(None if sent.value else kept_answers(place).get(key))
    try:
        draft = checked(draft, asked)
        return Question(asked, address, _record(place, asked, sent, draft, whole_page=False))
    except BadAnswerError as error:
        return Question(asked, address, kept_answers(place).get(key), draft, error)
    except StaleAnswerError as stale:
        return Question(asked, address, stale.current, stale.mine)


def save_page(
    desk: Desk, place: Place, questions: Iterable[Asked], kept: Mapping[str, Kept], post: Mapping[str, str]
) -> list[Question]:
    """Saves what does not conflict and gives the rest back: those with `mine` still set were not saved."""
    return [
        _save_of_page(place, Question(asked, desk.answer(asked.key), kept.get(asked.key)), post) for asked in questions
    ]


def _save_of_page(place: Place, question: Question, post: Mapping[str, str]) -> Question:
    asked, address, kept = question.asked, question.address, question.kept
    if f"base-{asked.key}" not in post:
        return question
    try:
        sent = posted(post, asked.key)
    except BadAnswerError as error:
        return Question(asked, address, kept, Draft("none"), error)
    draft = sent.draft(kept)
    if sent.pick == "theirs" or draft == Draft("none") or (kept and kept.draft == draft):
        return question
    try:
        draft = checked(draft, asked)
        if kept and kept.draft == draft:
            return question
        if sent.shown_both and sent.pick != "mine":
            return Question(asked, address, kept, draft)
        return Question(asked, address, _record(place, asked, sent, draft, whole_page=not sent.shown_both))
    except BadAnswerError as error:
        return Question(asked, address, kept, draft, error)
    except StaleAnswerError as stale:
        return Question(asked, address, stale.current, stale.mine)


def says_something(questions: Iterable[Asked], post: Mapping[str, str]) -> bool:
    """Whether anything on the page is answered or noted: only then is an assessment begun."""
    names = ("answer", "note", "evidence", "link", "expires")
    return any(post.get(f"{name}-{asked.key}", "").strip() for asked in questions for name in names)
