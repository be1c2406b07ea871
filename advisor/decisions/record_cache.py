"""The record of an assessment, worked out service by service and kept by content.

In: a checklist, an answers file, a date. Out: a `DecisionRecord`, or how far it is. Must not know: requests, rows.

All of it is worked out aside (`tasks.py`). A service whose answers, team and settings stay the same is not worked out
again.
"""

import hashlib
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeVar

from advisor.assessments.lru import ContentKey, LruCache
from advisor.checklist.answers import AnswersFile
from advisor.checklist.model import Checklist
from advisor.checklist.service import ServiceEntry
from advisor.decisions.tasks import Progress, Steps, UnfinishedError, one_step, turns
from advisor.engine import ENGINE_VERSION
from advisor.engine.cache import MEGABYTE
from advisor.engine.compilation import compile_rules
from advisor.engine.recommend import recommend, together
from advisor.engine.recommendation import ServiceRecommendation
from advisor.record.build.record import build_record
from advisor.record.build.service import service_record
from advisor.record.formats.differences import Differences, changing, differences_of
from advisor.record.model.record import DecisionRecord
from advisor.record.model.sections import ServiceRecord
from advisor.record.model.vocabulary import Vocabulary

GLANCE = "glance"
BARE = 24_000
"""Bytes that a service takes of which nobody said anything; what was said takes three times its text."""
NUMBER = 200
"""Bytes of a number by name."""

Made = TypeVar("Made")
service_records: LruCache[ServiceRecord] = LruCache(48 * MEGABYTE)
glanced: LruCache[ServiceRecommendation] = LruCache(16 * MEGABYTE)
changes: LruCache[int] = LruCache(MEGABYTE)


@dataclass(frozen=True, slots=True)
class ServicePart:
    """One service with all that its verdict depends on, a key of it, and about how many bytes its record takes."""

    file: AnswersFile
    key: bytes
    size: int


@dataclass(frozen=True, slots=True)
class FileContent:
    """What tells one file from another, and about how many bytes its record takes."""

    digest: str
    size: int


def content_of(file: AnswersFile) -> FileContent:
    return _content(ContentKey(file))


@lru_cache(maxsize=16)
def _content(file: ContentKey[AnswersFile]) -> FileContent:
    text = file.value.model_dump_json()
    return FileContent(hashlib.sha256(text.encode()).hexdigest(), BARE * (1 + len(file.value.services)) + 6 * len(text))


def record_of(checklist: Checklist, file: AnswersFile, as_of: date, *, until: float | None = None) -> DecisionRecord:
    """The whole record. UnfinishedError: ask again."""
    key = ("record", checklist.digest, content_of(file).digest, as_of)
    return turns.result(key, lambda: _record(checklist, file, as_of), until)


def made_of(
    checklist: Checklist, file: AnswersFile, as_of: date, what: str, make: Callable[[DecisionRecord], Made]
) -> Made:
    """What is made of the whole record, such as a text; `what` tells it from all else. UnfinishedError: ask again."""

    def steps() -> Steps[Made]:
        record, size = yield from _record(checklist, file, as_of)
        return make(record), size

    return turns.result((what, checklist.digest, content_of(file).digest, as_of), steps)


def _record(checklist: Checklist, file: AnswersFile, as_of: date) -> Steps[DecisionRecord]:
    words, services, total = Vocabulary(checklist), [], len(file.services)
    for number, part in enumerate(parts_of(checklist, file, as_of)):
        yield Progress(number, total)
        services.append(_service_record(words, part, as_of))
    yield Progress(total, total)
    rules = compile_rules(checklist, file.weights)
    whole = together(rules, file, [service.recommendation for service in services])
    record = build_record(checklist, file, whole, as_of=as_of, services=services)
    _ = record.digest  # stands on every page, and is made of all of it
    return record, content_of(file).size


def _service_record(words: Vocabulary, part: ServicePart, as_of: date) -> ServiceRecord:
    made = service_records.get(part.key)
    if made is None:
        result = recommend(words.checklist, part.file, as_of=as_of).services[0]
        made = service_record(words, part.file, result, as_of)
        service_records.put(part.key, made, part.size)
    return made


def glances(
    checklist: Checklist, file: AnswersFile, until: float | None = None, *, every: bool = False
) -> dict[str, ServiceRecommendation]:
    """What the engine says of each service about which anything was said, of all services with `every`, without how
    firmly, by name. What takes too long, as `until` says where several share the time, is left out this time."""

    def steps() -> Steps[dict[str, ServiceRecommendation]]:
        by_key: dict[str, ServiceRecommendation] = {}
        services = [service for service in file.services if every or said_of(file, service)]
        for service in services:
            yield Progress(len(by_key), len(services), by_key)
            by_key[service.name] = glance(checklist, file, service)
        return by_key, NUMBER * len(by_key)  # what is told is kept apart

    return _known_by_then((GLANCE, every, checklist.digest, content_of(file).digest), steps, until)


def _known_by_then(key: Hashable, steps: Callable[[], Steps[dict[str, Made]]], until: float | None) -> dict[str, Made]:
    """What a work gives; of one that is unfinished by then, the services it has done."""
    try:
        return turns.result(key, steps, until)
    except UnfinishedError as error:
        return dict(error.partial or {})


def glance(checklist: Checklist, file: AnswersFile, service: ServiceEntry) -> ServiceRecommendation:
    """What the engine says of one service of a file, without how firmly. For works: it takes as long as it takes."""
    part = _part(checklist, file, service, GLANCE)
    result = glanced.get(part.key)
    if result is None:
        result = recommend(checklist, part.file, trust=False).services[0]
        glanced.put(part.key, result, part.size // 2)
    return result


def changing_in(
    checklist: Checklist, file: AnswersFile, names: Sequence[str], until: float | None = None
) -> dict[str, int]:
    """On how many statements people differ so that it changes the outcome, by service; as far as it is known by
    then."""

    def steps() -> Steps[dict[str, int]]:
        by_key: dict[str, int] = {}
        for service in [one for one in file.services if one.name in names]:
            yield Progress(len(by_key), len(names), by_key)
            by_key[service.name] = _changing(checklist, file, service)
        return by_key, NUMBER * len(by_key)

    if not names:
        return {}
    return _known_by_then(("changing", checklist.digest, content_of(file).digest, tuple(names)), steps, until)


def _changing(checklist: Checklist, file: AnswersFile, service: ServiceEntry) -> int:
    part = _part(checklist, file, service, GLANCE)
    per_statement = changes.get(part.key)
    if per_statement is None:
        per_statement = changing(checklist, file.weights, glance(checklist, file, service))
        changes.put(part.key, per_statement, NUMBER)
    return per_statement


def differences_in(checklist: Checklist, file: AnswersFile, name: str) -> tuple[ServiceRecommendation, Differences]:
    """What the engine says of one service, and where people differ about it. UnfinishedError: ask again."""

    def make() -> tuple[ServiceRecommendation, Differences]:
        result = glance(checklist, file, next(one for one in file.services if one.name == name))
        return result, differences_of(checklist, file.weights, result)

    content = content_of(file)
    return turns.result(("differences", checklist.digest, content.digest, name), lambda: one_step(make, content.size))


def said_of(file: AnswersFile, service: ServiceEntry) -> bool:
    """Whether anyone said anything about a service itself."""
    return bool(service.answers) or any(service.name in person.services for person in file.respondents)


def parts_of(checklist: Checklist, file: AnswersFile, as_of: date) -> Iterator[ServicePart]:
    """The file, service by service."""
    return (_part(checklist, file, service, str(as_of)) for service in file.services)


def _part(checklist: Checklist, file: AnswersFile, service: ServiceEntry, settings: str) -> ServicePart:
    team = next(team for team in file.teams if team.name == service.team)
    part = alone(file, service).model_copy(update={"teams": [team]})
    made_from = f"{checklist.digest}|{settings}|{ENGINE_VERSION}|{part.model_dump_json()}"
    return ServicePart(part, hashlib.sha256(made_from.encode()).digest(), BARE + 3 * len(made_from))


def alone(file: AnswersFile, service: ServiceEntry) -> AnswersFile:
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
