"""What a prototype kit is made for: one service, and what is known of it.

In: a record. Out: a `KitOrder`. Must not know: files, zips.
"""

from dataclasses import dataclass

from advisor.record.model.record import DecisionRecord
from advisor.record.model.sections import ServiceRecord

DEFAULT_RATE, MOST_RATE = 100, 20_000
"""Requests a second."""
FRAMEWORKS = ("express", "fastify", "hono", "nestjs")
"""The candidates that a kit has a twin for, the usual one first."""
SILENT = "not answered"


@dataclass(frozen=True, slots=True)
class KitOrder:
    """What a kit is made for."""

    kit: str
    service: str
    platform: str
    verdict: str
    """In a sentence."""
    reasons: tuple[str, ...]
    answers: tuple[tuple[str, str], ...]
    """Each statement and how true it was found."""
    latency_budget_ms: float | None = None
    downstream_ms: float | None = None
    rate: int = DEFAULT_RATE
    framework: str = FRAMEWORKS[0]


def order_of(record: DecisionRecord, service: ServiceRecord, kit: str, rate: int = DEFAULT_RATE) -> KitOrder:
    """The kit that this service's answers ask for: the framework's twin is the candidate that leads, if there is one
    of it."""
    choice = service.recommendation.framework
    leader = choice.leader if choice is not None else None
    return KitOrder(
        kit=kit,
        service=service.name,
        platform=record.title,
        verdict=service.headline,
        reasons=service.reasons,
        answers=tuple((line.statement, line.answer) for line in service.answers if line.answer != SILENT),
        latency_budget_ms=service.service.latency_budget_ms,
        downstream_ms=service.service.downstream_ms,
        rate=rate,
        framework=leader if leader in FRAMEWORKS else FRAMEWORKS[0],
    )
