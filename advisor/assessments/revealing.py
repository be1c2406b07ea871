"""Being done, revealing a round, opening the next: writes, each in one transaction under the assessment's lock.

In: an assessment and who acts, let in before. Out: whether anything changed; asked twice, it is done once. Must not
know: HTTP, levels.
"""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone

from advisor.assessments.making import lock
from advisor.assessments.models import (
    Assessment,
    CurrentAnswer,
    OwningTeam,
    Respondent,
    Round,
    RoundAnswer,
    Said,
    Service,
    Submission,
)
from advisor.assessments.people import Crew, crew_of
from advisor.assessments.places import Place
from advisor.assessments.rounds import State, rounds_of, state_of
from advisor.assessments.services import audit
from advisor.sharing.access import VisitorKey, holds
from advisor.sharing.models import Visitor
from advisor.sharing.services import known

MOST_ROUNDS = 9
Subject = Service | OwningTeam


@transaction.atomic
def submit_service(*, place: Place, visitor: VisitorKey) -> bool:
    """Notes that the respondent is done with the service; a further answer takes it back. False: was noted before.

    If nobody else who is asked is missing, this reveals the round."""
    assessment = Assessment.objects.get(id=place.assessment_id)
    lock(assessment)  # of two who are done last at once, the second sees the first
    _, made = Submission.objects.get_or_create(respondent_id=place.respondent_id, service_id=place.service_id)
    if made:
        detail = {"service": place.service_id, "respondent": place.respondent_id}
        audit(scope_id=place.scope_id, visitor=known(visitor), action="service submitted", detail=detail)
        reveal_complete(assessment=assessment)
    return made


@transaction.atomic
def reveal_complete(*, assessment: Assessment) -> int:
    """Reveals every open round for which everyone who is asked is done; how many. For whenever that may have changed:
    somebody is done, or is asked no more. Who is alone has nobody to reveal anything to, and goes on alone."""
    lock(assessment)
    crew, rounds, alone = crew_of(assessment), rounds_of(assessment.id), _alone(assessment)
    count = 0
    for service in Service.objects.filter(assessment_id=assessment.id):
        state = state_of(rounds, service_id=service.id)
        single = alone and len(crew.assigned(service.id)) == 1
        if state.open and crew.complete(service.id) and not single:
            count += _reveal(assessment, service, state, crew.submitted[service.id], by=None)
    if count:
        _reveal_scorecards(assessment, crew)
    return count


def reveal_what_waits_for_nobody() -> int:
    """Reveals the rounds that only somebody was missing in whose link has ended since: that a day is over does nothing
    by itself. For the daily sweep; how many."""
    somebody_done = Assessment.objects.filter(scope__closed_at=None, services__submissions__isnull=False)
    return sum(reveal_complete(assessment=one) for one in somebody_done.distinct())


def _alone(assessment: Assessment) -> bool:
    """Whether fewer than two people can answer at all."""
    rows = Respondent.objects.filter(holds("respond", scope="assessment__scope"), assessment_id=assessment.id)
    return rows.count() < 2


@transaction.atomic
def close_round(*, assessment: Assessment, visitor: VisitorKey, subject: Subject, number: int) -> bool:
    """Reveals round `number` of a service with what those said who are done. False: it was revealed before, or nobody
    is done. Of a scorecard, the answers of whoever is done with one of the team's services, also once more."""
    lock(assessment)
    crew, rounds = crew_of(assessment), rounds_of(assessment.id)
    by = known(visitor)
    if isinstance(subject, OwningTeam):
        state = state_of(rounds, team_id=subject.id)
        wanted = state.number if state.open else state.number + 1
        return number == wanted and _reveal(assessment, subject, state, _raters(subject, crew), by=by)
    state = state_of(rounds, service_id=subject.id)
    if not state.open or state.number != number:
        return False
    done = _reveal(assessment, subject, state, crew.submitted[subject.id], by=by)
    if done:
        _reveal_scorecards(assessment, crew, subject.team_id)
    return done


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


def _raters(team: OwningTeam, crew: Crew) -> frozenset[int]:
    """Who is done with a service of the team, in this round or in one that was revealed."""
    now: set[int] = set()
    for service in Service.objects.filter(team=team):
        now |= crew.submitted[service.id]
    before = Respondent.objects.filter(rounds__service__team=team, rounds__service__removed_at=None)
    return frozenset(now | set(before.values_list("id", flat=True)))


def _reveal_scorecards(assessment: Assessment, crew: Crew, team_id: int | None = None) -> None:
    """A team's scorecard is revealed with the last of its services that anyone is asked about."""
    rounds = rounds_of(assessment.id)
    teams = OwningTeam.objects.filter(assessment_id=assessment.id)
    for team in teams if team_id is None else teams.filter(id=team_id):
        asked = [one for one in Service.objects.filter(team=team) if crew.assigned(one.id)]
        states = [state_of(rounds, service_id=one.id) for one in asked]
        newest = max((s.shown.revealed_at for s in states if s.shown and s.shown.revealed_at), default=None)
        state = state_of(rounds, team_id=team.id)
        seen = state.shown.revealed_at if state.shown else None
        if newest is None or any(one.open for one in states) or (seen is not None and seen >= newest):
            continue
        _reveal(assessment, team, state, _raters(team, crew), by=None)


def _reveal(
    assessment: Assessment, subject: Subject, state: State, done: Collection[int], *, by: Visitor | None
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
    said = CurrentAnswer.objects.filter(respondent_id__in=done, **of_it).order_by("id")
    names = [field.attname for field in Said._meta.fields if not field.primary_key]
    copies = [{name: getattr(one, name) for name in names} for one in said]
    RoundAnswer.objects.bulk_create(RoundAnswer(round=row, **values) for values in copies)
    row.respondents.set(done)
    Round.objects.filter(id=row.id).update(revealed_at=timezone.now(), closed_by=by)
    detail = {kind: subject.slug, "number": number, "respondents": len(done)}
    audit(scope_id=assessment.scope_id, visitor=by, action="round revealed", detail=detail)
    return True
