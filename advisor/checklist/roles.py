"""What a statement can be about: the words by which rules name statements, so that another checklist can reuse them.

In: nothing. Out: roles and the groups they belong to. Must not know: statements, ids.
"""

from typing import Literal

Group = Literal["raw", "framework", "split", "gut"]
Role = Literal[
    # raw
    "purpose", "latency", "capability", "surface", "ownership",
    # framework
    "exposure", "cross-cutting", "contributors", "onboarding", "time-to-market", "growth",
    # split
    "hot-path", "business-part", "boundary",
    # gut check
    "reinvent", "wrap",
]  # fmt: skip
ScorecardRole = Literal["seniority", "onboarding", "ownership", "review"]
GATING_ROLES: frozenset[str] = frozenset({"purpose", "latency", "capability", "ownership", "hot-path", "boundary"})
"""Roles that rules or gates use: such a statement, and the scorecard's `ownership`, always applies."""


GROUP_OF_ROLE: dict[str, Group] = {
    **dict.fromkeys(("purpose", "latency", "capability", "surface", "ownership"), "raw"),
    **dict.fromkeys(
        ("exposure", "cross-cutting", "contributors", "onboarding", "time-to-market", "growth"), "framework"
    ),
    **dict.fromkeys(("hot-path", "business-part", "boundary"), "split"),
    **dict.fromkeys(("reinvent", "wrap"), "gut"),
}
"""The group a role is for."""
