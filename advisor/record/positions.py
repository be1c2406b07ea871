"""What the deciders said, in words: each with who entered it, where that was somebody else.

In: what a record's JSON holds under `said`. Out: lines. Must not know: Django, files.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

REPORTED = {"reported-accepted": "accepted", "reported-dissent": "dissent"}
"""What somebody else says of a decider who did not say it here."""


@dataclass(frozen=True, slots=True)
class PositionLine:
    """What one person said of the decision."""

    who: str
    on: str
    what: str
    words: str


def position_lines(said: Iterable[Mapping[str, Any]]) -> tuple[PositionLine, ...]:
    """Everything that was said, in its order.

    >>> [line.what for line in position_lines([
    ...     {"who": "Sam", "what": "reported-accepted", "on": "2026-11-23", "by": "Rita"},
    ...     {"who": "Ben", "what": "dissent", "on": "2026-11-23", "by": "Benjamin"},
    ...     {"who": "Ada", "what": "accepted", "on": "2026-11-23"},
    ... ])]
    ['accepted, as reported by Rita', 'dissent, entered by Benjamin', 'accepted']
    """
    return tuple(PositionLine(one["who"], one["on"], _what(one), one.get("words", "")) for one in said)


def _what(one: Mapping[str, Any]) -> str:
    what, by = one["what"], one.get("by") or one["who"]
    if what in REPORTED:
        return f"{REPORTED[what]}, as reported by {by}"
    return what if by == one["who"] else f"{what}, entered by {by}"
