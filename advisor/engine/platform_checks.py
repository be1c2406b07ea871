"""Checks across services: a pattern that no single service shows (model §7).

In: compiled rules, every service's recommendation and what was stated of it, the teams' capacity. Out: findings in the
checklist's order, each with its services in file order. Must not know: words.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from advisor.checklist.service import ServiceEntry
from advisor.engine.checks import HIGH
from advisor.engine.recommendation import RAW_VERDICTS, Capacity, Finding, ServiceRecommendation
from advisor.engine.rules import CheckRule, Limit, Rules


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All services of an assessment: what the engine says of each, and what was stated of it."""

    services: Sequence[ServiceRecommendation]
    stated: Sequence[ServiceEntry]
    capacity: Sequence[Capacity]

    def names(self, wanted: Callable[[ServiceRecommendation, ServiceEntry], bool]) -> tuple[str, ...]:
        """The names of the services that are wanted."""
        return tuple(
            result.name for result, service in zip(self.services, self.stated, strict=True) if wanted(result, service)
        )


def platform_checks(rules: Rules, portfolio: Portfolio) -> tuple[Finding, ...]:
    """Everything that stands out across services."""
    made = [check for check in rules.checks if check.id in MADE]
    return tuple(finding for check in made for finding in MADE[check.id](rules, check, portfolio))


def _raw_everywhere(rules: Rules, check: CheckRule, portfolio: Portfolio) -> Iterator[Finding]:
    """E1: nearly every intended choice is raw, though a framework would fit some service."""
    if _everywhere(rules, portfolio):
        yield Finding(check.id, portfolio.names(lambda _, service: service.intended == "raw"))


def _everywhere(rules: Rules, portfolio: Portfolio) -> bool:
    check = next((check for check in rules.checks if check.id == "raw-everywhere"), None)
    intended = [service.intended for service in portfolio.stated if service.intended is not None]
    if check is None or len(intended) < check.whole:
        return False
    holds = rules.limits.holds.exact
    return check.share * len(intended) <= intended.count("raw") and any(
        result.bounds["framework"] is not None and result.bounds["framework"][0] >= holds
        for result in portfolio.services
    )


def _raw_everywhere_early(rules: Rules, check: CheckRule, portfolio: Portfolio) -> Iterator[Finding]:
    """The early sign of E1: raw services that need the shared steps a framework is for. Told until E1 itself is."""
    key = rules.by_role.get("cross-cutting")
    if key is None:
        return

    def shared(result: ServiceRecommendation, service: ServiceEntry) -> bool:
        return "raw" in (result.verdict, service.intended) and (result.statements[key].level or 0) >= HIGH

    names = portfolio.names(shared)
    if len(names) >= check.whole and not _everywhere(rules, portfolio):
        yield Finding(check.id, names, (key,))


def _capability_differs(rules: Rules, check: CheckRule, portfolio: Portfolio) -> Iterator[Finding]:
    """One team's capability, answered far apart from service to service: it is the same people."""
    key = rules.by_role.get("capability")
    teams: dict[str, list[tuple[int, str]]] = {}
    for result in portfolio.services:
        level = result.statements[key].level if key is not None else None
        if level is not None:
            teams.setdefault(result.team, []).append((level, result.name))
    for team, answered in teams.items():
        low, high = min(level for level, _ in answered), max(level for level, _ in answered)
        if key is not None and high - low >= check.whole:
            names = tuple(name for level, name in answered if level in (low, high))
            yield Finding(check.id, names, (key,), (team,))


def _one_choice_everywhere(rules: Rules, check: CheckRule, portfolio: Portfolio) -> Iterator[Finding]:
    """Ideology: one intended choice for every service, though their leans lie far apart."""
    choices = {service.intended for service in portfolio.stated}
    if len(portfolio.stated) < 2 or len(choices) != 1 or None in choices:
        return
    leans = [bounds for result in portfolio.services if (bounds := result.bounds["lean"]) is not None]
    if leans and max(low for low, _ in leans) - min(high for _, high in leans) > check.share:
        yield Finding(check.id, tuple(result.name for result in portfolio.services), (), (str(choices.pop()),))


def _near_twins(rules: Rules, check: CheckRule, portfolio: Portfolio) -> Iterator[Finding]:
    """Services answered nearly alike and meant to be built differently; those that hang together in one finding."""
    places = [at for at, service in enumerate(portfolio.stated) if service.intended is not None]
    if len({portfolio.stated[at].intended for at in places}) < 2:
        return
    left = dict.fromkeys(places)
    twins = _twins(rules, check.limit, portfolio, places)
    while left:
        first = next(iter(left))
        together, waiting = {first}, [first]
        while waiting:
            for other in twins[waiting.pop()] - together:
                together.add(other)
                waiting.append(other)
        for at in together:
            del left[at]
        if len(together) > 1:
            yield Finding(check.id, tuple(portfolio.services[at].name for at in sorted(together)))


def _twins(rules: Rules, limit: Limit, portfolio: Portfolio, places: Sequence[int]) -> dict[int, set[int]]:
    """For each service, those whose answers differ by at most so much on average, and whose intention is another."""
    keys = [item.id for group in (rules.raw, rules.framework) for item in group]
    rows = [[portfolio.services[at].statements[key].level for key in keys] for at in places]
    levels = np.array([[-1 if level is None else level for level in row] for row in rows], dtype=np.int64)
    intended = np.array([str(portfolio.stated[at].intended) for at in places])
    twins = {}
    for row, at in enumerate(places):
        both = (levels >= 0) & (levels[row] >= 0)
        apart = (np.abs(levels - levels[row]) * both).sum(axis=1)
        common = both.sum(axis=1)
        # Σ|Δlevel| / 4n ≤ num / den, in whole numbers
        near = (common > 0) & (limit.den * apart <= 4 * limit.num * common) & (intended != intended[row])
        twins[at] = {places[int(other)] for other in np.flatnonzero(near)}
    return twins


def _over_capacity(rules: Rules, check: CheckRule, portfolio: Portfolio) -> Iterator[Finding]:
    for team in portfolio.capacity:
        if team.can_carry is not None and team.needed > team.can_carry:
            yield Finding(check.id, _raw_services(portfolio, team), (), (team.team,))


def _no_backup(rules: Rules, check: CheckRule, portfolio: Portfolio) -> Iterator[Finding]:
    for team in portfolio.capacity:
        if team.no_backup:
            yield Finding(check.id, _raw_services(portfolio, team), (), (team.team,))


def _raw_services(portfolio: Portfolio, team: Capacity) -> tuple[str, ...]:
    return tuple(
        result.name for result in portfolio.services if result.team == team.team and result.verdict in RAW_VERDICTS
    )


MADE: Mapping[str, Callable[[Rules, CheckRule, Portfolio], Iterator[Finding]]] = {
    "raw-everywhere": _raw_everywhere,
    "raw-everywhere-early": _raw_everywhere_early,
    "capability-differs": _capability_differs,
    "one-choice-everywhere": _one_choice_everywhere,
    "near-twins": _near_twins,
    "over-capacity": _over_capacity,
    "no-backup": _no_backup,
}
"""The checks across services, by id; those of one service are in `checks`."""
