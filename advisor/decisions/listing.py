"""What the hub shows: services and teams with how far they are, whom they wait for, and what is removed.

In: an opened assessment. Out: values for a template. Must not know: HTTP. The reads are the same in number for one
service and for two hundred.
"""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Literal

from django.utils import timezone

from advisor.assessments import addresses
from advisor.assessments.access import Opened, respondent_of
from advisor.assessments.actions.arrange import RETENTION
from advisor.assessments.actions.show_answers import Showing, showing
from advisor.assessments.checklists import at_digest
from advisor.assessments.models import OwningTeam, Respondent, Service
from advisor.assessments.progress import round_of
from advisor.assessments.reads.answer_counts import own_counts, seen_counts
from advisor.assessments.reads.people import People, crew_of
from advisor.assessments.reads.rounds import Rounds, rounds_of, state_of
from advisor.assessments.reads.source import whose
from advisor.assessments.reads.visibility import answers_seen
from advisor.checklist.answers import AnswersFile
from advisor.checklist.model import Checklist, ServiceType
from advisor.decisions.record_cache import changing_in, glances
from advisor.decisions.tasks import deadline
from advisor.engine.recommendation import ServiceRecommendation
from advisor.record.formats.differences import differing
from advisor.record.model.vocabulary import HINTS, Vocabulary

MOST_LOOKED_INTO = 12
"""So many revealed services are looked into for what their differences change; beyond, each on its own page."""
Progress = Literal["blank", "begun", "ready", "done", "revealed"]
"""`ready`: everything is answered, and the others wait for the word that one is done. `revealed`: it was, without this
person, and waits for nobody."""


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """One service of the list."""

    slug: str
    name: str
    team: str
    kind: str
    hint: str
    address: str
    result: str
    done: int
    total: int
    submitted: bool
    side: str
    """raw, framework, split or undecided; empty while nothing is answered."""
    verdict: str
    asked: bool = True
    """Its reader is asked about it; who only reads is asked about nothing, and misses nothing."""
    people: int = 1
    """How many answer for it."""
    people_done: int = 0
    everyone: str = ""
    """The round, and how many are done with it, in words."""
    whose: str = ""
    """From whose answers the verdict is made; empty where there is only one person to ask."""
    revealed: bool = False
    check: str = ""
    """Where one says that one is done."""

    @property
    def waits_for_one(self) -> bool:
        """Whether all are done who answer for it, but one."""
        return self.people > 1 and self.people_done == self.people - 1

    @property
    def progress(self) -> Progress:
        if self.submitted or (self.done >= self.total and self.people < 2):
            return "done"
        if self.revealed:
            return "revealed"
        return "ready" if self.done >= self.total else "begun" if self.done else "blank"


@dataclass(frozen=True, slots=True)
class TeamRow:
    slug: str
    name: str
    address: str
    services: int
    done: int
    total: int
    raw_owners: int | None

    @property
    def progress(self) -> Progress:
        return "done" if self.done >= self.total else "begun" if self.done else "blank"


@dataclass(frozen=True, slots=True)
class RemovedRow:
    """Something removed that can still be put back."""

    kind: Literal["service", "team"]
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Listing:
    services: list[ServiceRow]
    teams: list[TeamRow]
    removed_rows: list[RemovedRow]
    respondent: Respondent | None
    showing: Showing | None = None
    """What others see where one person alone can answer."""
    waits_for: tuple[str, ...] = ()
    """Who else is asked about an open service and is not done with it, by name."""
    differ: int = 0
    """On how many statements people differ, all services together, and how many of them change an outcome."""
    changing: int | None = 0
    """None: there are too many services to find that out, or it is not worked out yet."""

    @property
    def answered(self) -> int:
        """How many services are answered, whether or not somebody said to be done."""
        return sum(line.progress in ("done", "ready", "revealed") for line in self.services)

    @property
    def several(self) -> bool:
        """Whether more than one person answers."""
        return any(line.people > 1 for line in self.services)

    @property
    def begun(self) -> bool:
        """Whether there is anything a result could tell of."""
        return any(line.done or line.side for line in self.services)


def listing(opened: Opened) -> Listing:
    """Everything the hub shows, from the answers that whoever opened it may see."""
    assessment = opened.assessment
    checklist = at_digest(assessment.checklist.digest)
    mine = respondent_of(opened)
    everything = list(
        Service.everything.filter(assessment_id=assessment.id).select_related("team").order_by("position", "id")
    )
    all_teams = list(OwningTeam.everything.filter(assessment_id=assessment.id).order_by("position", "id"))
    file = answers_seen(opened)
    of_service, of_team = own_counts(mine) if mine else seen_counts(file, everything, all_teams)
    until = deadline()
    results = glances(checklist, file, until) if file else {}
    public_id = assessment.public_id
    crew = crew_of(assessment, [row.id for row in everything if row.removed_at is None])
    rounds = rounds_of(assessment.id)
    several = len(crew.people) > 1
    services = []
    for row in everything:
        if row.removed_at is None:
            result = addresses.service_result(public_id, row.slug)
            address = addresses.answers(public_id, row.slug) if opened.may_respond else result
            done, where = of_service[row.id], Where(row.slug, address, result)
            line = service_line(checklist, row.name, row.team.name, row.kind, where, results, done=done)
            state = state_of(rounds, service_id=row.id)
            done_by, check = crew.submitted[row.id], addresses.check(public_id, row.slug)
            services.append(
                replace(
                    line,
                    submitted=crew.complete(row.id) if mine is None else mine.id in done_by,
                    asked=mine is None or mine.id in crew.respondents[row.id],
                    people=len(crew.assigned(row.id)),
                    people_done=len(done_by),
                    everyone=round_of(state, crew, row.id).words,
                    whose=whose(state, mine) if several else "",
                    revealed=not state.open,
                    check=check,
                )
            )
    owned = Counter(row.team_id for row in everything if row.removed_at is None)
    teams = [
        team_line(
            checklist,
            row.name,
            Where(row.slug, addresses.scorecard(public_id, row.slug), ""),
            services=owned[row.id],
            done=of_team[row.id],
            raw_owners=row.raw_owners,
        )
        for row in all_teams
        if row.removed_at is None
    ]
    oldest = timezone.now() - RETENTION
    gone = [
        RemovedRow("service", row.slug, row.name) for row in everything if row.removed_at and row.removed_at > oldest
    ]
    gone += [RemovedRow("team", row.slug, row.name) for row in all_teams if row.removed_at and row.removed_at > oldest]
    here = [row for row in everything if row.removed_at is None]
    differ, some = _differences(checklist, file, results, [one for one in here if not _open(rounds, one)], until)
    return Listing(
        services,
        teams,
        gone,
        mine,
        showing(crew, rounds, mine),
        waits_for=_waits_for(crew, [one.id for one in here if _open(rounds, one)], mine),
        differ=differ,
        changing=some,
    )


def _open(rounds: Rounds, row: Service) -> bool:
    return state_of(rounds, service_id=row.id).open


def _waits_for(crew: People, waiting: list[int], mine: Respondent | None) -> tuple[str, ...]:
    ids = sorted({who for service in waiting for who in crew.waiting(service)} - {mine.id if mine else 0})
    return tuple(crew.people[one] for one in ids)


def _differences(
    checklist: Checklist,
    file: AnswersFile | None,
    results: dict[str, ServiceRecommendation],
    revealed: list[Service],
    until: float,
) -> tuple[int, int | None]:
    """On how many statements of revealed services people differ, and how many of them change an outcome."""
    revealed_results = [results[one.name] for one in revealed if one.name in results]
    if file is None or len(revealed_results) > MOST_LOOKED_INTO:
        return sum(map(differing, revealed_results)), None
    changes = changing_in(checklist, file, [one.name for one in revealed_results], until)
    return sum(map(differing, revealed_results)), sum(changes.values()) if len(changes) == len(
        revealed_results
    ) else None


@dataclass(frozen=True, slots=True)
class Where:
    """Where a line leads: its part of an address, the way in, and its result."""

    slug: str
    address: str
    result: str


def service_line(
    checklist: Checklist,
    name: str,
    team: str,
    kind_id: str,
    where: Where,
    results: dict[str, ServiceRecommendation],
    *,
    done: int,
) -> ServiceRow:
    """One service, with what the engine says of it so far if anything is answered."""
    kind: ServiceType | None = next((one for one in checklist.service_types if one.id == kind_id), None)
    side, verdict = verdict_so_far(checklist, results.get(name))
    return ServiceRow(
        slug=where.slug,
        name=name,
        team=team,
        kind=kind.name if kind else "",
        hint=HINTS[kind.hint] if kind else "",
        address=where.address,
        result=where.result,
        done=done,
        total=len(checklist.statements),
        submitted=False,
        side=side,
        verdict=verdict,
    )


def team_line(
    checklist: Checklist, name: str, where: Where, *, services: int, done: int, raw_owners: int | None
) -> TeamRow:
    """One owning team, with how far its scorecard is."""
    return TeamRow(
        slug=where.slug,
        name=name,
        address=where.address,
        services=services,
        done=done,
        total=len(checklist.scorecard.dimensions),
        raw_owners=raw_owners,
    )


def verdict_so_far(checklist: Checklist, service: ServiceRecommendation | None) -> tuple[str, str]:
    """The side for a mark, and the verdict so far in a word or two."""
    if service is None:
        return "", ""
    if service.outside:
        return "undecided", "does not apply"
    if "insufficient" in service.flags:
        return "undecided", "too early"
    words = Vocabulary(checklist).verdict(service.verdict)
    return service.verdict, f"{words}, so far" if "provisional" in service.flags else words
