"""The record of an assessment, worked out service by service and kept by content.

In: a checklist, an answers file, a date. Out: a `DecisionRecord`, or how far it is. Must not know: requests, rows.

What was not asked before costs time; one request works out so many services and leaves the rest to the next one, so
that none ever takes long. A service whose answers, team and settings stay the same is not worked out again.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from threading import Lock

from advisor.checklist.answers import AnswersFile, Service
from advisor.checklist.errors import AdvisorError
from advisor.checklist.model import Checklist
from advisor.engine import ENGINE_VERSION
from advisor.engine.recommend import recommend, together
from advisor.engine.rules import compile_rules
from advisor.record.build import build_record
from advisor.record.record import DecisionRecord, ServiceRecord
from advisor.record.service import service_record
from advisor.record.words import Vocabulary

AT_ONCE = 40
"""How many services one request works out anew."""
KEPT = 2_000


class UnfinishedError(AdvisorError):
    """More services are new than one request works out: ask again."""

    def __init__(self, done: int, total: int) -> None:
        super().__init__(f"{done} of {total} services are worked out.")
        self.done, self.total = done, total


class Shelf:
    """Services that were worked out, by what they were made from; the least recently asked for go first."""

    def __init__(self) -> None:
        self.kept: OrderedDict[bytes, ServiceRecord] = OrderedDict()
        self.lock = Lock()

    def get(self, key: bytes) -> ServiceRecord | None:
        with self.lock:
            found = self.kept.get(key)
            if found is not None:
                self.kept.move_to_end(key)
            return found

    def put(self, key: bytes, made: ServiceRecord) -> None:
        with self.lock:
            self.kept[key] = made
            while len(self.kept) > KEPT:
                self.kept.popitem(last=False)


shelf = Shelf()


@dataclass(frozen=True, slots=True)
class Part:
    """One service with all that its verdict depends on, and a key of it."""

    file: AnswersFile
    key: bytes


def record_of(checklist: Checklist, file: AnswersFile, as_of: date, *, link: str = "") -> DecisionRecord:
    """The whole record. UnfinishedError: too much of it is new for one request; the next one goes on from there."""
    parts = list(parts_of(checklist, file, as_of))
    found = [shelf.get(part.key) for part in parts]
    new = [index for index, made in enumerate(found) if made is None]
    words = Vocabulary(checklist)
    for index in new[:AT_ONCE]:
        part = parts[index]
        recommendation = recommend(checklist, part.file, as_of=as_of).services[0]
        made = service_record(words, part.file, recommendation, as_of)
        shelf.put(part.key, made)
        found[index] = made
    services = [made for made in found if made is not None]
    if len(services) < len(found):
        raise UnfinishedError(len(services), len(found))
    rules = compile_rules(checklist, file.weights)
    whole = together(rules, file, [service.recommendation for service in services])
    return build_record(checklist, file, whole, as_of=as_of, link=link, services=services)


def parts_of(checklist: Checklist, file: AnswersFile, as_of: date) -> Iterator[Part]:
    """The file, service by service."""
    teams = {team.name: team for team in file.teams}
    settings = f"{checklist.digest}|{as_of}|{ENGINE_VERSION}|".encode()
    for service in file.services:
        part = alone(file, service).model_copy(update={"teams": [teams[service.team]]})
        yield Part(part, hashlib.sha256(settings + part.model_dump_json().encode()).digest())


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
    return file.model_copy(update={"services": [service], "respondents": people, "settled": settled})
