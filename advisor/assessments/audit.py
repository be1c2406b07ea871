"""The audit of what is not an answer: who did what, and when."""

from collections.abc import Mapping
from typing import Any

from advisor.assessments.models import (
    AuditEvent,
)
from advisor.sharing.models import Visitor


def audit(*, scope_id: int, visitor: Visitor | None, action: str, detail: Mapping[str, Any]) -> int:
    """Notes who did what, for every write that is not an answer; the number of the note."""
    return AuditEvent.objects.create(scope_id=scope_id, visitor=visitor, action=action, detail=dict(detail)).id
