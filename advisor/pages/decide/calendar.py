"""The dates of a decision as a calendar file (iCalendar, RFC 5545): the review, and every action.

In: the sections of a decision, its address, a day. Out: text. Must not know: requests, the clock. What people typed is
escaped, so that it neither ends a line nor begins a property.
"""

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta

from advisor.decisions.draft_content import Content
from advisor.decisions.plan_sections import agreed

LONGEST = 75
"""Octets in a line; a longer one goes on in the next, which begins with a space."""


def calendar(title: str, content: Content, about: str, address: str, as_of: date) -> str:
    """One event of a whole day for the review and for each action; `as_of` is the day the file is made. `about` is what
    the assessment is known by, whatever its address."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Architecture Decision Advisor//EN"]
    if content.get("review"):
        lines += _event(f"{about}|review", f"Review the decision on {title}", content["review"], address, as_of)
    for known_by, action in agreed(content):
        words = f"{action['what']} ({action['owner']})"
        lines += _event(f"{about}|{known_by}", words, action["by"], address, as_of)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(key: str, words: str, day: str, address: str, as_of: date) -> Iterator[str]:
    starts = date.fromisoformat(day)
    # the same in every file, so that a calendar changes an event and does not add a second one
    identity = hashlib.sha256(key.encode()).hexdigest()[:32]
    yield "BEGIN:VEVENT"
    yield f"UID:{identity}@architecture-decision-advisor"
    yield f"DTSTAMP:{as_of:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{starts:%Y%m%d}"
    if starts < date.max:
        yield f"DTEND;VALUE=DATE:{starts + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(words)}"
    yield f"URL:{address}"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    """Text as a property holds it.

    >>> print(_escaped("a;b, c"))
    a\\;b\\, c
    """
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())


def _folded(line: str) -> Iterator[str]:
    """The line in parts of at most 75 octets, cut between characters."""
    part, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > LONGEST:
            yield part
            part, size = " ", 1
        part, size = part + character, size + octets
    yield part
