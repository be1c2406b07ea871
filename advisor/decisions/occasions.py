"""What there is to tell somebody about an assessment: what waits for them now, and what others did.

In: an assessment opened as that person. Out: occasions, the most pressing first. Must not know: HTTP, mail. None of
them says what anybody answered, wrote or decided, or names anybody: they lead to the page that shows it.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import Q

from advisor.assessments.access import Opened, respondent_of
from advisor.assessments.deciders import deciders_of, own_deciders
from advisor.assessments.models import Comment, Service, Submission
from advisor.assessments.reads.people import waiting_for
from advisor.assessments.reads.rounds import RoundState, rounds_of, state_of
from advisor.decisions.positions import words_of
from advisor.decisions.proposals import DecisionDraft, draft_of, due_decisions
from advisor.record.numbers import plural
from advisor.sharing.access import person_id

Kind = Literal["asked", "revealed", "named", "proposed", "commented", "review"]
KINDS: dict[Kind, str] = {
    "asked": "I am asked to answer",
    "revealed": "Answers are revealed",
    "named": "I am named as a decider",
    "proposed": "A decision is proposed",
    "commented": "Somebody comments",
    "review": "A decision is due for review",
}
"""With the words in which somebody asks for them."""
Marks = Mapping[str, int | str]


@dataclass(frozen=True, slots=True)
class Occasion:
    """One thing to tell of."""

    kind: Kind
    words: str
    """A sentence, without what it is about at its beginning."""
    page: str
    """Where it leads, below the address of the assessment."""
    marks: Marks
    """By what it is known not to have been told before: numbers only grow."""

    def is_new(self, known: Marks) -> bool:
        """
        >>> one = Occasion("asked", "", "", {"asked.7": 2, "asked.8": 1})
        >>> one.is_new({"asked.7": 2, "asked.8": 1}), one.is_new({"asked.7": 1, "asked.8": 1}), one.is_new({})
        (False, True, True)
        """
        return any(_is_news(mark, known.get(name)) for name, mark in self.marks.items())


def _is_news(mark: int | str, known: int | str | None) -> bool:
    both = isinstance(mark, int) and isinstance(known, int)
    return mark > known if both else mark != known  # type: ignore[operator]  # both are numbers there


def marks_of(occasions: Iterable[Occasion]) -> dict[str, int | str]:
    """What somebody knows who was told all of it."""
    return {name: mark for one in occasions for name, mark in one.marks.items()}


def occasions_of(opened: Opened, as_of: date) -> list[Occasion]:
    """Everything there is to tell whoever opened it, the most pressing first; what they have done is not among it."""
    draft, rounds = draft_of(opened.assessment), rounds_of(opened.assessment.id)
    rows = Service.objects.filter(assessment_id=opened.assessment.id).order_by("position", "id")
    states = [(row, state_of(rounds, service_id=row.id)) for row in rows]
    occasions = (
        *_to_decide(opened, draft),
        *_review(opened, draft, as_of),
        _asked(opened, dict(states)),
        _named(opened, draft),
        _revealed(opened, states),
        _commented(opened, [state.last_reveal.id for state in rounds.values() if state.last_reveal]),
    )
    return [one for one in occasions if one is not None]


def _to_decide(opened: Opened, draft: DecisionDraft) -> Iterable[Occasion]:
    """What is proposed: to a decider, until they have said their word; to everybody else, but who proposed it."""
    if not draft.proposed:
        return
    own = [one for one in words_of(opened, draft) if one.own]
    mine = respondent_of(opened)
    if any(one.position is None for one in own):
        yield Occasion("proposed", "a decision needs your answer.", "decide/", {"decide": draft.revision})
    elif not own and not (mine is not None and draft.proposed_by_id == mine.id):
        yield Occasion("proposed", "a decision is proposed.", "decide/", {"proposed": draft.revision})


def _review(opened: Opened, draft: DecisionDraft, as_of: date) -> Iterable[Occasion]:
    if draft.row_id is None:
        return
    for due in due_decisions(opened.visitor, as_of, opened.assessment):
        mark = hashlib.sha256("\n".join(due.sentences).encode()).hexdigest()[:16]
        yield Occasion("review", "the decision is due for review.", "decide/", {"review": mark})


def _asked(opened: Opened, states: Mapping[Service, RoundState]) -> Occasion | None:
    waiting = waiting_for(opened.visitor, [opened.assessment.id]).get(opened.assessment.id, [])
    if not waiting:
        return None
    words = f"{plural(len(waiting), 'service')} {'waits' if len(waiting) == 1 else 'wait'} for your answers."
    marks = {f"asked.{one.id}": states[one].number for one in waiting if one in states}
    return Occasion("asked", words, f"services/{waiting[0].slug}/", marks)


def _named(opened: Opened, draft: DecisionDraft) -> Occasion | None:
    own = own_deciders(opened, deciders_of(opened.assessment)) if not draft.signed else []
    marks = {f"named.{one.id}": 1 for one in own}
    return Occasion("named", "you are named as a decider.", "decide/", marks) if own else None


def _revealed(opened: Opened, states: Sequence[tuple[Service, RoundState]]) -> Occasion | None:
    """What was revealed and is not asked about again; not by this person's own act, of which they know."""
    me, mine = person_id(opened.visitor), respondent_of(opened)
    done = Submission.objects.filter(service__assessment_id=opened.assessment.id).order_by("submitted_at", "id")
    last = dict(done.values_list("service_id", "respondent_id"))
    own = {row.id for row, state in states if mine and state.last_reveal and not state.last_reveal.closed_by_id}
    own = {id_ for id_ in own if mine and last.get(id_) == mine.id}
    marks = {
        f"revealed.{row.id}": state.number
        for row, state in states
        if not state.open
        and state.last_reveal
        and state.together
        and state.last_reveal.closed_by_id != me
        and row.id not in own
    }
    return Occasion("revealed", "answers are revealed.", "compare/", marks) if marks else None


def _commented(opened: Opened, round_ids: list[int]) -> Occasion | None:
    mine, me = respondent_of(opened), person_id(opened.visitor)
    by_me = Q(visitor_id=me) | (Q(respondent_id=mine.id) if mine else Q(pk=None))
    last = Comment.objects.filter(round_id__in=round_ids).exclude(by_me).select_related("round__service")
    one = last.order_by("-id").first()
    if one is None:
        return None
    service = one.round.service
    page = f"compare/services/{service.slug}/" if service else "compare/"
    return Occasion("commented", "there are new comments.", page, {"commented": one.id})
