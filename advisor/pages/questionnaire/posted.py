"""What a browser posted for one statement, as values: HTTP text in, a draft and its base out.

Nothing here raises for odd input but `BadAnswerError`, whose message stands at the field.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

from advisor.assessments.answers import BASE_MAX, BadAnswerError, Draft, Evidence, Kept
from advisor.checklist.text import tidied

CHOICES = frozenset({"0", "1", "2", "3", "4", "unsure", "na"})
ID = re.compile(r"[A-Za-z0-9-]{8,64}")
MOST_TRIED = 20


@dataclass(frozen=True, slots=True)
class Posted:
    value: str
    """Empty where nothing is chosen."""
    reason: str
    note: str
    evidence: Evidence
    base: int
    request_id: str
    tried: frozenset[str]
    pick: str
    """`mine` or `theirs`, where both values of a stale save were shown and one was picked."""
    shown_both: bool

    def draft(self, kept: Kept | None) -> Draft:
        """What is said. Where nothing is chosen, what was chosen before stays, and the note may be new."""
        if self.value:
            return Draft(self.value, self.reason, self.note, self.evidence)
        if kept:
            return Draft(kept.draft.value, kept.draft.reason, self.note, self.evidence)
        return Draft("none", "", self.note, self.evidence)


def number(text: str, *, most: int = BASE_MAX) -> int | None:
    """A whole number from 0 to `most` in plain digits, else None."""
    if not re.fullmatch(r"[0-9]{1,10}", text, re.ASCII):
        return None
    value = int(text)
    return value if value <= most else None


def _line(text: str) -> str:
    return " ".join(tidied(text).split())


def posted(post: Mapping[str, str], key: str) -> Posted:
    """The fields of one statement. BadAnswerError: the choice is none of those offered."""
    value = post.get(f"answer-{key}", "")
    if value and value not in CHOICES:
        raise BadAnswerError("value", "Choose one of the answers shown.")
    request_id = post.get(f"request-{key}", "")
    tried = [one for one in post.get(f"tried-{key}", "")[:2000].split() if ID.fullmatch(one)]
    return Posted(
        value=value,
        reason=_line(post.get(f"reason-{key}", "")),
        note=tidied(post.get(f"note-{key}", "")).strip(),
        evidence=Evidence(
            kind=post.get(f"evidence-{key}", ""),
            url=_line(post.get(f"link-{key}", "")),
            expires=_line(post.get(f"expires-{key}", "")),
        ),
        base=number(post.get(f"base-{key}", "")) or 0,
        request_id=request_id if ID.fullmatch(request_id) else uuid4().hex,
        tried=frozenset(tried[:MOST_TRIED]),
        pick=post.get(f"pick-{key}", ""),
        shown_both=f"conflict-{key}" in post,
    )
