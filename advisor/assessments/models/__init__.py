"""The rows of assessments: what is asked and answered (`asked`), and what is revealed and settled (`rounds`)."""

from advisor.assessments.models.asked import (
    EVIDENCE,
    INTENDED,
    VALUES,
    AnswerEvent,
    Assessment,
    Assignment,
    AuditEvent,
    ChecklistVersion,
    CurrentAnswer,
    OwningTeam,
    Present,
    Respondent,
    Said,
    Service,
    Submission,
    public_id,
)
from advisor.assessments.models.rounds import Comment, Round, RoundAnswer, Settlement

__all__ = [
    "EVIDENCE",
    "INTENDED",
    "VALUES",
    "AnswerEvent",
    "Assessment",
    "Assignment",
    "AuditEvent",
    "ChecklistVersion",
    "Comment",
    "CurrentAnswer",
    "OwningTeam",
    "Present",
    "Respondent",
    "Round",
    "RoundAnswer",
    "Said",
    "Service",
    "Settlement",
    "Submission",
    "public_id",
]
