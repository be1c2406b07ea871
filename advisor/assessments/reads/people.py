"""Who is asked about which services, and how far each of them is: ids, names and counts, never an answer.

In: an assessment that whoever asks was let into. Out: values; the reads are the same in number for one service and for
two hundred. Must not know: HTTP, what anyone said.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef

from advisor.assessments.models import Assessment, Assignment, CurrentAnswer, Respondent, Round, Service, Submission
from advisor.assessments.models.asked import NOBODY
from advisor.assessments.reads.rounds import rounds_of, state_of
from advisor.sharing.access import VisitorKey, holds, is_person

ByService = Mapping[int, frozenset[int]]
"""A service's id → respondents' ids."""


@dataclass(frozen=True, slots=True)
class People:
    """Whom the services of an assessment wait for. Ids are those of respondents."""

    respondents: ByService
    """Who is asked about it and can still answer."""
    submitted: ByService
    """Who said to be done with it, whether asked or not, and also if shut out since: what they said counts."""
    people: Mapping[int, str]
    """The names of all who can answer at all, asked or not."""

    @property
    def only(self) -> int:
        """The one person who can answer; 0 where there are several, or nobody."""
        return next(iter(self.people)) if len(self.people) == 1 else 0

    def assigned(self, service_id: int) -> frozenset[int]:
        """Whose answers belong to the service: of those who are asked, and of whoever is done with it."""
        return self.respondents[service_id] | self.submitted[service_id]

    def waiting(self, service_id: int) -> frozenset[int]:
        """Who is asked about it and is not done."""
        return self.respondents[service_id] - self.submitted[service_id]

    def complete(self, service_id: int) -> bool:
        """Whether somebody is done with it and nobody who is asked is still missing."""
        return bool(self.submitted[service_id]) and not self.waiting(service_id)


def crew_of(assessment: Assessment, services: Collection[int] | None = None) -> People:
    """Whom each present service waits for, in four reads; three where the ids of the services are known."""
    if services is None:
        services = list(Service.objects.filter(assessment_id=assessment.id).values_list("id", flat=True))
    rows = Respondent.objects.filter(holds("respond", scope="assessment__scope"), assessment_id=assessment.id)
    some = list(rows.order_by("id").values_list("id", "only_assigned", "name"))
    named = _by_service(services, _pairs(Assignment, assessment.id))
    everything = {id_ for id_, only_assigned, _ in some if not only_assigned}
    people = {id_: name for id_, _, name in some}
    picked = frozenset(people) - everything
    return People(
        respondents={service: frozenset(everything | (named[service] & picked)) for service in services},
        submitted=_by_service(services, _pairs(Submission, assessment.id)),
        people=people,
    )


def _pairs(model: type[Assignment] | type[Submission], assessment_id: int) -> Iterable[tuple[int, int]]:
    rows = model._default_manager.filter(respondent__assessment_id=assessment_id)
    return rows.values_list("service_id", "respondent_id")


def _by_service(services: Collection[int], pairs: Iterable[tuple[int, int]]) -> dict[int, frozenset[int]]:
    by_service: dict[int, set[int]] = {service: set() for service in services}
    for service, respondent in pairs:
        if service in by_service:  # not one that was removed
            by_service[service].add(respondent)
    return {service: frozenset(who) for service, who in by_service.items()}


@dataclass(frozen=True, slots=True)
class Person:
    """One respondent, and how far they are with what they are asked."""

    id: int
    name: str
    visitor_id: int | None
    present: bool
    """Can still answer: was not shut out, and the link they came by has not ended."""
    only_assigned: bool
    services: tuple[int, ...]
    """The services they are asked about, in the assessment's order."""
    done_services: frozenset[int]
    """Of these, the ones they are done with: they said so, or what they said stands in the round that was revealed."""
    missed_services: frozenset[int]
    """Of these, the ones that were revealed without them."""
    answered: int
    """Statements answered, of those services."""
    total: int

    @property
    def restored(self) -> bool:
        """Their answers came with a record or another file; nobody answers as them here."""
        return self.visitor_id is None and not self.name.startswith(NOBODY)

    @property
    def progress(self) -> str:
        """none (nothing is asked of them), blank, begun, missed (nothing waits for them, and of some they said nothing)
        or done."""
        if not self.services:
            return "none"
        if len(self.done_services) == len(self.services):
            return "done"
        if not self.open:
            return "missed"
        return "begun" if self.answered or self.done_services else "blank"

    @property
    def open(self) -> tuple[int, ...]:
        """The services that still wait for them."""
        return tuple(one for one in self.services if one not in self.done_services and one not in self.missed_services)


def people_of(assessment: Assessment, *, statements: int) -> list[Person]:
    """Everyone who answers or may, first come first, in seven reads; `statements` is how many a service has."""
    services = list(
        Service.objects.filter(assessment_id=assessment.id).order_by("position", "id").values_list("id", flat=True)
    )
    rounds = rounds_of(assessment.id)
    revealed = {one for one in services if not state_of(rounds, service_id=one).open}
    rounds_shown = [
        state.last_reveal.id for state in rounds.values() if state.last_reveal and state.last_reveal.service_id
    ]
    heard = Round.respondents.through.objects.filter(round_id__in=rounds_shown).values_list(
        "round__service_id", "respondent_id"
    )
    took_part = set(heard)
    named, done = set(_pairs(Assignment, assessment.id)), set(_pairs(Submission, assessment.id))
    answers = CurrentAnswer.objects.filter(respondent__assessment_id=assessment.id, service_id__in=services)
    per_person = answers.exclude(value="none").values_list("service_id", "respondent_id").annotate(Count("id"))
    counts = Counter({(service, who): count for service, who, count in per_person})
    rows = Respondent.objects.filter(assessment_id=assessment.id).order_by("id")
    persons = []
    for row in rows.annotate(present=holds("respond", scope="assessment__scope")):
        asked = tuple(one for one in services if not row.only_assigned or (one, row.id) in named)
        persons.append(
            Person(
                id=row.id,
                name=row.name,
                visitor_id=row.visitor_id,
                present=bool(getattr(row, "present")),  # noqa: B009  an annotation
                only_assigned=row.only_assigned,
                services=asked,
                done_services=frozenset(
                    one for one in asked if (one, row.id) in (took_part if one in revealed else done)
                ),
                missed_services=frozenset(one for one in asked if one in revealed and (one, row.id) not in took_part),
                answered=sum(counts[one, row.id] for one in asked),
                total=len(asked) * statements,
            )
        )
    return persons


def waiting_for(visitor: VisitorKey, assessments: Collection[int]) -> dict[int, list[Service]]:
    """By assessment: the services that this browser's person is asked about and not done with, in three reads."""
    mine = Respondent.objects.filter(
        is_person(visitor, scope="assessment__scope"), holds("respond", scope="assessment__scope")
    )
    asked = {row.assessment_id: row for row in mine.filter(assessment_id__in=assessments).order_by("-id")}
    ids = [row.id for row in asked.values()]
    named = set(Assignment.objects.filter(respondent_id__in=ids).values_list("service_id", "respondent_id"))
    done = Submission.objects.filter(respondent_id__in=ids, service_id=OuterRef("id"))
    rounds = Round.objects.filter(service_id=OuterRef("id"))
    waits = Exists(rounds.filter(revealed_at=None)) | ~Exists(rounds)
    rows = Service.objects.filter(waits, ~Exists(done), assessment_id__in=asked).order_by("position", "id")
    rows = rows.only("assessment_id", "slug", "name")
    by_person: dict[int, list[Service]] = {}
    for service in rows:
        row = asked[service.assessment_id]
        if not row.only_assigned or (service.id, row.id) in named:
            by_person.setdefault(service.assessment_id, []).append(service)
    return by_person
