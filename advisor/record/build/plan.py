"""What to do next on a platform, in order, each with its reason.

In: the platform's recommendation, its services' records, the decision. Out: steps in words, with their owners. Must not
know: where they are shown.
The order: what is open, what is doubtful, what to build twice, what the teams lack, what to measure, then people.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from advisor.checklist.decision import Action, DecisionEntry
from advisor.checklist.model import Component
from advisor.engine.recommendation import RAW_VERDICTS, PlatformRecommendation
from advisor.record.model.entries import StepLine
from advisor.record.model.fact_entries import VersionLine
from advisor.record.model.sections import ServiceRecord
from advisor.record.model.staffing import HiringPlan
from advisor.record.model.vocabulary import Vocabulary, asked, lowered, quoted, some

_LAST = 10_000
"""Sorts after every number of steps."""

Services = Sequence[ServiceRecord]


def next_steps(
    words: Vocabulary,
    platform: PlatformRecommendation,
    services: Services,
    versions: Sequence[VersionLine],
    plan: HiringPlan,
    decision: DecisionEntry | None = None,
) -> tuple[StepLine, ...]:
    """What to do next, the most urgent first; nothing that no service asks for."""
    return (
        *_answer(services),
        *_audit(words, services),
        *_prototype(words, services),
        *_gates(words, services),
        *_convert(words, platform, services, decision),
        *_conditions(services),
        *_benchmark(words, services),
        *_versions(versions),
        *_people(words, services, plan),
    )


def with_owners(
    steps: Sequence[StepLine], decision: DecisionEntry | None
) -> tuple[tuple[StepLine, ...], tuple[Action, ...]]:
    """The steps with the owner and the day of the action that takes each over, and the actions that are none of them.

    An action whose step is no longer due stays: somebody agreed to do it."""
    actions = list(decision.actions) if decision else []
    lines = []
    for step in steps:
        taken = next((one for one in actions if (one.step, one.service or "") == (step.key, step.about)), None)
        if taken is not None:
            actions.remove(taken)
            step = replace(step, owner=taken.owner, by=taken.by)
        lines.append(step)
    return tuple(lines), tuple(actions)


def _answer(services: Services) -> Iterator[StepLine]:
    """The open answer that says most, and who would know."""
    open_ones = sorted((s for s in services if s.questions), key=lambda s: -s.questions[0].bits)
    if open_ones:
        first = open_ones[0]
        question = first.questions[0]
        more = [service.name for service in open_ones[1:]]
        rest = f" After that, {some(more)}." if more else ""
        yield StepLine(
            "ask",
            f"Ask {asked(question.ask)} about {first.name}",
            f"{quoted(question.statement)}: of all open answers, this one matters most.{rest}",
            tuple(service.name for service in open_ones),
            about=first.name,
        )


def doubt(service: ServiceRecord) -> tuple[int, int, Fraction]:
    """Sorts services, the most doubtful verdict first: undecided, then few steps from another, then a small lean."""
    result = service.recommendation
    rank = 0 if result.verdict == "undecided" else 1 if result.strength == "lean" else 3 if result.outside else 2
    return rank, result.flips.steps or _LAST, abs(result.lean or Fraction(0))


def least_certain(services: Services) -> ServiceRecord | None:
    """The service whose verdict could change first; None where the question arises for none."""
    return min((s for s in services if not s.recommendation.outside), key=doubt, default=None)


def _doubtful(service: ServiceRecord) -> bool:
    return not (service.insufficient or service.recommendation.outside or service.recommendation.strength == "firm")


def _audit(words: Vocabulary, services: Services) -> Iterator[StepLine]:
    doubtful = sorted((s for s in services if _doubtful(s)), key=doubt)
    if doubtful:
        first = doubtful[0]
        why = first.flags[0] if first.recommendation.verdict == "undecided" and first.flags else first.flips_sentence
        text = " ".join(part for part in ("Its verdict is the least certain.", why, _nearest(first)) if part)
        title = f"Go through the answers on {first.name} with the people who build it"
        yield StepLine("audit", title, text, (first.name,), about=first.name)
    elif services and not any(service.questions for service in services):
        step = _text(words, "audit")
        if step:
            yield StepLine("audit", "Go through one service, statement by statement", step)


def _nearest(service: ServiceRecord) -> str:
    """Which answers would change the verdict first."""
    return service.flips[0].brief if service.flips else ""


def _prototype(words: Vocabulary, services: Services) -> Iterator[StepLine]:
    """The component to build twice, for the service where it would teach most."""
    inside = [s for s in services if not (s.insufficient or s.recommendation.outside)]
    fitting = [(s, c) for s in inside for c in words.components(s.service)]
    fitting.sort(
        key=lambda pair: (doubt(pair[0])[0], pair[0].recommendation.verdict not in RAW_VERDICTS, doubt(pair[0]))
    )
    if fitting:
        first, component = fitting[0]
        others = [service.name for service, fitting_component in fitting[1:] if fitting_component == component]
        also = f" {some(others)} would learn from it too." if others else ""
        yield StepLine(
            "prototype",
            f"Prototype {first.name}: {lowered(component.title)}",
            f"{_why(words, first)}{also}",
            (first.name, *others),
            about=first.name,
            points=tuple(_prototyped(first, component)),
        )


def _prototyped(service: ServiceRecord, component: Component) -> Iterator[tuple[str, str]]:
    """What to build, what to measure, and what would change the verdict."""
    yield "Build", component.contract
    yield "Measure", f"{'; '.join(lowered(one) for one in component.measures)}."
    if service.flips:
        yield "What would change the verdict", service.flips[0].brief


def _why(words: Vocabulary, service: ServiceRecord) -> str:
    if service.recommendation.verdict == "undecided":
        return "Its answers leave it open: build it twice around the same core."
    if service.recommendation.strength == "firm":
        return "Its verdict is firm: build the part most likely to prove that wrong."
    towards = words.leads_to(service.recommendation.verdict)
    return f"It leans to {towards} and could tip: build it twice around the same core."


def _gates(words: Vocabulary, services: Services) -> Iterator[StepLine]:
    gated = [service for service in services if service.recommendation.gated_need is not None and service.gates]
    if gated:
        names = tuple(service.name for service in gated)
        text = f"{some(names)}: {gated[0].gates[0].reopen}"
        yield StepLine("reopen", f"Reopen {words.raw} only with cause", text, names)


def _convert(
    words: Vocabulary, platform: PlatformRecommendation, services: Services, decision: DecisionEntry | None
) -> Iterator[StepLine]:
    """What a team cannot carry, less what was decided to go to the framework already."""
    moved = {one.service for one in decision.choices if one.choice == "framework"} if decision else set()
    left = [conversion for conversion in platform.convert_first if conversion.service not in moved]
    first = [conversion.service for conversion in left]
    if first:
        by_name = {service.name: service for service in services}
        costs = by_name[first[0]].drivers_for if by_name[first[0]].recommendation.verdict == "raw" else ()
        price = f" What {first[0]} gives up: {quoted(costs[0].statement)}." if costs else ""
        teams = list(dict.fromkeys(conversion.team for conversion in left))
        owner, least = ("an owner", "its case is") if len(first) == 1 else ("owners", "their cases are")
        yield StepLine(
            "convert",
            f"Move {some(first)} to {words.framework}, or find {owner}",
            f"{some(teams)} cannot carry more on {words.raw}; {least} the weakest.{price}",
            tuple(first),
            about=first[0],
        )


def _conditions(services: Services) -> Iterator[StepLine]:
    names = tuple(service.name for service in services if "conditional" in service.recommendation.flags)
    if names:
        of_each, service = ("", "the service") if len(names) == 1 else (" for each", "each service")
        text = f"a named owner and a backup{of_each}, a benchmark of {service} on its own, and written conventions."
        yield StepLine("conditions", "Meet the conditions", f"{some(names)}: {text}", names)


def _benchmark(words: Vocabulary, services: Services) -> Iterator[StepLine]:
    names = tuple(service.name for service in services if service.recommendation.benchmark)
    if names:
        text = words.checklist.next_steps.realistic.text
        one = len(names) == 1
        title = f"Benchmark {'the fast service on its' if one else 'the fast services on their'} own"
        yield StepLine("benchmark", title, f"{some(names)}. {text}", names)


def _versions(versions: Sequence[VersionLine]) -> Iterator[StepLine]:
    for line in versions:
        if line.tone in ("ended", "ending"):
            key = re.sub(r"[^a-z0-9]+", "-", f"leave {line.name}".lower()).strip("-")[:60].strip("-")
            yield StepLine(key, f"Move off {line.name}", line.sentence, line.services)


def _people(words: Vocabulary, services: Services, plan: HiringPlan) -> Iterator[StepLine]:
    """Who owns what, and a first service to run in its chosen form."""
    owned, hiring, pilot = tuple(line.service for line in plan.owners), _text(words, "hiring"), _text(words, "pilot")
    if owned and hiring:
        lacking = tuple(("Owners", gap.sentence) for gap in plan.gaps if gap.missing)
        yield StepLine("hiring", "Decide who will own what", f"{some(owned)}: {lowered(hiring)}", owned, points=lacking)
    firm = [service for service in services if service.recommendation.strength == "firm"]
    firm.sort(key=lambda s: (s.recommendation.verdict not in RAW_VERDICTS, -(s.recommendation.flips.steps or _LAST)))
    if firm and pilot:
        name = firm[0].name
        yield StepLine("pilot", f"Run a pilot with {name}", f"Its verdict is firm. {pilot}", (name,), about=name)


def _text(words: Vocabulary, step: str) -> str:
    """The text of a general step of the checklist; empty where it has none of this name."""
    return next((item.text for item in words.checklist.next_steps.steps if item.id == step), "")
