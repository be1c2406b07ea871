"""What `/a/<id>/compare/` shows: the round of each service and scorecard, and where people differ.

In: an opened assessment. Out: values for a template. Must not know: HTTP, how a verdict is made. The reads are the same
in number for one service and for two hundred.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from advisor.assessments.access import Opened
from advisor.assessments.checklists import at_digest
from advisor.assessments.models import OwningTeam, Service
from advisor.assessments.progress import RoundProgress, round_of
from advisor.assessments.reads.people import People, crew_of
from advisor.assessments.reads.rounds import Rounds, rounds_of, state_of
from advisor.assessments.reads.visibility import answers_seen
from advisor.checklist.model import Checklist
from advisor.decisions.listing import MOST_LOOKED_INTO
from advisor.decisions.record_cache import changing_in, glances
from advisor.decisions.tasks import deadline
from advisor.engine.recommendation import ServiceRecommendation
from advisor.record.formats.differences import contested, differing, minority
from advisor.record.model.vocabulary import Vocabulary
from advisor.record.numbers import plural


@dataclass(frozen=True, slots=True)
class ServiceDifferences:
    slug: str
    name: str
    team: str
    round: RoundProgress
    readable: bool
    """A round of it was revealed."""
    side: str
    verdict: str
    differ: str
    """On how many statements people differ, and what that changes."""
    contested: int
    minority: str


@dataclass(frozen=True, slots=True)
class ScorecardDifferences:
    slug: str
    name: str
    round: RoundProgress
    revealed: bool


@dataclass(frozen=True, slots=True)
class Overview:
    services: list[ServiceDifferences]
    teams: list[ScorecardDifferences]
    people: int
    """How many are asked about anything, or answered in a round that was revealed."""

    @property
    def revealed(self) -> int:
        return sum(line.readable for line in self.services)

    @property
    def ready(self) -> list[ServiceDifferences]:
        """What can be revealed now, though not everyone may be done."""
        return [line for line in self.services if line.round.closable]

    @property
    def differ(self) -> bool:
        return any(line.differ for line in self.services)


def overview(opened: Opened) -> Overview:
    """Everything the page shows, as whoever opened it may see it."""
    assessment = opened.assessment
    services = list(
        Service.objects.filter(assessment_id=assessment.id).select_related("team").order_by("position", "id")
    )
    teams = list(OwningTeam.objects.filter(assessment_id=assessment.id).order_by("position", "id"))
    crew, rounds = crew_of(assessment, [one.id for one in services]), rounds_of(assessment.id)
    file = answers_seen(opened)
    checklist = at_digest(assessment.checklist.digest)
    until = deadline()
    results = glances(checklist, file, until) if file else {}
    revealed = [row for row in services if not state_of(rounds, service_id=row.id).open]
    looked = [row.name for row in revealed if row.name in results] if len(revealed) <= MOST_LOOKED_INTO else []
    changes = changing_in(checklist, file, looked, until) if file else {}
    lines = []
    for row in services:
        state = state_of(rounds, service_id=row.id)
        result = results.get(row.name) if not state.open else None
        at, changed = round_of(state, crew, row.id), _changed(changes.get(row.name), waits=row.name in looked)
        lines.append(_service(checklist, row, at, state.last_reveal is not None, result, changed))
    asked = {who for row in services for who in crew.assigned(row.id)}
    voices = max((state_of(rounds, service_id=row.id).voices for row in services), default=0)
    return Overview(lines, _teams(teams, services, crew, rounds), max(len(asked), voices))


def _changed(some: int | None, *, waits: bool) -> str:
    """What so many of the differences change, in words; empty where nobody looks into that."""
    if some is None:
        return "; their effect is still being computed: reload the page" if waits else ""
    return f", {some or 'none'} of which {'changes' if some < 2 else 'change'} the outcome"


def _service(
    checklist: Checklist,
    row: Service,
    at: RoundProgress,
    readable: bool,
    result: ServiceRecommendation | None,
    changed: str,
) -> ServiceDifferences:
    words = Vocabulary(checklist)
    differ = ""
    if result is not None and (count := differing(result)):
        differ = f"{plural(count, 'statement')}{changed}"
    early = result is not None and "insufficient" in result.flags
    return ServiceDifferences(
        slug=row.slug,
        name=row.name,
        team=row.team.name,
        round=at,
        readable=readable,
        side=result.verdict if result else "",
        verdict="Too early to say" if early else words.verdict(result.verdict) if result else "",
        differ=differ,
        contested=contested(result) if result else 0,
        minority=minority(result, words) if result else "",
    )


def _teams(
    teams: Sequence[OwningTeam], services: Sequence[Service], crew: People, rounds: Rounds
) -> list[ScorecardDifferences]:
    lines = []
    for team in teams:
        owned = [row for row in services if row.team_id == team.id]
        if not owned:
            continue
        state = state_of(rounds, team_id=team.id)
        waiting = [row for row in owned if state_of(rounds, service_id=row.id).open and crew.assigned(row.id)]
        done = {who for row in owned for who in crew.submitted[row.id]}
        several = len({who for row in owned for who in crew.assigned(row.id)}) > 1
        if not state.together:
            words = f"Open: revealed with the last of its services ({len(waiting)} to go)"
        else:
            words = f"Revealed: {plural(state.voices, 'person', 'people')}"
        number = state.number if state.open else state.number + 1
        at = RoundProgress(not state.together, state.number, words, len(done), bool(done) and several, number)
        lines.append(ScorecardDifferences(team.slug, team.name, at, state.together))
    return lines
