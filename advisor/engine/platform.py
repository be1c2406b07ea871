"""The platform: its verdict, and whether the teams can carry what their services ask for (model §7)."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal

from advisor.checklist.service import ServiceEntry
from advisor.engine.platform_checks import Portfolio, platform_checks
from advisor.engine.recommendation import (
    RAW_VERDICTS,
    Capacity,
    Conversion,
    PlatformRecommendation,
    ServiceRecommendation,
)
from advisor.engine.rules import Rules

PlatformVerdict = Literal["raw", "framework", "split", "mixed", "undecided", "neither"]


def platform_verdict(rules: Rules, verdicts: Sequence[str]) -> PlatformVerdict:
    """Undecided if more than a third is; mixed if any is split or both classes occur; else the one class. Services that
    the question does not apply to are left out; a platform of nothing else is neither."""
    verdicts = [verdict for verdict in verdicts if verdict != "neither"]
    if not verdicts:
        return "neither"
    limit = rules.limits.capacity_undecided
    if limit.den * verdicts.count("undecided") > limit.num * len(verdicts):
        return "undecided"
    clear = set(verdicts) - {"undecided"}
    if "split" in clear or {"raw", "framework"} <= clear:
        return "mixed"
    if "raw" in clear:
        return "raw"
    return "framework" if clear else "undecided"


def recommend_platform(
    rules: Rules,
    services: Sequence[ServiceRecommendation],
    owners: Mapping[str, int | None],
    stated: Sequence[ServiceEntry],
) -> PlatformRecommendation:
    """The platform's recommendation; `owners` maps each owning team to its raw owners, None where not stated. What is
    stated of the services comes in their order."""
    capacity, convert = [], []
    for team, count in owners.items():
        raw_services = [s for s in services if s.team == team and s.verdict in RAW_VERDICTS]
        # n owners carry n services, each backing another's; one alone carries one, without a backup
        capacity.append(Capacity(team, len(raw_services), count, no_backup=count == 1 and bool(raw_services)))
        if count is not None and len(raw_services) > count:
            first = sorted(raw_services, key=lambda s: (abs(s.lean or Fraction(0)), s.robustness or Fraction(0)))
            convert += [Conversion(team, s.name) for s in first[: len(raw_services) - count]]
    return PlatformRecommendation(
        verdict=platform_verdict(rules, [s.verdict for s in services]),
        outside=tuple(s.name for s in services if s.verdict == "neither"),
        capacity=tuple(capacity),
        convert_first=tuple(convert),
        checks=platform_checks(rules, _inside(services, stated, capacity)),
    )


def _inside(
    services: Sequence[ServiceRecommendation], stated: Sequence[ServiceEntry], capacity: Sequence[Capacity]
) -> Portfolio:
    """What checks across services look at: those that the question applies to."""
    inside = [
        (result, service) for result, service in zip(services, stated, strict=True) if result.verdict != "neither"
    ]
    return Portfolio([result for result, _ in inside], [service for _, service in inside], capacity)
