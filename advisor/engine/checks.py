"""Checks of one service: what was answered and stated, against itself (model §7).

In: compiled rules and one service as it stands. Out: findings, contradictions first, then in the checklist's order.
Must not know: words; those are data. An open statement, and one that does not apply, never meets a check's condition;
a check whose input is missing is not made.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from advisor.checklist.service import Benchmark, ServiceEntry
from advisor.checklist.versions import below, differ, of_line
from advisor.engine.recommendation import RAW_VERDICTS, Bounds, Finding, StatementState
from advisor.engine.rules import CheckRule, Rules

HIGH, LOW = 3, 1
"""From this level on a statement is mostly true; up to this one it is mostly not."""


@dataclass(frozen=True, slots=True)
class CheckSubject:
    """One service as its checks look at it."""

    stated: ServiceEntry
    states: Mapping[str, StatementState]
    high: frozenset[str]
    """The roles whose statement certainly is at level 3 or 4; the scorecard's as `scorecard.<role>`."""
    low: frozenset[str]
    """The roles at level 0 or 1."""
    verdict: str
    flags: tuple[str, ...]
    framework: Bounds | None
    as_of: date | None

    @property
    def carried(self) -> bool:
        """Whether it is, or is meant to be, raw or split."""
        return self.verdict in RAW_VERDICTS or self.stated.intended in RAW_VERDICTS


def standing(rules: Rules, states: Mapping[str, StatementState]) -> tuple[frozenset[str], frozenset[str]]:
    """The roles at level 3 or 4, and those at 0 or 1."""
    high, low = [], []
    for role, key in rules.by_role.items():
        levels = states[key].levels
        if len(levels) == 1:
            if levels[0] >= HIGH:
                high.append(role)
            elif levels[0] <= LOW:
                low.append(role)
    return frozenset(high), frozenset(low)


def service_checks(rules: Rules, subject: CheckSubject) -> tuple[Finding, ...]:
    """Everything that stands out about one service; about one outside the question its versions alone."""
    outside = subject.verdict == "neither"
    findings = [] if outside else list(_contradictions(rules, subject))
    for check in rules.checks:
        if check.id not in MADE or (outside and check.id not in OF_VERSIONS):
            continue
        finding = MADE[check.id](rules, check, subject)
        if finding is not None:
            findings.append(finding)
    return tuple(findings)


def _contradictions(rules: Rules, subject: CheckSubject) -> Iterator[Finding]:
    """Both roles at level 3 or 4, and the third, where one is named, at 0 or 1."""
    for rule in rules.contradictions:
        if rule.both <= subject.high and (rule.low is None or rule.low in subject.low):
            yield _finding(rules, rule.id, subject, rule.names)


def _finding(rules: Rules, check: str, subject: CheckSubject, roles: tuple[str, ...], *about: str) -> Finding:
    return Finding(check, (subject.stated.name,), tuple(rules.by_role[role] for role in roles), about)


def _framework_on_hot_path(rules: Rules, check: CheckRule, subject: CheckSubject) -> Finding | None:
    """E2: meant for the framework, a narrow, fast, small service that gains little from it, and nothing measured."""
    if subject.stated.intended != "framework" or not subject.high >= _HOT or subject.framework is None:
        return None
    if subject.framework[1] >= rules.limits.holds.exact or any(
        _within_budget(subject.stated, one) for one in subject.stated.all_benchmarks
    ):
        return None
    return _finding(rules, check.id, subject, ("purpose", "latency", "surface"))


_HOT = frozenset({"purpose", "latency", "surface"})


def _within_budget(stated: ServiceEntry, one: Benchmark) -> bool:
    budget = stated.latency_budget_ms
    return one.variant == "framework" and budget is not None and one.p99_ms <= budget


def _synthetic_benchmark(rules: Rules, check: CheckRule, subject: CheckSubject) -> Finding | None:
    """E3: measured, but never anything like the real work."""
    benchmarks = subject.stated.all_benchmarks
    if not benchmarks or any(check.names <= set(one.includes) and one.routes >= check.whole for one in benchmarks):
        return None
    lacking = [part for part in check.ordered if not any(part in one.includes for one in benchmarks)]
    return _finding(rules, check.id, subject, (), *lacking)


def _other_version(rules: Rules, check: CheckRule, subject: CheckSubject) -> Finding | None:
    """A benchmark taken on another version of the runtime or the framework than the service states."""
    stated = subject.stated.versions
    if not stated:
        return None
    other = [
        f"{part} {version}"
        for one in subject.stated.all_benchmarks
        for part, version in one.versions.items()
        if part in stated and differ(version, stated[part])
    ]
    return _finding(rules, check.id, subject, (), *dict.fromkeys(other)) if other else None


def _maintenance_ignored(rules: Rules, check: CheckRule, subject: CheckSubject) -> Finding | None:
    """E4: raw or split, although people come and go, or although nobody looked at the team."""
    if not subject.carried:
        return None
    roles = [role for role in _MAINTENANCE if role in subject.high]
    if "scorecard.onboarding" in subject.low:
        roles.append("scorecard.onboarding")
    if roles:
        return _finding(rules, check.id, subject, tuple(roles))
    states = [subject.states[item.id] for item in rules.scorecard]
    if states and all(state.open and not state.contested for state in states):
        return Finding(check.id, (subject.stated.name,), tuple(state.id for state in states), ("blank",))
    return None


_MAINTENANCE: tuple[str, ...] = ("contributors", "onboarding")


def _no_latency_budget(rules: Rules, check: CheckRule, subject: CheckSubject) -> Finding | None:
    """E5: it has to be fast, and nobody said how fast."""
    if "latency" not in subject.high or subject.stated.latency_budget_ms is not None:
        return None
    return _finding(rules, check.id, subject, ("latency",))


def _downstream_dominates(rules: Rules, check: CheckRule, subject: CheckSubject) -> Finding | None:
    """E5: it has to be fast, and most of the time goes to what it waits for."""
    budget, downstream = subject.stated.latency_budget_ms, subject.stated.downstream_ms
    if budget is None or downstream is None or "latency" not in subject.high:
        return None
    if Fraction(repr(downstream)) <= check.share * Fraction(repr(budget)):
        return None
    return _finding(rules, check.id, subject, ("latency",))


def _capability_without_seniority(rules: Rules, check: CheckRule, subject: CheckSubject) -> Finding | None:
    if "capability" not in subject.high or "scorecard.seniority" not in subject.low:
        return None
    return _finding(rules, check.id, subject, ("capability", "scorecard.seniority"))


def _owner_on_paper(rules: Rules, check: CheckRule, subject: CheckSubject) -> Finding | None:
    if "ownership" not in subject.high or "scorecard.ownership" not in subject.low:
        return None
    return _finding(rules, check.id, subject, ("ownership", "scorecard.ownership"))


def _kind_unclear(rules: Rules, check: CheckRule, subject: CheckSubject) -> Finding | None:
    return _finding(rules, check.id, subject, ()) if subject.stated.kind in check.names else None


def _split_undrawn(rules: Rules, check: CheckRule, subject: CheckSubject) -> Finding | None:
    if "split" not in (subject.verdict, subject.stated.intended) or subject.stated.boundary.strip():
        return None
    return _finding(rules, check.id, subject, ())


def _version_ended(rules: Rules, check: CheckRule, subject: CheckSubject) -> Finding | None:
    """A version that gets no more fixes on the day of the record; not made where no day is given."""
    if subject.as_of is None or not subject.stated.versions:
        return None
    ended = [
        f"{part} {version}"
        for part, version in subject.stated.versions.items()
        if any(part == end.part and end.on <= subject.as_of and of_line(end.line, version) for end in rules.ends)
    ]
    return _finding(rules, check.id, subject, (), *ended) if ended else None


def _security_release(rules: Rules, check: CheckRule, subject: CheckSubject) -> Finding | None:
    """A version before the newest security release of its line."""
    behind = [
        f"{part} {version}"
        for part, version in subject.stated.versions.items()
        if any(part == fix.part and of_line(fix.line, version) and below(version, fix.version) for fix in rules.fixes)
    ]
    return _finding(rules, check.id, subject, (), *behind) if behind else None


_SMALL_HIGH = ("purpose", "surface")
_SMALL_LOW = ("latency", "cross-cutting", "contributors", "growth")


def _too_small_to_matter(rules: Rules, check: CheckRule, subject: CheckSubject) -> Finding | None:
    """E6: narrow and small, and nothing that either side is for."""
    if not (subject.high.issuperset(_SMALL_HIGH) and subject.low.issuperset(_SMALL_LOW)):
        return None
    return _finding(rules, check.id, subject, (*_SMALL_HIGH, *_SMALL_LOW))


def _usual_side(rules: Rules, check: CheckRule, subject: CheckSubject) -> Finding | None:
    """The kind usually stands on the other side than a settled or complete verdict."""
    usual = rules.usual.get(subject.stated.kind or "")
    if usual is None or subject.verdict != OTHER_SIDE[usual] or "provisional" in subject.flags:
        return None
    return _finding(rules, check.id, subject, (), usual, subject.stated.kind or "")


OTHER_SIDE = {"raw": "framework", "framework": "raw"}
OF_VERSIONS = frozenset({"other-version", "version-ended", "security-release"})
"""The checks that are made of a service outside the question too."""

MADE: Mapping[str, Callable[[Rules, CheckRule, CheckSubject], Finding | None]] = {
    "framework-on-hot-path": _framework_on_hot_path,
    "synthetic-benchmark": _synthetic_benchmark,
    "other-version": _other_version,
    "maintenance-ignored": _maintenance_ignored,
    "no-latency-budget": _no_latency_budget,
    "downstream-dominates": _downstream_dominates,
    "capability-without-seniority": _capability_without_seniority,
    "owner-on-paper": _owner_on_paper,
    "kind-unclear": _kind_unclear,
    "split-undrawn": _split_undrawn,
    "version-ended": _version_ended,
    "security-release": _security_release,
    "too-small-to-matter": _too_small_to_matter,
    "usual-side": _usual_side,
}
"""The checks of one service, by id; those across services are in `platform_checks`."""
