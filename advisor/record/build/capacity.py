"""Whether the teams can carry what their services ask for, and what it costs to carry less, in words.

In: the platform's recommendation and its services' records. Out: lines and sentences. Must not know: how a verdict was
made, where they are shown.
"""

from collections.abc import Sequence

from advisor.engine.recommendation import RAW_VERDICTS, Capacity, Conversion, PlatformRecommendation
from advisor.record.model.sections import CapacityLine, ConversionLine, ServiceRecord
from advisor.record.model.vocabulary import Vocabulary, listed, quoted, some
from advisor.record.numbers import figure, plural, signed

MOST_TEAMS = 3
"""Teams that are named; the others are counted."""
MOST_GIVEN_UP = 2
"""Strongest statements for raw that are named beside latency, where a service is to be moved."""


def capacity_lines(words: Vocabulary, platform: PlatformRecommendation) -> tuple[CapacityLine, ...]:
    """A line for each team that says how many raw services it can carry."""
    return tuple(
        CapacityLine(team, _line(words, team, team.can_carry))
        for team in platform.capacity
        if team.can_carry is not None
    )


def capacity_sentence(words: Vocabulary, platform: PlatformRecommendation, services: Sequence[ServiceRecord]) -> str:
    """How many services favour raw, and how many can be carried; empty where no team says how many."""
    teams = [(team, team.can_carry) for team in platform.capacity if team.can_carry is not None]
    if not teams:
        return ""
    needed = sum(team.needed for team, _ in teams)
    whose = "" if len(teams) == len(platform.capacity) else f" of {some([team.team for team, _ in teams], MOST_TEAMS)}"
    they = "the team" if len(teams) == 1 else "the teams"
    if not needed:
        return f"No service{whose} favours {words.raw}; {they} could carry {_count(sum(can for _, can in teams))}."
    stating = {team.team for team, _ in teams}
    verdicts = {s.recommendation.verdict for s in services if s.team in stating}
    partly = ", in whole or in part" if "split" in verdicts else ""
    favour = f"{plural(needed, 'service')}{whose} {'favours' if needed == 1 else 'favour'} {words.raw}{partly}"
    # what one team has to spare does not help another
    return f"{favour}; {they} can carry {_count_words(needed, sum(min(team.needed, can) for team, can in teams))}."


def _count_words(needed: int, count: int) -> str:
    """How many of the services that favour raw can be carried, as people say it.

    >>> [_count_words(*pair) for pair in ((1, 1), (1, 0), (2, 2), (3, 3), (3, 1), (3, 0))]
    ['it', 'none', 'both', 'all of them', 'only 1', 'none']
    """
    if count < needed:
        return f"only {count}" if count else "none"
    return {1: "it", 2: "both"}.get(needed, "all of them")


def _count(number: int) -> str:
    return str(number or "none")


def unstated(words: Vocabulary, platform: PlatformRecommendation) -> str:
    """Which teams do not say how many they can carry, in a sentence; empty if all do."""
    teams = [team.team for team in platform.capacity if team.can_carry is None]
    return f"Not stated: how many services on {words.raw} {some(teams, 12)} can carry." if teams else ""


def conversions(
    words: Vocabulary, platform: PlatformRecommendation, services: Sequence[ServiceRecord]
) -> tuple[ConversionLine, ...]:
    """The services to convert first where a team is over capacity, and what each conversion costs."""
    by_name = {service.name: service for service in services if service.recommendation.verdict in RAW_VERDICTS}
    return tuple(_conversion(words, one, by_name[one.service]) for one in platform.convert_first)


def _line(words: Vocabulary, team: Capacity, can_carry: int) -> str:
    """Raw or split services of one team against what it can carry, in a sentence."""
    backup = ", without a backup" if team.no_backup else ""
    needed = plural(team.needed, "service") if team.needed else "no service"
    return f"{team.team}: {needed} on {words.raw}; the team can carry {_count(can_carry)}{backup}."


def _conversion(words: Vocabulary, conversion: Conversion, service: ServiceRecord) -> ConversionLine:
    result, lean = service.recommendation, service.recommendation.lean
    latency = next(
        (
            f"{quoted(line.statement)} is answered with “{line.answer}”"
            for line in service.answers
            if line.key == words.keys_by_role.get("latency")
        ),
        "",
    )
    budget = service.service.latency_budget_ms
    if latency and budget is not None:
        latency += f", with a budget of {figure(budget)} ms"
    strongest = [
        quoted(words.text(key))
        for key, share in result.drivers["raw"]
        if share > 0 and key != words.keys_by_role.get("latency")
    ]
    gives_up = tuple(strongest[:MOST_GIVEN_UP])
    cost = "; ".join(part for part in (latency, f"given up too: {listed(list(gives_up))}" if gives_up else "") if part)
    leans = "" if lean is None else f" Its lean is {signed(lean, 2)}." if lean else " Its answers are balanced."
    sentence = (
        f"{conversion.service}, to {words.framework}.{leans} What that costs: {cost or 'nothing that was answered'}."
    )
    return ConversionLine(conversion.team, conversion.service, lean, latency, gives_up, sentence)
