"""The checks once more, read off the words of the model.

In: a checklist's figures, written out again here, an answers file, and the verdicts. Out: which check fires on which
services. Must not know: the engine.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from itertools import combinations

from advisor.checklist.answers import AnswersFile
from advisor.checklist.service import ServiceEntry
from tests.engine.oracle.case import Case
from tests.engine.oracle.judgement import support

Found = set[tuple[str, tuple[str, ...]]]
CONTRADICTIONS = {
    "surface-and-growth": ("surface", "growth"),
    "ownership-and-contributors": ("ownership", "contributors"),
    "latency-and-time-to-market": ("latency", "time-to-market"),
    "purpose-and-cross-cutting": ("purpose", "cross-cutting"),
    "reinvent-and-wrap": ("reinvent", "wrap"),
}
FIXED = {"22": (22, 23, 4), "24": (24, 22, 1), "26": (26, 12, 1)}
"""The newest security releases of Node.js."""
USUAL = {"inference-edge": "raw", "product-api": "framework", "webhook-fanout": "framework"}
"""The side on which some kinds usually stand."""
ENDED = {"20": date(2026, 4, 30), "22": date(2027, 4, 30)}
"""Of Node.js, the two that the examples use."""


class Seen:
    """One service, with its level for each role."""

    def __init__(self, service: ServiceEntry, case: Case, verdict: str) -> None:
        self.service, self.case, self.verdict, self.name = service, case, verdict, service.name
        self.roles = {one.role: one.id for one in case.checklist.statements}
        self.roles |= {f"card {one.role}": f"scorecard.{one.id}" for one in case.checklist.scorecard.dimensions}

    def level(self, role: str) -> int | None:
        levels = self.case.levels[self.roles[role]]
        return levels[0] if len(levels) == 1 else None

    def high(self, *roles: str) -> bool:
        return all((self.level(role) or 0) >= 3 for role in roles)

    def low(self, role: str) -> bool:
        level = self.level(role)
        return level is not None and level <= 1

    def support(self, side: str, end: int) -> Fraction | None:
        """The lowest (end 0) or the highest (end −1) support that open answers leave."""
        return support(self.case, side, {key: levels[end] for key, levels in self.case.levels.items() if levels})

    @property
    def framework(self) -> tuple[Fraction, Fraction] | None:
        low, high = self.support("framework", 0), self.support("framework", -1)
        return None if low is None or high is None else (low, high)

    @property
    def lean(self) -> tuple[Fraction, Fraction]:
        low, high = (self.support("framework", end) or Fraction(0) for end in (0, -1))
        return low - (self.support("raw", -1) or Fraction(0)), high - (self.support("raw", 0) or Fraction(0))


def version_findings(seen: Seen, as_of: date) -> Iterator[str]:
    """The checks about versions, which a service outside the question has too."""
    said = seen.service
    stated, taken = said.versions.get("node"), [one.versions.get("node") for one in said.benchmarks]
    line, *rest = (stated or "").split(".")
    if stated and any(
        one and one != stated and not one.startswith(f"{stated}.") and not stated.startswith(f"{one}.") for one in taken
    ):
        yield "other-version"
    if stated and ENDED.get(line, date.max) <= as_of:
        yield "version-ended"
    if rest and line in FIXED and tuple(map(int, (line, *rest))) < FIXED[line][: 1 + len(rest)]:
        yield "security-release"


def service_findings(seen: Seen, as_of: date, *, sure: bool) -> Iterator[str]:
    """The checks of one service that fire; `sure` where its verdict is settled or complete."""
    yield from version_findings(seen, as_of)
    if seen.verdict == "neither":
        return
    said = seen.service
    if seen.high("purpose", "surface") and all(map(seen.low, ("latency", "cross-cutting", "contributors", "growth"))):
        yield "too-small-to-matter"
    if sure and {USUAL.get(said.kind or ""), seen.verdict} == {"raw", "framework"}:
        yield "usual-side"
    yield from (check for check, roles in CONTRADICTIONS.items() if seen.high(*roles))
    if seen.high("hot-path", "business-part") and seen.low("boundary"):
        yield "split-without-boundary"
    budget, theta = said.latency_budget_ms, Fraction(3, 5)
    within = any(one.variant == "framework" and budget and one.p99_ms <= budget for one in said.benchmarks)
    hot = said.intended == "framework" and seen.high("purpose", "latency", "surface") and not within
    if hot and seen.framework and seen.framework[1] < theta:
        yield "framework-on-hot-path"
    real = [len(set(one.includes)) == 4 and one.routes > 1 for one in said.benchmarks]
    if real and not any(real):
        yield "synthetic-benchmark"
    card = [seen.case.levels[key] for key in seen.case.keys("sustain")]
    maintained = seen.high("contributors") or seen.high("onboarding") or seen.low("card onboarding")
    if {seen.verdict, said.intended} & {"raw", "split"} and (maintained or all(len(one) == 5 for one in card)):
        yield "maintenance-ignored"
    if seen.high("latency") and not budget:
        yield "no-latency-budget"
    if seen.high("latency") and budget and said.downstream_ms and said.downstream_ms * 2 > budget:
        yield "downstream-dominates"
    if seen.high("capability") and seen.low("card seniority"):
        yield "capability-without-seniority"
    if seen.high("ownership") and seen.low("card ownership"):
        yield "owner-on-paper"
    if said.kind == "webhook":
        yield "kind-unclear"
    if "split" in (seen.verdict, said.intended) and not said.boundary:
        yield "split-undrawn"


def platform_findings(every: list[Seen], owners: Mapping[str, int | None]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The checks across services that fire."""
    meant = [one.service.intended for one in every if one.service.intended]
    raw = tuple(one.name for one in every if one.service.intended == "raw")
    fits = any(one.framework and one.framework[0] >= Fraction(3, 5) for one in every)
    if len(meant) >= 3 and Fraction(len(raw), len(meant)) >= Fraction(4, 5) and fits:
        yield "raw-everywhere", raw
    else:
        shared = [one for one in every if "raw" in (one.verdict, one.service.intended) and one.high("cross-cutting")]
        if len(shared) >= 2:
            yield "raw-everywhere-early", tuple(one.name for one in shared)
    if len(every) > 1 and len(meant) == len(every) and len(set(meant)) == 1:
        ranges = [one.lean for one in every]
        if max(low for low, _ in ranges) - min(high for _, high in ranges) > Fraction(3, 5):
            yield "one-choice-everywhere", tuple(one.name for one in every)
    for team, count in owners.items():
        ours = [one for one in every if one.service.team == team]
        levels = [level for one in ours if (level := one.level("capability")) is not None]
        if levels and max(levels) - min(levels) >= 2:
            ends = (min(levels), max(levels))
            yield "capability-differs", tuple(one.name for one in ours if one.level("capability") in ends)
        carried = tuple(one.name for one in ours if one.verdict in ("raw", "split"))
        if count is not None and len(carried) > count:
            yield "over-capacity", carried
        if count == 1 and carried:
            yield "no-backup", carried


def twins(every: list[Seen]) -> set[frozenset[str]]:
    """Each pair of services answered nearly alike and meant to be built differently."""
    found = set()
    for one, other in combinations(every, 2):
        keys = [*one.case.keys("raw"), *one.case.keys("framework")]
        levels = [(one.case.levels[key], other.case.levels[key]) for key in keys]
        apart = [Fraction(abs(a[0] - b[0]), 4) for a, b in levels if len(a) == len(b) == 1]
        intended = one.service.intended, other.service.intended
        if None not in intended and intended[0] != intended[1] and apart and sum(apart) / len(apart) <= Fraction(1, 10):
            found.add(frozenset((one.name, other.name)))
    return found


def findings(
    answers: AnswersFile, cases: Mapping[str, Case], verdicts: Mapping[str, str], sure: set[str], as_of: date
) -> tuple[Found, set[frozenset[str]]]:
    """Everything that fires but near-twins, and the pairs of those; `sure` are those whose verdict is settled or
    complete."""
    every = [Seen(one, cases[one.name], verdicts[one.name]) for one in answers.services]
    found = {(check, (one.name,)) for one in every for check in service_findings(one, as_of, sure=one.name in sure)}
    every = [one for one in every if one.verdict != "neither"]
    owners = {team.name: team.raw_owners for team in answers.teams}
    return found | set(platform_findings(every, owners)), twins(every)
