"""What people said, kept for as long as they say nothing more: a platform holds thousands of answers.

In: ids of respondents, or an assessment's revealed rounds; whoever asks was let in before. Out: answers by respondent
and subject, the same objects as before where nothing changed: nobody may change them. Must not know: who sees them.

Answers are only ever added, and one said anew counts its `seq` up: how many there are, the newest of them, the sum of
their numbers and the latest time tell one state from every other. What is read a moment after its state may be newer
than that; it is then kept for a state that nobody finds again.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.db.models import Count, Max, Sum

from advisor.assessments.lru import LruCache
from advisor.assessments.models import CurrentAnswer, RoundAnswer
from advisor.assessments.prepared_sql import ASSESSMENT, Compiled, Raw, compiled, fetched
from advisor.assessments.reads.answers import AnswersByRespondent, SubjectKey, answers_in
from advisor.engine.cache import MEGABYTE

_people: LruCache[AnswersByRespondent] = LruCache(16 * MEGABYTE)
_rounds: LruCache[AnswersByRespondent] = LruCache(16 * MEGABYTE)
BARE = 300
"""Bytes of an answer without its texts."""
_STATE: dict[str, Any] = {"many": Count("id"), "newest": Max("id"), "told": Sum("seq"), "latest": Max("made_at")}


@lru_cache(maxsize=16)
def _states_of_people(many: int) -> Compiled:
    people = [-one for one in range(1, many + 1)]
    rows = CurrentAnswer.objects.filter(respondent_id__in=people)
    return compiled(rows.values_list("respondent_id").annotate(**_STATE).order_by("respondent_id"))


@lru_cache(maxsize=1)
def _states_of_rounds() -> Compiled:
    rows = RoundAnswer.objects.filter(respondent__assessment_id=ASSESSMENT)
    return compiled(rows.values_list("round_id").annotate(**_STATE).order_by("round_id"))


def answers_by(respondents: Collection[int]) -> AnswersByRespondent:
    """What these say now, in one read; in two where one of them said something since."""
    if not respondents:
        return {}
    states = fetched(_states_of_people(len(respondents)), {-at: who for at, who in enumerate(respondents, start=1)})

    def read(new: list[int]) -> dict[int, AnswersByRespondent]:
        answers = answers_in(CurrentAnswer.objects.filter(respondent_id__in=new))
        return {who: {who: answers[who]} if who in answers else {} for who in new}

    return _together(_by_state(_people, states, read))


def answers_at(assessment_id: int, rounds: Mapping[SubjectKey, int]) -> AnswersByRespondent:
    """What was said in these revealed rounds, one of each subject, in one read; in two where one of them is new."""
    if not rounds:
        return {}
    subjects = {round_id: key for key, round_id in rounds.items()}
    states = tuple(state for state in fetched(_states_of_rounds(), {ASSESSMENT: assessment_id}) if state[0] in subjects)

    def read(new: list[int]) -> dict[int, AnswersByRespondent]:
        answers = answers_in(RoundAnswer.objects.filter(round_id__in=new))
        keys = {round_id: subjects[round_id] for round_id in new}
        return {one: {who: {key: of[key]} for who, of in answers.items() if key in of} for one, key in keys.items()}

    return _together(_by_state(_rounds, states, read))


def _by_state(
    cache: LruCache[AnswersByRespondent], states: Raw, read: Callable[[list[int]], dict[int, AnswersByRespondent]]
) -> Iterable[AnswersByRespondent]:
    """What belongs to each state; what is not kept yet is read at once."""
    by_state = {state: cache.get(state) for state in states}
    new = (
        read([state[0] for state, answers in by_state.items() if answers is None]) if None in by_state.values() else {}
    )
    for state in states:
        if by_state[state] is None:
            by_state[state] = new[state[0]]
            cache.put(state, new[state[0]], _size(new[state[0]]))
    return [answers for answers in by_state.values() if answers]


def _size(by_respondent: AnswersByRespondent) -> int:
    answers = [answer for of in by_respondent.values() for own in of.values() for answer in own.values()]
    return sum(BARE + 2 * (len(answer.note) + len(answer.na or "")) for answer in answers)


def _together(parts: Iterable[AnswersByRespondent]) -> AnswersByRespondent:
    together: AnswersByRespondent = {}
    for part in parts:
        for who, answers in part.items():
            together.setdefault(who, {}).update(answers)
    return together
