"""What a field of a service declares of itself, beside its type.

In: nothing. Out: the words and limits that pages, tables, files and the history take from `service.SERVICE_FIELDS`.
Must not know: how a page asks, how a row is stored.
"""

from dataclasses import dataclass
from typing import Literal

LONGEST_LINE = 300
LONGEST_NOTE = 20_000
MOST_MS = 1_000_000_000

Form = Literal[
    "line", "team", "kind", "setting", "text", "choice", "milliseconds", "versions", "benchmarks", "measurements",
    "wants",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ServiceField:
    """One field: how it is asked and read, and what it is called."""

    form: Form
    words: str
    """What the history calls it."""
    headings: tuple[str, ...] = ()
    """What its column may be called in a table; none where a table cannot hold it."""
    label: str = ""
    """What a form asks, where the checklist does not say it."""
    hint: str = ""
    thing: str = ""
    """What one value is, in a message: “is no kind of service”."""
    options: tuple[tuple[str, str], ...] = ()
    """Of a choice: each value and its words."""
    least: float = 0
    """Of a number."""
    beside_answers: bool = False
    """Whether the questionnaire asks for it too, and not only the service's own page."""
