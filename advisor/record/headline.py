"""The sentences a reader meets first: the headline (a Y-statement), three reasons, and what to do next.

In: one service's recommendation. Out: plain sentences. Must not know: where they are shown.

A Y-statement names context, concern, choice, what was set aside, quality gained and price (Zdun et al. 2013).
"""

from collections.abc import Sequence

from advisor.checklist.answers import AnswersFile, Service
from advisor.checklist.model import Component
from advisor.engine.recommendation import Driver, ServiceRecommendation
from advisor.record.decided import ChosenLine
from advisor.record.figures import percent, plural
from advisor.record.lines import ActionLine
from advisor.record.plain import line
from advisor.record.words import Vocabulary, asked, listed, lowered, quoted

MOST_REASONS = 3
TURNED_DOWN = "we turned down"


def headline(words: Vocabulary, service: ServiceRecommendation, stated: Service) -> str:
    """The whole decision in one sentence that can be read alone; why, and what to do, where the question does not
    arise."""
    if service.outside:
        choice = f"the choice between {words.raw} and {words.framework} does not arise"
        return f"{_context(words, service)}, {choice}. {words.instead(service, stated)}"
    return f"{_situation(words, service)}, {_choice(words, service)}."


def _situation(words: Vocabulary, service: ServiceRecommendation) -> str:
    return f"{_context(words, service)}, facing {_facing(words, service)}"


def _context(words: Vocabulary, service: ServiceRecommendation) -> str:
    kind = words.kind(service.kind)
    called = f"{service.name} ({kind})" if kind else service.name
    return f"In the context of {called}, owned by {service.team}"


def decided(
    words: Vocabulary, service: ServiceRecommendation, chosen: ChosenLine, answers: AnswersFile, verb: str
) -> str:
    """The decision on one service in one sentence that can be read alone."""
    other = {"raw": words.a_framework(), "framework": words.raw}.get(chosen.key, "one service for both")
    against = "" if verb == TURNED_DOWN else f" and against {other}"
    although = ""
    if chosen.differs:
        although = {
            "undecided": "although the answers leave it open, ",
            "neither": "although the question does not arise, ",
        }.get(service.verdict, f"although the answers recommend {words.leads_to(service.verdict)}, ")
    return (
        f"{_situation(words, service)}, {although}{verb} {words.leads_to(chosen.key, service.framework)}{against}"
        f"{bargain(words, [chosen.key], answers)}."
    )


def bargain(words: Vocabulary, keys: Sequence[str], answers: AnswersFile) -> str:
    """The end of a headline: what a choice of these alternatives gains and costs.

    Consequences that people wrote down are whole sentences or mere words, so they stand by themselves."""
    told = answers.decision.consequences if answers.decision else None
    if told and (told.good or told.bad):
        gained, paid = (line(texts[0]).rstrip(".") if texts else "" for texts in (told.good, told.bad))
        return (f". Gained: {gained}" if gained else "") + (f". Accepted: {paid}" if paid else "")
    raw, framework = words.checklist.alternatives["raw"], words.checklist.alternatives["framework"]
    if list(keys) in (["raw"], ["framework"]):
        chosen = raw if keys[0] == "raw" else framework
        return f", to achieve {lowered(chosen.good_for[-1])}, accepting {lowered(chosen.costs[0])}"
    gained = f"{lowered(raw.good_for[-1])} where it counts and {lowered(framework.good_for[-1])} elsewhere"
    paid = "a second service to run and a boundary to keep" if list(keys) == ["split"] else "two ways of building"
    return f", to achieve {gained}, accepting {paid}"


def reasons(words: Vocabulary, service: ServiceRecommendation) -> tuple[str, ...]:
    """At most three sentences: what the flags say first, then the supports, then what weighs most. Gates are told
    apart, before any of these."""
    told = words.flags(service)[:1]
    told.append(_supports(words, service))
    told += [_driver(words, service, driver) for driver in _main_drivers(service)]
    if not service.complete and service.next_question:
        question = service.next_question
        told.insert(1, f"Ask {asked(question.ask)} next: {quoted(words.text(question.statement))}.")
    return tuple(reason for reason in told if reason)[:MOST_REASONS]


def actions(words: Vocabulary, service: ServiceRecommendation, stated: Service) -> tuple[ActionLine, ...]:
    """What to do next, the most urgent first."""
    if service.outside:
        return tuple(ActionLine("Do this instead", instead) for _, instead in words.outside(service, stated))
    told = [
        ActionLine(f"To reopen: {lowered(words.gates[g.gate].title)}", reopen(words, service, g.gate))
        for g in service.gates
    ]
    if service.questions:
        question = service.questions[0]
        told.append(
            ActionLine(
                f"Ask {asked(question.ask)}",
                f"{words.text(question.statement)} This open answer says most about the verdict.",
            )
        )
    if "conditional" in service.flags:
        told.append(
            ActionLine(
                "Meet the conditions",
                "Name an owner and a backup, benchmark the service on its own, and write the conventions down.",
            )
        )
    if service.benchmark:
        realistic = words.checklist.next_steps.realistic
        told.append(ActionLine("Benchmark this service on its own", realistic.text))
    told += _prototypes(words, service)
    if service.verdict == "undecided":
        told.append(
            ActionLine(
                "If you must choose today",
                f"Take {words.a_framework()}: most engineers know it, and leaving it later is possible.",
            )
        )
    return tuple(told)


SMALL = "too-small-to-matter"


def reopen(words: Vocabulary, service: ServiceRecommendation, gate: str) -> str:
    """What reopens a gate: of a service too small to matter, that nothing has to."""
    if any(finding.check == SMALL for finding in service.checks):
        small = words.checks[SMALL]
        return f"{small.text} {small.action}"
    return words.gates[gate].reopen


def _prototypes(words: Vocabulary, service: ServiceRecommendation) -> list[ActionLine]:
    fitting: list[Component] = [c for c in words.checklist.next_steps.components if service.kind in c.kinds]
    return [ActionLine(f"Prototype first: {lowered(component.title)}", component.contract) for component in fitting]


def _main_drivers(service: ServiceRecommendation) -> list[Driver]:
    """The strongest drivers: of both sides where both matter, else of the side that won."""
    raw, framework = service.drivers["raw"], service.drivers["framework"]
    if service.verdict in ("raw", "framework"):
        return [driver for driver in service.drivers[service.verdict] if driver[1] > 0][:2]
    return [side[0] for side in (framework, raw) if side and side[0][1] > 0]


def _driver(words: Vocabulary, service: ServiceRecommendation, driver: Driver) -> str:
    level = service.statements[driver[0]].level
    answer = f" ({words.level(driver[0], level)})" if level is not None else ""
    side = words.framework if words.side(driver[0]) == "Framework fits" else words.raw
    return f"For {side}: {quoted(words.text(driver[0]))}{answer}."


def _supports(words: Vocabulary, service: ServiceRecommendation) -> str:
    raw, framework = service.support["raw"], service.support["framework"]
    if raw is None or framework is None:
        return ""
    said = f"he statements for {words.raw} are {percent(raw)} true, those for {words.framework} {percent(framework)}."
    return f"T{said}" if service.complete else f"So far, t{said}"


def _facing(words: Vocabulary, service: ServiceRecommendation) -> str:
    if service.gates:
        return f"a team that cannot carry {words.raw} today"
    if "insufficient" in service.flags:
        open_count = sum(1 for state in service.statements.values() if state.open)
        return f"{plural(open_count, 'answer')} still open"
    concerns = [quoted(words.text(driver[0])) for driver in _main_drivers(service)]
    return listed(concerns) if concerns else "no strong reason for either side"


def _choice(words: Vocabulary, service: ServiceRecommendation) -> str:
    raw, framework = words.checklist.alternatives["raw"], words.checklist.alternatives["framework"]
    if service.verdict == "split":
        gained = f"{lowered(raw.good_for[-1])} where it counts and {lowered(framework.good_for[-1])} elsewhere"
        return (
            f"we recommend a split over one service for both, to achieve {gained}, "
            "accepting a second service to run and a boundary to keep"
        )
    if service.verdict == "undecided":
        first = "answer what is open" if "insufficient" in service.flags else "prototype what is doubtful"
        return (
            f"we recommend no choice yet: {first}, and if you must choose today "
            f"take {words.a_framework()}, accepting {lowered(framework.costs[0])}"
        )
    chosen = raw if service.verdict == "raw" else framework
    named = [raw.name, words.a_framework(service.framework)]
    first, second = named if chosen is raw else reversed(named)
    return (
        f"we recommend {first} over {second}, "
        f"to achieve {lowered(chosen.good_for[-1])}, accepting {lowered(chosen.costs[0])}"
    )


def dissent(words: Vocabulary, service: ServiceRecommendation) -> tuple[str, ...]:
    """Respondents whose own answers alone give another verdict, a sentence each."""
    return tuple(f"The answers of {p.name} alone lead to {words.leads_to(p.verdict)}." for p in service.dissent)
