"""Being done, revealing a round, opening the next: writes, each in one transaction under the assessment's lock.

In: an assessment and who acts, let in before. Out: whether anything changed; asked twice, it is done once. Must not
know: HTTP, levels.
"""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from advisor.assessments.access import Opened, respondent_of
from advisor.assessments.answer_targets import AnswerTarget
from advisor.assessments.answered_checks import reveal_said
from advisor.assessments.audit import audit
from advisor.assessments.lock import lock
from advisor.assessments.models import (
    Assessment,
    CurrentAnswer,
    OwningTeam,
    Respondent,
    Round,
    RoundAnswer,
    Service,
    StatementAnswer,
    Submission,
)
from advisor.assessments.reads.people import People, crew_of
from advisor.assessments.reads.rounds import RoundState, rounds_of, state_of
from advisor.quotas.storage import note_growth
from advisor.sharing.access import VisitorKey
from advisor.sharing.models import Visitor
from advisor.sharing.services import known

MOST_ROUNDS = 9
Subject = Service | OwningTeam


@transaction.atomic
def submit_service(*, target: AnswerTarget, visitor: VisitorKey, shows: bool = False) -> bool:
    """Notes that the respondent is done with the service; a further answer takes it back. False: was noted before.

    If nobody else who is asked is missing, this reveals the round. Who alone is asked about it says with `shows` that
    everyone shall see it; of two people who can answer, that is, for who is alone in all has no rounds."""
    assessment = Assessment.objects.get(id=target.assessment_id)
    lock(assessment)  # of two who are done last at once, the second sees the first
    _, made = Submission.objects.get_or_create(respondent_id=target.respondent_id, service_id=target.service_id)
    if made:
        _note_submitted(assessment, target.respondent_id, [target.service_id], visitor)
    if shows:
        _reveal_ones_own(assessment, target)
    return made


@transaction.atomic
def submit_all(*, opened: Opened) -> int:
    """Notes that this person is done with every open service they are asked about; how many. Reveals what then waits
    for nobody, as one submission does, but nothing that they alone are asked about: that is shown on purpose."""
    mine, assessment = respondent_of(opened), opened.assessment
    if mine is None:
        return 0
    lock(assessment)
    crew, rounds = crew_of(assessment), rounds_of(assessment.id)
    left = [
        service
        for service, asked in crew.respondents.items()
        if mine.id in asked - crew.submitted[service] and state_of(rounds, service_id=service).open
    ]
    Submission.objects.bulk_create(Submission(respondent=mine, service_id=service) for service in left)
    if left:
        _note_submitted(assessment, mine.id, left, opened.visitor)
    return len(left)


def _note_submitted(assessment: Assessment, respondent: int, services: list[int], visitor: VisitorKey) -> None:
    """Says in the log who is done with what, and reveals what then waits for nobody."""
    who = known(visitor)
    for service in services:
        detail = {"service": service, "respondent": respondent}
        audit(scope_id=assessment.scope_id, visitor=who, action="service submitted", detail=detail)
    reveal_complete(assessment=assessment)


def shows_alone(crew: People, service_id: int, respondent_id: int) -> bool:
    """Whether being done shows what this person says about a service to everyone: nobody else is asked about it."""
    return len(crew.people) > 1 and crew.assigned(service_id) == {respondent_id}


def _reveal_ones_own(assessment: Assessment, target: AnswerTarget) -> None:
    crew, state = crew_of(assessment), state_of(rounds_of(assessment.id), service_id=target.service_id)
    if state.open and shows_alone(crew, target.service_id, target.respondent_id):
        service = Service.objects.get(id=target.service_id)
        if _reveal(assessment, service, state, {target.respondent_id}, by=None):
            _reveal_scorecards(assessment, crew, target.team_id, least=1)


@transaction.atomic
def reveal_complete(*, assessment: Assessment) -> int:
    """Reveals every open round for which everyone who is asked is done; how many. For whenever that may have changed:
    somebody is done, or is asked no more. What one person alone said is not revealed so: they do it, or an editor,
    and nobody by changing who is asked."""
    lock(assessment)
    crew, rounds = crew_of(assessment), rounds_of(assessment.id)
    count = 0
    for service in Service.objects.filter(assessment_id=assessment.id):
        state, done = state_of(rounds, service_id=service.id), crew.submitted[service.id]
        if state.open and crew.complete(service.id) and len(done) > 1:
            count += _reveal(assessment, service, state, done, by=None)
    if count:
        _reveal_scorecards(assessment, crew)
    return count


def reveal_what_waits_for_nobody() -> int:
    """Reveals the rounds that only somebody was missing in whose link has ended since: that a day is over does nothing
    by itself. For the daily sweep; how many."""
    somebody_done = Assessment.objects.filter(scope__closed_at=None, services__submissions__isnull=False)
    return sum(reveal_complete(assessment=one) for one in somebody_done.distinct())


@transaction.atomic
def close_round(*, assessment: Assessment, visitor: VisitorKey, subject: Subject, number: int) -> bool:
    """Reveals round `number` of a service with what those said who are done. False: it was revealed before, nobody is
    done, or only one person can answer at all, who shows it or does not. Of a scorecard, the answers of whoever is done
    with one of the team's services, also once more."""
    lock(assessment)
    crew, rounds = crew_of(assessment), rounds_of(assessment.id)
    by = known(visitor)
    if isinstance(subject, OwningTeam):
        state, raters = state_of(rounds, team_id=subject.id), _raters(subject, crew)
        if not may_close(crew, raters):
            return False
        wanted = state.number if state.open else state.number + 1
        return number == wanted and _reveal(assessment, subject, state, raters, by=by)
    state = state_of(rounds, service_id=subject.id)
    if not state.open or state.number != number or not may_close(crew, crew.assigned(subject.id)):
        return False
    done = _reveal(assessment, subject, state, crew.submitted[subject.id], by=by)
    if done:
        _reveal_scorecards(assessment, crew, subject.team_id, least=1)
    return done


def may_close(crew: People, assigned: Collection[int]) -> bool:
    """Whether an editor may reveal what these say: not the answers of the only person who can answer."""
    return not crew.only or not frozenset(assigned) <= {crew.only}


@transaction.atomic
def open_round(*, assessment: Assessment, visitor: VisitorKey, service: Service, number: int) -> bool:
    """Opens round `number` of a service whose last one was revealed: everyone answers alone again, beginning with what
    they said. False: it is open already, or has become another one."""
    lock(assessment)
    state = state_of(rounds_of(assessment.id), service_id=service.id)
    if state.open or state.number + 1 != number or number > MOST_ROUNDS:
        return False
    Round.objects.create(service=service, number=number, opened_at=timezone.now())
    Submission.objects.filter(service=service).delete()
    detail = {"service": service.slug, "number": number}
    audit(scope_id=assessment.scope_id, visitor=known(visitor), action="round opened", detail=detail)
    return True


def _raters(team: OwningTeam, crew: People) -> frozenset[int]:
    """Who is done with a service of the team, in this round or in one that was revealed since the team has it."""
    now: set[int] = set()
    for service in Service.objects.filter(team=team):
        now |= crew.submitted[service.id]
    rounds = Round.objects.filter(service__team=team, service__removed_at=None, shown_by=None)
    since = Q(service__team_since=None) | Q(revealed_at__gte=F("service__team_since"))
    before = Respondent.objects.filter(rounds__in=rounds.filter(since))
    return frozenset(now | set(before.values_list("id", flat=True)))


def _reveal_scorecards(assessment: Assessment, crew: People, team_id: int | None = None, *, least: int = 2) -> None:
    """A team's scorecard is revealed with the last of its services that anyone is asked about, where it was answered by
    so many at `least`."""
    rounds = rounds_of(assessment.id)
    teams = OwningTeam.objects.filter(assessment_id=assessment.id)
    for team in teams if team_id is None else teams.filter(id=team_id):
        asked = [one for one in Service.objects.filter(team=team) if crew.assigned(one.id)]
        states = [state_of(rounds, service_id=one.id) for one in asked]
        newest = max(
            (s.last_reveal.revealed_at for s in states if s.last_reveal and s.last_reveal.revealed_at),
            default=None,
        )
        state = state_of(rounds, team_id=team.id)
        seen = state.last_reveal.revealed_at if state.last_reveal else None
        if newest is None or any(one.open for one in states) or (seen is not None and seen >= newest):
            continue
        raters = _raters(team, crew)
        if len(raters) >= least:
            _reveal(assessment, team, state, raters, by=None)


def copied(answer: CurrentAnswer, row: Round) -> RoundAnswer:
    """What somebody says now as a round holds it."""
    names = [field.attname for field in StatementAnswer._meta.fields if not field.primary_key]
    return RoundAnswer(round=row, **{name: getattr(answer, name) for name in names})


def _reveal(
    assessment: Assessment, subject: Subject, state: RoundState, done: Collection[int], *, by: Visitor | None
) -> bool:
    """Keeps what those who are done say at this moment as the round's answers. False: nobody is done."""
    kind = "service" if isinstance(subject, Service) else "team"
    of_it: dict[str, Any] = {kind: subject}
    if isinstance(subject, Service):
        # a save that takes its writer's being done back either came before, or waits until the round is kept
        held = Submission.objects.select_for_update().filter(service=subject).values_list("respondent_id", flat=True)
        still = frozenset(held) & frozenset(done)
        if by is None and len(still) < len(done):
            return False
        done = still
    if not done:
        return False
    number = state.number if state.open else state.number + 1
    row, _ = Round.objects.get_or_create(number=number, **of_it)
    answers = CurrentAnswer.objects.filter(respondent_id__in=done, **of_it).order_by("id")
    copies = RoundAnswer.objects.bulk_create(copied(one, row) for one in answers)
    note_growth(scope_id=assessment.scope_id, amount=sum(len(one.note) + len(one.reason) for one in copies))
    row.respondents.set(done)
    Round.objects.filter(id=row.id).update(revealed_at=timezone.now(), closed_by=by)
    reveal_said(assessment_id=assessment.id, subjects=[(row.service_id, row.team_id)])
    detail = {kind: subject.slug, "number": number, "respondents": len(done)}
    audit(scope_id=assessment.scope_id, visitor=by, action="round revealed", detail=detail)
    return True
