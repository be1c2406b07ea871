"""The reply to a save that went well: the same few words every time, with four values in them.

In: what was saved. Out: HTML, the very same that `questionnaire/_state.html` gives. Must not know: requests, rows.
The template is rendered once for each statement, with marks where the values go: rendering it anew costs more than
storing the answer does.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from django.template.loader import render_to_string

from advisor.pages.questionnaire.question import Question

TEMPLATE = "questionnaire/_state.html"
_BASE, _REQUEST = "mark-of-the-base", "mark-of-the-request"
_AT = datetime(1000, 2, 3, 4, 5, 6, 7, tzinfo=UTC)
_CLOCK = "%H:%M"


@dataclass(frozen=True, slots=True)
class _Marks:
    """A saved question to the template, with marks for what differs from save to save."""

    key: str
    base: str = _BASE
    request_id: str = _REQUEST
    saved_at: datetime = _AT
    error: None = None
    stale: bool = False


@lru_cache(maxsize=512)
def _pattern(key: str) -> str:
    return render_to_string(TEMPLATE, {"question": _Marks(key)})


def saved_state(question: Question, saved_at: datetime) -> str:
    """The lines below a statement that was saved just now."""
    return (
        _pattern(question.key)
        .replace(_BASE, str(question.base))
        .replace(_REQUEST, question.request_id)
        .replace(_AT.isoformat(), saved_at.isoformat())
        .replace(_AT.strftime(_CLOCK), saved_at.strftime(_CLOCK))
    )
