"""Showing one's own answers: who alone can answer shows them to whoever may look, on purpose, and takes that back.

In: an opened assessment. Out: rows, audited. Must not know: HTTP. What is shown is kept as a round, as it is now; the
next round is open at once, so that what is said later is one's own again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from advisor.assessments.access import Opened, respondent_of
from advisor.assessments.actions.reveal import copied
from advisor.assessments.answered_checks import hide_said, reveal_said
from advisor.assessments.audit import audit
from advisor.assessments.lock import lock
from advisor.assessments.models import CurrentAnswer, OwningTeam, Respondent, Round, RoundAnswer, Service
from advisor.assessments.reads.answers import SubjectKey
from advisor.assessments.reads.people import People, crew_of
from advisor.assessments.reads.rounds import Rounds, rounds_of, state_of
from advisor.sharing.services import known


@dataclass(frozen=True, slots=True)
class Showing:
    """What others see of the answers of one person, who alone can answer."""

    name: str
    mine: bool
    """It is the person who asks."""
    since: datetime | None
    """As they were then; None: others see nothing."""
    later: int = 0
    """How many answers were given or changed since they were shown; told to this person alone."""
    over: bool = False
    """Others can answer by now: what is shown can only be taken back."""


def showing(crew: People, rounds: Rounds, mine: Respondent | None) -> Showing | None:
    """What others see of the answers of the only person who can answer; for whoever showed theirs, also when that is
    over. None: it goes by rounds. One read for whoever shows theirs, none for others."""
    revealed_at = {
        state.last_reveal.shown_by_id: state.last_reveal.revealed_at
        for state in rounds.values()
        if state.last_reveal and not state.together
    }
    if mine is None or (mine.id not in revealed_at and mine.id != crew.only):
        return Showing(crew.people[crew.only], False, revealed_at.get(crew.only)) if crew.only else None
    since = revealed_at.get(mine.id)
    later = CurrentAnswer.objects.filter(respondent=mine, made_at__gt=since).count() if since else 0
    return Showing(mine.name, True, since, later, over=mine.id != crew.only)


@transaction.atomic
def show_answers(*, opened: Opened) -> bool:
    """Shows what this person says now to everyone who may look, instead of what they showed before. False: they have
    said nothing, or others can answer too, so that it is revealed with theirs."""
    assessment = opened.assessment
    lock(assessment)
    mine, crew = respondent_of(opened), crew_of(assessment)
    if mine is None or mine.id != crew.only:
        return False
    _take_back(mine)
    rounds = rounds_of(assessment.id)
    answers: dict[SubjectKey, list[CurrentAnswer]] = {}
    for row in CurrentAnswer.objects.filter(respondent=mine).order_by("id"):
        answers.setdefault((row.service_id, row.team_id), []).append(row)
    of = {key: answers[key] for key in _ones_own(assessment.id, mine, crew, rounds) if key in answers}
    if not of:
        return False
    _show(of, rounds, mine)
    reveal_said(assessment_id=assessment.id, subjects=of)
    detail = {"respondent": mine.id}
    audit(scope_id=assessment.scope_id, visitor=known(opened.visitor), action="answers shown", detail=detail)
    return True


@transaction.atomic
def hide_answers(*, opened: Opened) -> bool:
    """Takes back what this person showed. False: there is nothing, or it was revealed with others' since."""
    lock(opened.assessment)
    mine = respondent_of(opened)
    if mine is None or not _take_back(mine):
        return False
    detail = {"respondent": mine.id}
    audit(scope_id=opened.assessment.scope_id, visitor=known(opened.visitor), action="answers hidden", detail=detail)
    return True


def _ones_own(assessment_id: int, mine: Respondent, crew: People, rounds: Rounds) -> Iterable[SubjectKey]:
    """The services and scorecards whose round is open and that nobody else has a part in."""
    others: set[int] = set()
    for service, team in Service.objects.filter(assessment_id=assessment_id).values_list("id", "team_id"):
        own = crew.assigned(service) <= {mine.id}
        if not own:
            others.add(team)
        if own and state_of(rounds, service_id=service).open:
            yield service, None
    for (team,) in OwningTeam.objects.filter(assessment_id=assessment_id).values_list("id"):
        if team not in others and not state_of(rounds, team_id=team).together:
            yield None, team


def _show(of: Mapping[SubjectKey, list[CurrentAnswer]], rounds: Rounds, mine: Respondent) -> None:
    """Keeps these answers as the round that is open, and opens the next."""
    now = timezone.now()
    rows: list[Round] = []
    further: list[Round] = []
    for service, team in of:
        columns: dict[str, Any] = {"service_id": service} if service else {"team_id": team}
        number = state_of(rounds, service_id=service, team_id=team).number
        rows.append(Round.objects.get_or_create(number=number, **columns)[0])
        further.append(Round(number=number + 1, opened_at=now, **columns))
    RoundAnswer.objects.bulk_create(copied(one, row) for row in rows for one in of[row.service_id, row.team_id])
    through = Round.respondents.through
    through._default_manager.bulk_create(through(round_id=row.id, respondent_id=mine.id) for row in rows)
    Round.objects.filter(id__in=[row.id for row in rows]).update(revealed_at=now, shown_by=mine)
    Round.objects.bulk_create(further)


def _take_back(mine: Respondent) -> bool:
    """What this person showed is their own again, and its round open; what was revealed with others' since stays."""
    rounds = {
        key: state.last_reveal
        for key, state in rounds_of(mine.assessment_id).items()
        if state.open and state.last_reveal and state.last_reveal.shown_by_id == mine.id
    }
    ids = [row.id for row in rounds.values()]
    if not ids:
        return False
    RoundAnswer.objects.filter(round_id__in=ids).delete()
    Round.respondents.through._default_manager.filter(round_id__in=ids).delete()
    for row in rounds.values():
        columns: dict[str, Any] = {"service_id": row.service_id} if row.service_id else {"team_id": row.team_id}
        Round.objects.filter(number=row.number + 1, **columns).delete()
    Round.objects.filter(id__in=ids).update(revealed_at=None, shown_by=None)
    hide_said(respondent=mine, subjects=rounds)
    return True
