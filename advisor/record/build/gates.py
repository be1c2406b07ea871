"""A closed gate in words: what closed it, and what reopens it in this case.

In: the checklist's words, one service's recommendation and what is stated of it. Out: lines. Must not know: where they
are shown, what a gate tests.
"""

from advisor.checklist.service import ServiceEntry
from advisor.engine.recommendation import ServiceRecommendation
from advisor.record.build.measurements import decisive, judged
from advisor.record.model.entries import GateLine
from advisor.record.model.vocabulary import Vocabulary, lowered
from advisor.record.numbers import day_in_words, figure

SMALL = "too-small-to-matter"
MATTERS = 3
"""From this level on the latency statement asks for speed."""


NO_SPEED = "Speed is no reason for raw here, so no benchmark reopens it."


def gate_lines(words: Vocabulary, service: ServiceRecommendation, stated: ServiceEntry) -> tuple[GateLine, ...]:
    """The gates that close raw, each with what reopens it."""
    return tuple(
        GateLine(gate.title, gate.text, reopen(words, service, stated, one.gate))
        for one in service.gates
        for gate in (words.gates[one.gate],)
    )


def reopen(words: Vocabulary, service: ServiceRecommendation, stated: ServiceEntry, gate: str) -> str:
    """What reopens a gate: of a service too small to matter, that nothing has to."""
    if any(finding.check == SMALL for finding in service.checks):
        small = words.checks[SMALL]
        return f"{small.text} {small.action}"
    team = words.gates[gate].reopen
    case = _case(words, service, stated)
    return f"{case}{lowered(team)}" if case else f"{team} {NO_SPEED}"


def _case(words: Vocabulary, service: ServiceRecommendation, stated: ServiceEntry) -> str:
    """The case for raw that has to be made besides, by a benchmark; empty where no speed is asked for."""
    level = service.statements[words.keys_by_role["latency"]].level if "latency" in words.keys_by_role else None
    measured = "with sign-in, logging, JSON bodies and one downstream call in place"
    if stated.latency_budget_ms is not None:
        budget = f"{figure(stated.latency_budget_ms)} ms"
        measured = _measured_case(words, stated)
        if measured:
            return measured
        return (
            f"It takes two things: first, benchmark this service on its own, {measured}, and see it miss its latency "
            f"budget of {budget} on {words.framework}. Second, "
        )
    if level is not None and level < MATTERS:
        return ""
    return (
        "It takes three things: first, agree on a latency budget with product, since none is stated. Second, "
        f"benchmark this service on its own, {measured}, and see whether {words.framework} stays within it. "
        "Third, where it does not, "
    )


def _measured_case(words: Vocabulary, stated: ServiceEntry) -> str:
    """What a kit has measured towards reopening a gate; empty where nothing has. A gate is never lifted by it."""
    evidence = decisive(stated)
    if evidence is None:
        return ""
    measurement, judgement = evidence
    sentence = judged(words, measurement, judgement, stated.latency_budget_ms)
    sentence = f"Measured on {day_in_words(measurement.on)}. {sentence} "
    if judgement.missed:
        return f"{sentence}That is the first half of what reopens this. The second: "
    if judgement.verdict is None:
        return f"{sentence}So the case for {words.raw} is still to be made, with a measurement that counts. Then: "
    return f"{sentence}That keeps this closed: {words.raw} is not needed for the budget. Should that change: "
