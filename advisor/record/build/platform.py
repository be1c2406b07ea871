"""The platform's part of the record: one sentence, three reasons, capacity, versions, what to do next.

In: the platform's recommendation and its services' records. Out: a `PlatformRecord`. Must not know: how a verdict was
made, where it is shown.
"""

from collections.abc import Sequence
from datetime import date

from advisor.checklist.decision import DecisionEntry
from advisor.engine.recommendation import Capacity, PlatformRecommendation, ServiceRecommendation, Verdict
from advisor.record.build import capacity
from advisor.record.build.checks import check_lines, gathered
from advisor.record.build.evidence import rests_on
from advisor.record.build.plan import next_steps, with_owners
from advisor.record.build.versions import choice_lines, version_lines
from advisor.record.model.entries import CountLine, GateLine
from advisor.record.model.sections import CardLine, ClosedLine, PlatformRecord, ServiceRecord, TeamLine
from advisor.record.model.staffing import HiringPlan
from advisor.record.model.vocabulary import MOST_NAMED, SCORECARD, SUSTAIN_NAMES, Vocabulary, listed, some
from advisor.record.numbers import plural, signed

MOST_REASONS = 3


def platform_record(
    words: Vocabulary,
    platform: PlatformRecommendation,
    services: Sequence[ServiceRecord],
    as_of: date,
    plan: HiringPlan,
    decision: DecisionEntry | None,
) -> PlatformRecord:
    """Everything a reader is told about the platform as a whole."""
    stated = [service.service for service in services]
    versions = version_lines(words, stated, as_of)
    steps, further = with_owners(next_steps(words, platform, services, versions, plan, decision), decision)
    return PlatformRecord(
        verdict=words.verdict(platform.verdict),
        sentence=f"{plural(len(services), 'service')}: {_counted(_counts(words, services))}.",
        advice=_advice(words, platform, services),
        reasons=_reasons(words, platform, services),
        counts=_counts(words, services),
        closed=_closed(services),
        teams=_teams(words, platform, services),
        capacity=capacity.capacity_lines(words, platform),
        capacity_sentence=capacity.capacity_sentence(words, platform, services),
        capacity_unstated=capacity.unstated(words, platform),
        conversions=capacity.conversions(words, platform, services),
        checks=check_lines(words, platform.checks),
        service_checks=gathered(check for service in services for check in service.checks),
        steps=steps,
        further=further,
        versions=versions,
        choices=choice_lines(words, stated, as_of),
        rests_on=rests_on(ground for service in services for ground in service.grounds),
    )


def _closed(services: Sequence[ServiceRecord]) -> tuple[ClosedLine, ...]:
    lines: dict[GateLine, list[str]] = {}
    for service in services:
        for gate in service.gates:
            lines.setdefault(gate, []).append(service.name)
    return tuple(ClosedLine(gate, tuple(names), some(names)) for gate, names in lines.items())


def _teams(
    words: Vocabulary, platform: PlatformRecommendation, services: Sequence[ServiceRecord]
) -> tuple[TeamLine, ...]:
    owned: dict[str, list[ServiceRecord]] = {}
    for service in services:
        owned.setdefault(service.team, []).append(service)
    return tuple(_team(words, c, owned[c.team]) for c in platform.capacity if c.team in owned)


def _team(words: Vocabulary, capacity: Capacity, services: list[ServiceRecord]) -> TeamLine:
    """A team's scorecard is the same in all its services."""
    result = services[0].recommendation
    card = []
    for line in services[0].answers:
        if line.key.startswith(SCORECARD):
            level = result.statements[line.key].level
            short = line.key.removeprefix(SCORECARD).replace("-", " ").capitalize()
            card.append(CardLine(line.key, short, line.statement, "–" if level is None else str(level), line.answer))
    return TeamLine(
        capacity.team, len(services), tuple(card), result.support["sustain"], _sustain(words, result), capacity
    )


def _sustain(words: Vocabulary, result: ServiceRecommendation) -> str:
    """What the scorecard alone says of carrying raw, in a word."""
    bounds = result.bounds["sustain"]
    if bounds is None:
        return SUSTAIN_NAMES["yes"]
    limits = words.checklist.thresholds
    ends = {
        "yes"
        if end >= limits.exact("sustain_yes")
        else "conditional"
        if end >= limits.exact("sustain_conditional")
        else "no"
        for end in bounds
    }
    return SUSTAIN_NAMES[ends.pop()] if len(ends) == 1 else "open"


def _counts(words: Vocabulary, services: Sequence[ServiceRecord]) -> tuple[CountLine, ...]:
    """How many services have each verdict that there is."""
    sides: tuple[Verdict, ...] = ("raw", "framework", "split", "undecided", "neither")
    by_side = {side: [s.name for s in services if s.recommendation.verdict == side] for side in sides}
    return tuple(
        CountLine(side, words.verdict(side), len(names), some(names, MOST_NAMED))
        for side, names in by_side.items()
        if names
    )


def _counted(counts: Sequence[CountLine]) -> str:
    named = {"split": "split", "undecided": "undecided", "neither": "outside this question"}
    return listed([f"{line.count} {named.get(line.key, line.verdict)}" for line in counts])


def _advice(words: Vocabulary, platform: PlatformRecommendation, services: Sequence[ServiceRecord]) -> str:
    if platform.verdict == "neither":
        return words.advice("neither")
    if platform.verdict == "undecided":
        if any(service.insufficient for service in services):
            return "Too early to say: too many services are still open."
        return f"No clear verdict yet; if it has to be decided today, {words.a_framework()} is the safer default."
    if platform.verdict == "mixed":
        return f"Build on both: {_shares(words, services)}."
    return f"Build the platform on {words.leads_to(platform.verdict)}."


def _shares(words: Vocabulary, services: Sequence[ServiceRecord]) -> str:
    """Which services get what; the framework takes the rest, unless something is still undecided."""
    by_verdict: dict[str, list[str]] = {}
    for service in services:
        by_verdict.setdefault(service.recommendation.verdict, []).append(service.name)
    names = {"raw": words.raw, "split": "a split", "framework": words.a_framework()}
    shares = [f"{name} for {some(by_verdict[verdict])}" for verdict, name in names.items() if verdict in by_verdict]
    if "framework" in by_verdict and len(shares) > 1 and "undecided" not in by_verdict:
        shares[-1] = f"{words.a_framework()} for the rest"
    return listed(shares)


def _reasons(words: Vocabulary, platform: PlatformRecommendation, services: Sequence[ServiceRecord]) -> tuple[str, ...]:
    """What stands out, in the order in which it would change a plan."""
    reasons = [_outside(services), _spread(words, services), _gated(words, services), _over(words, platform)]
    reasons += [_open(services), _firm(services)]
    return tuple(reason for reason in reasons if reason)[:MOST_REASONS]


def _spread(words: Vocabulary, services: Sequence[ServiceRecord]) -> str:
    """How far the services lie apart."""
    inside = [(s.recommendation.lean, s.name) for s in services if not s.recommendation.outside]
    leans = [(lean, name) for lean, name in inside if lean is not None]
    if len(leans) < 2:
        return ""
    (low, first), (high, last) = min(leans), max(leans)
    if low == high:
        return f"All services lean alike: {signed(low, 2)} on a scale from −1, {words.raw}, to +1, {words.framework}."
    ends = f"{signed(low, 2)} ({first}) to {signed(high, 2)} ({last})"
    return f"The services differ: they lean from {ends} on a scale from −1, {words.raw}, to +1, {words.framework}."


def _outside(services: Sequence[ServiceRecord]) -> str:
    outside = [service.name for service in services if service.recommendation.outside]
    if not outside:
        return ""
    return f"{some(outside)} {'is' if len(outside) == 1 else 'are'} outside this question."


def _gated(words: Vocabulary, services: Sequence[ServiceRecord]) -> str:
    gated = [service for service in services if service.recommendation.gated_need is not None]
    if not gated:
        return ""
    them = "it" if len(gated) == 1 else "them"
    owners = "the team that owns" if len({service.team for service in gated}) == 1 else "the teams that own"
    names = some([service.name for service in gated])
    return f"{words.raw} is ruled out for {names}: {owners} {them} cannot carry it today."


def _over(words: Vocabulary, platform: PlatformRecommendation) -> str:
    over = [c for c in platform.capacity if c.can_carry is not None and c.needed > c.can_carry]
    alone = [c.team for c in platform.capacity if c.no_backup and c not in over]
    if over:
        carriers = "the team" if len(over) == 1 else "these teams"
        return f"{some([c.team for c in over])} would have more on {words.raw} than {carriers} can carry."
    each = "" if len(alone) == 1 else "each "
    return f"{some(alone)} could {each}carry it with one person only, without a backup." if alone else ""


def _open(services: Sequence[ServiceRecord]) -> str:
    undecided = [service.name for service in services if service.recommendation.verdict == "undecided"]
    if not undecided:
        return ""
    return f"{some(undecided)} {'has' if len(undecided) == 1 else 'have'} no clear verdict yet."


def _firm(services: Sequence[ServiceRecord]) -> str:
    decided = [service for service in services if service.recommendation.strength is not None]
    firm = sum(1 for service in decided if service.recommendation.strength == "firm")
    if not decided:
        return ""
    still_open = any(service.recommendation.verdict == "undecided" for service in services)
    if firm == len(decided) and still_open:
        return (
            f"{plural(firm, 'verdict')} so far, {'and it is' if firm == 1 else 'all of them'} firm; the rest is open."
        )
    if firm == len(decided):
        return "Every verdict is firm: other weights and a few other answers would hardly change it."
    others = "the other" if len(decided) - firm == 1 else "the others"
    return f"{firm} of {plural(len(decided), 'verdict')} {'is' if firm == 1 else 'are'} firm; {others} could tip."
