"""Checks across answers: what was answered against itself (model §7).

In: compiled rules and the states of a service's statements. Out: findings. Must not know: words; those are data.
An open statement, and one that does not apply, never meets a check's condition.
"""

from collections.abc import Mapping

from advisor.engine.recommendation import Finding, StatementState
from advisor.engine.rules import Rules


def contradictions(rules: Rules, service: str, states: Mapping[str, StatementState]) -> tuple[Finding, ...]:
    """The checklist's contradictions that a service's answers fall into: both roles at level 3 or 4, and the third,
    where one is named, at 0 or 1."""
    by_role = {item.role: item.id for group in rules.groups[:4] for item in group}

    def level(role: str) -> int | None:
        key = by_role.get(role)
        return states[key].level if key is not None and key in states else None

    def high(role: str) -> bool:
        found = level(role)
        return found is not None and found >= 3

    def low(role: str) -> bool:
        found = level(role)
        return found is not None and found <= 1

    return tuple(
        Finding(rule.id, (service,), tuple(by_role[role] for role in rule.named))
        for rule in rules.contradictions
        if all(high(role) for role in rule.high) and (rule.low is None or low(rule.low))
    )
