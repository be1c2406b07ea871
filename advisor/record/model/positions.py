"""What the deciders said, in words: each with who entered it, where that was somebody else.

In: what a record's JSON holds under `said`. Out: lines. Must not know: Django, files.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from advisor.record.numbers import day_in_words

REPORTED = {"reported-accepted": "accepted", "reported-dissent": "dissent"}
"""What somebody else says of a decider who did not say it here."""


@dataclass(frozen=True, slots=True)
class PositionLine:
    """What one person said of the decision."""

    who: str
    on: str
    what: str
    words: str
    dissents: bool = False
    source: str = ""
    """When and where they said what is reported of them."""


def position_lines(positions: Iterable[Mapping[str, Any]]) -> tuple[PositionLine, ...]:
    """Everything that was said, in its order.

    >>> [line.what for line in position_lines([
    ...     {"who": "Sam", "what": "reported-accepted", "on": "2026-11-23", "by": "Rita"},
    ...     {"who": "Ben", "what": "dissent", "on": "2026-11-23", "by": "Benjamin"},
    ...     {"who": "Ada", "what": "accepted", "on": "2026-11-23"},
    ... ])]
    ['accepted, as reported by Rita', 'dissents, entered by Benjamin', 'accepted']
    """
    return tuple(
        PositionLine(
            who=one["who"],
            on=day_in_words(_day(one["on"])),
            what=_what(one),
            words=one.get("words", ""),
            dissents=_word(one) == "dissents",
            source=_source(one),
        )
        for one in positions
    )


def source_words(said_on: date | None, place: str) -> str:
    """When and where something was said that is reported.

    >>> source_words(date(2026, 11, 20), "https://example.org/minutes"), source_words(None, "")
    ('said on 20 November 2026, https://example.org/minutes', '')
    """
    return f"said on {day_in_words(said_on)}, {place}" if said_on else ""


def silent(deciders: Sequence[str], positions: Iterable[Mapping[str, Any]]) -> list[str]:
    """The deciders of whom nothing is said."""
    speakers = {one["who"] for one in positions}
    return [name for name in deciders if name not in speakers]


def all_accept(deciders: Sequence[str], positions: Iterable[Mapping[str, Any]]) -> bool:
    """Whether nobody dissents and nobody is silent.

    >>> all_accept(["Ada"], [{"who": "Ada", "what": "accepted"}]), all_accept(["Ada"], [])
    (True, False)
    """
    last = _last(positions)
    return all(last.get(name) == "accepted" for name in deciders)


def standing(deciders: Sequence[str], positions: Iterable[Mapping[str, Any]]) -> str:
    """What was signed off, in words that read as accepted only where everyone accepted.

    >>> said = [{"who": "Ada", "what": "accepted"}]
    >>> standing(["Ada"], said), standing(["Ada", "Ben"], said), standing(["Ben"], said)
    ('Accepted by Ada', 'Signed off, accepted by 1 of 2; 1 silent', 'Signed off, accepted by nobody; 1 silent')
    """
    positions = list(positions)
    begin = "Accepted" if all_accept(deciders, positions) else "Signed off, accepted"
    return f"{begin} {assent(deciders, positions)}"


def assent(deciders: Sequence[str], positions: Iterable[Mapping[str, Any]]) -> str:
    """How many deciders accepted, dissent and are silent: that something was accepted does not say by whom.

    >>> said = [{"who": "Ada", "what": "accepted"}, {"who": "Ben", "what": "dissent"}]
    >>> assent(["Ada", "Ben", "Cleo"], said)
    'by 1 of 3; 1 dissents; 1 silent'
    >>> assent(["Ada"], said), assent(["Ada", "Sam"], [*said, {"who": "Sam", "what": "reported-accepted"}])
    ('by Ada', 'by all 2')
    """
    last = _last(positions)
    words = [last.get(name, "silent") for name in deciders]
    accepted, against, quiet = words.count("accepted"), words.count("dissent"), words.count("silent")
    if accepted == len(words):
        return f"by {deciders[0]}" if accepted == 1 else f"by all {accepted}"
    clauses = [f"by {accepted} of {len(words)}" if accepted else "by nobody"]
    clauses += [f"{against} {'dissents' if against == 1 else 'dissent'}"] if against else []
    return "; ".join([*clauses, f"{quiet} silent"] if quiet else clauses)


def _last(positions: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Each person's last word, whoever entered it."""
    return {one["who"]: REPORTED.get(one["what"], one["what"]) for one in positions}


def _what(one: Mapping[str, Any]) -> str:
    word, by = _word(one), one.get("by") or one["who"]
    if one["what"] in REPORTED:
        return f"{word}, as reported by {by}"
    return word if by == one["who"] else f"{word}, entered by {by}"


def _word(one: Mapping[str, Any]) -> str:
    what = REPORTED.get(one["what"], one["what"])
    return "dissents" if what == "dissent" else str(what)


def _source(one: Mapping[str, Any]) -> str:
    on = one.get("said_on")
    return source_words(_day(on) if on else None, one.get("place", ""))


def _day(on: date | str) -> date:
    return date.fromisoformat(on) if isinstance(on, str) else on
