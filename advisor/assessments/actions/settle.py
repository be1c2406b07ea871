"""After the reveal: a facilitator settles a level, and people comment.

In: an assessment, a service or a team of it, who acts, let in before. Out: what was kept, or why not. Must not know:
HTTP. A settlement is a shared field: it is changed from the revision it was seen at, or not at all.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from advisor.assessments.answers import REASON_MAX, StaleDetailsError
from advisor.assessments.audit import audit
from advisor.assessments.models import Assessment, Comment, OwningTeam, Respondent, Round, Service, Settlement
from advisor.assessments.models.asked import EDITOR
from advisor.checklist.errors import AdvisorError
from advisor.sharing.access import VisitorKey
from advisor.sharing.services import known

Subject = Service | OwningTeam
COMMENT_MAX = 4_000


class BadSettlementError(AdvisorError):
    """What was sent cannot be settled: the field, and what to write instead."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


def _of(subject: Subject) -> dict[str, Any]:
    return {"service" if isinstance(subject, Service) else "team": subject}


@transaction.atomic
def settle(
    *,
    assessment: Assessment,
    visitor: VisitorKey,
    subject: Subject,
    statement: str,
    level: int | None,
    reason: str,
    base: int,
) -> Settlement:
    """Settles a level with its reason, from revision `base` (0: there is none); None takes it back.

    StaleDetailsError with the row where somebody was faster; the same said twice is said once."""
    reason = reason.strip() if level is not None else ""
    if level is not None and not reason:
        raise BadSettlementError("reason", "Say why, in a few words. It goes into the record beside the level.")
    if len(reason) > REASON_MAX:
        raise BadSettlementError("reason", f"The reason has {len(reason):,} characters: shorten it to {REASON_MAX:,}.")
    who, now = known(visitor), timezone.now()
    values: dict[str, Any] = {"level": level, "reason": reason, "settled_by": who, "settled_at": now}
    rows = Settlement.objects.filter(statement=statement, **_of(subject))
    before = rows.first()
    if before is not None and (before.level, before.reason) == (level, reason):
        return before
    if not _is_stored(rows, before, base, {"statement": statement, **_of(subject)}, values):
        raise StaleDetailsError(rows.get())
    detail = {"of": subject.slug, "statement": statement, "from": before.level if before else None, "to": level}
    action = "statement settled" if level is not None else "settlement taken back"
    audit(scope_id=assessment.scope_id, visitor=who, action=action, detail=detail)
    return rows.get()


def _is_stored(rows: Any, before: Settlement | None, base: int, key: dict[str, Any], values: dict[str, Any]) -> bool:
    if before is not None:
        return bool(rows.filter(revision=base).update(revision=base + 1, **values))
    if base:
        return False
    try:
        with transaction.atomic():
            Settlement.objects.create(**key, **values)
    except IntegrityError:  # somebody settled it at this very moment
        return False
    return True


def settlements_of(*, service: Service) -> dict[str, Settlement]:
    """The rows about a service and its team's scorecard, by key (`scorecard.<id>`), taken back ones included."""
    settlements = {row.statement: row for row in Settlement.objects.filter(service=service)}
    return settlements | {
        f"scorecard.{row.statement}": row for row in Settlement.objects.filter(team_id=service.team_id)
    }


def add_comment(
    *, round_id: int, respondent: Respondent | None, visitor: VisitorKey, statement: str, text: str, request_id: str
) -> bool:
    """Says something to a statement of a revealed round. False: it was said before, by this very form."""
    text = text.strip()
    if not text:
        raise BadSettlementError("text", "Write something first.")
    if len(text) > COMMENT_MAX:
        raise BadSettlementError("text", f"It has {len(text):,} characters: shorten it to {COMMENT_MAX:,}.")
    try:
        with transaction.atomic():
            Comment.objects.create(
                round=Round.objects.get(id=round_id, revealed_at__isnull=False),
                respondent=respondent,
                visitor=known(visitor),
                statement=statement,
                text=text,
                request_id=request_id,
            )
    except IntegrityError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class CommentLine:
    """One comment."""

    name: str
    text: str
    made_at: datetime


def comments_of(rounds: Collection[int]) -> dict[tuple[int, str], list[CommentLine]]:
    """The comments of these rounds, oldest first, by round and statement, in one read."""
    comments: dict[tuple[int, str], list[CommentLine]] = {}
    rows: Iterable[Comment] = Comment.objects.filter(round_id__in=rounds).select_related("respondent").order_by("id")
    for row in rows:
        name = row.respondent.name if row.respondent else EDITOR
        comments.setdefault((row.round_id, row.statement), []).append(CommentLine(name, row.text, row.made_at))
    return comments
