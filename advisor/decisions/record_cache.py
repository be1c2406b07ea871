"""The record of an assessment, worked out service by service and kept by content.

In: a checklist, an answers file, a date. Out: a `DecisionRecord`, or how far it is. Must not know: requests, rows.

What was not asked before costs time; one request works for so long and leaves the rest to the next one, so that none
ever takes long. A service whose answers, team and settings stay the same is not worked out again.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from time import perf_counter

from advisor.assessments.lru import ContentKey, LruCache
from advisor.checklist.answers import AnswersFile, Service
from advisor.checklist.errors import AdvisorError
from advisor.checklist.model import Checklist
from advisor.engine import ENGINE_VERSION
from advisor.engine.recommend import recommend, together
from advisor.engine.recommendation import ServiceRecommendation
from advisor.engine.rules import compile_rules
from advisor.record.build import build_record
from advisor.record.differences import changing
from advisor.record.parts import ServiceRecord
from advisor.record.record import DecisionRecord
from advisor.record.service import service_record
from advisor.record.words import Vocabulary

AT_LEAST = 12
"""So many services one request works out anew, however long they take: an ordinary platform never waits."""
SECONDS = 0.08
"""So long it goes on after these; the rest is for the next request."""
KEPT = 2_000
GLANCE = "glance"


class UnfinishedError(AdvisorError):
    """There is more to work out than one request should take: ask again."""

    def __init__(self, done: int, total: int) -> None:
        super().__init__(f"{done} of {total} services are worked out.")
        self.done, self.total = done, total


shelf: LruCache[ServiceRecord] = LruCache(KEPT)
glanced: LruCache[ServiceRecommendation] = LruCache(KEPT)


@dataclass(frozen=True, slots=True)
class Part:
    """One service with all that its verdict depends on, and a key of it."""

    file: AnswersFile
    key: bytes


def record_of(checklist: Checklist, file: AnswersFile, as_of: date, *, link: str = "") -> DecisionRecord:
    """The whole record. UnfinishedError: too much of it is new for one request; the next one goes on from there."""
    words, until = Vocabulary(checklist), perf_counter() + SECONDS
    services, new = [], 0
    for part in parts_of(checklist, file, as_of):
        made = shelf.get(part.key)
        if made is None and (new < AT_LEAST or perf_counter() < until):
            told = recommend(checklist, part.file, as_of=as_of).services[0]
            made = service_record(words, part.file, told, as_of)
            shelf.put(part.key, made)
            new += 1
        if made is not None:
            services.append(made)
    if len(services) < len(file.services):
        raise UnfinishedError(len(services), len(file.services))
    rules = compile_rules(checklist, file.weights)
    whole = together(rules, file, [service.recommendation for service in services])
    return build_record(checklist, file, whole, as_of=as_of, link=link, services=services)


def deadline() -> float:
    """Until when one request goes on working things out."""
    return perf_counter() + SECONDS


def glances(checklist: Checklist, file: AnswersFile, until: float | None = None) -> dict[str, ServiceRecommendation]:
    """What the engine says of each service about which anything was said, without how firmly, by name.

    What is new and takes too long, as `until` says where several share the time, is left out this time."""
    least, until, found, new = 1 if until else AT_LEAST, until or deadline(), {}, 0
    for service in file.services:
        if said_of(file, service):
            part = _part(checklist, file, service, GLANCE)
            told = glanced.get(part.key)
            if told is None and (new < least or perf_counter() < until):
                told = _glance(checklist, part)
                new += 1
            if told is not None:
                found[service.name] = told
    return found


def glance(checklist: Checklist, file: AnswersFile, service: Service) -> ServiceRecommendation:
    """What the engine says of one service of a file, without how firmly."""
    part = _part(checklist, file, service, GLANCE)
    return glanced.get(part.key) or _glance(checklist, part)


def _glance(checklist: Checklist, part: Part) -> ServiceRecommendation:
    told = recommend(checklist, part.file, trust=False).services[0]
    glanced.put(part.key, told)
    return told


def changing_in(checklist: Checklist, file: AnswersFile, service: ServiceRecommendation) -> int:
    """On how many statements people differ so that it changes the outcome of this service, worked out once for what the
    engine says of it."""
    return _changing(ContentKey(checklist), tuple(sorted(file.weights.items())), ContentKey(service))


@lru_cache(maxsize=256)
def _changing(
    checklist: ContentKey[Checklist], weights: tuple[tuple[str, int], ...], service: ContentKey[ServiceRecommendation]
) -> int:
    return changing(checklist.value, dict(weights), service.value)


def said_of(file: AnswersFile, service: Service) -> bool:
    """Whether anyone said anything about a service itself."""
    return bool(service.answers) or any(service.name in person.services for person in file.respondents)


def parts_of(checklist: Checklist, file: AnswersFile, as_of: date) -> Iterator[Part]:
    """The file, service by service."""
    return (_part(checklist, file, service, str(as_of)) for service in file.services)


def _part(checklist: Checklist, file: AnswersFile, service: Service, settings: str) -> Part:
    team = next(team for team in file.teams if team.name == service.team)
    part = alone(file, service).model_copy(update={"teams": [team]})
    made_from = f"{checklist.digest}|{settings}|{ENGINE_VERSION}|{part.model_dump_json()}"
    return Part(part, hashlib.sha256(made_from.encode()).digest())


def alone(file: AnswersFile, service: Service) -> AnswersFile:
    """The file with one service, and what people said of it and of its team."""
    people = [
        person.model_copy(
            update={
                "services": {service.name: person.services[service.name]} if service.name in person.services else {},
                "teams": {service.team: person.teams[service.team]} if service.team in person.teams else {},
            }
        )
        for person in file.respondents
    ]
    settled = [one for one in file.settled if service.name == one.service or service.team == one.team]
    known = [one for one in file.answered_checks if service.name in one.services]
    parts = {"services": [service], "respondents": people, "settled": settled, "answered_checks": known}
    return file.model_copy(update={**parts, "decision": None})
