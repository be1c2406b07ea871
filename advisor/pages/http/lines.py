"""A field of several lines, each an entry: HTTP text in, lines out, with what is wrong at the field.

Must not know: requests, what the lines are.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from advisor.checklist.text import tidied

LONGEST_REASON, LONGEST_LINE, MOST_LINES = 4000, 300, 100


@dataclass(frozen=True, slots=True)
class Lines:
    """A field of several lines, each an entry."""

    name: str
    label: str
    hint: str
    value: str
    error: str = ""


def entries(text: str) -> list[str]:
    lines = (" ".join(line.split()) for line in tidied(text).splitlines())
    return [line for line in lines if line]


def typed_lines(name: str, label: str, hint: str, post: Mapping[str, str], *, names: bool = False) -> Lines:
    """A field of several lines as it was typed; `names` stand in it once each."""
    value = tidied(post.get(name, ""))
    lines, error = entries(value), ""
    longest = LONGEST_LINE if names else LONGEST_REASON
    folded = [line.casefold() for line in lines]
    twice = next((line for at, line in enumerate(lines) if folded[at] in folded[:at]), "")
    if len(lines) > MOST_LINES:
        error = f"These are {len(lines)}. Write at most {MOST_LINES}."
    elif any(len(line) > longest for line in lines):
        error = f"Shorten each line to {longest:,} characters."
    elif twice and names:
        error = f"“{twice[:60]}” appears twice. Keep one."
    return Lines(name, label, hint, value, error)
