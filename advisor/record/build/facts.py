"""The facts that concern a record: a checklist has more than anybody wants to read beside one decision.

In: a checklist, the services' records, the date. Out: fact lines in the checklist's order. Must not know: where they
are shown; no fact moves a verdict.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from advisor.checklist.model import Checklist
from advisor.checklist.versions import of_line
from advisor.record.build.versions import fact_line
from advisor.record.model.fact_entries import FactLine
from advisor.record.model.sections import ServiceRecord


def concerning(checklist: Checklist, services: Sequence[ServiceRecord], as_of: date) -> tuple[FactLine, ...]:
    """Facts about versions that are stated, candidates that lead or are close, and passages that a finding cites."""
    stated = [(part, version) for one in services for part, version in one.service.versions.items()]
    candidates, passages = set(_candidates(checklist, services)), set(_passages(checklist, services))
    return tuple(
        fact_line(fact, as_of)
        for fact in checklist.facts
        if fact.id in candidates
        or passages & set(fact.passages)
        or any(of_line(line, version) for part, version in stated for line in fact.versions.get(part, []))
    )


def _candidates(checklist: Checklist, services: Sequence[ServiceRecord]) -> Iterator[str]:
    """Of the frameworks that lead or are close."""
    for service in services:
        choice = service.recommendation.framework
        if choice is None or checklist.frameworks is None:
            continue
        named = [*([choice.leader] if choice.leader else []), *choice.close]
        for candidate in named:
            yield from checklist.frameworks.candidate(candidate).facts


def _passages(checklist: Checklist, services: Sequence[ServiceRecord]) -> Iterator[str]:
    """What the verdicts cite about the kinds of service: N2 of a streaming one, say, is what compression does to it."""
    kinds = {kind.id: kind.source for kind in checklist.service_types}
    for service in services:
        if not service.recommendation.outside:
            yield from (key for key in kinds.get(service.service.kind or "", []) if key.startswith("N"))
