"""The rows of assessments: what is asked and answered (`asked`), what is revealed and settled (`rounds`), answers to
checks (`known`), who decides (`deciders`), named points in time (`milestones`), and who is told by mail
(`subscriptions`)."""

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
    Service,
    StatementAnswer,
    Submission,
    public_id,
)
from advisor.assessments.models.deciders import Decider
from advisor.assessments.models.known import CheckAnswer
from advisor.assessments.models.milestones import Milestone
from advisor.assessments.models.rounds import Comment, Round, RoundAnswer, Settlement
from advisor.assessments.models.subscriptions import Subscription

__all__ = [
    "EVIDENCE",
    "INTENDED",
    "VALUES",
    "AnswerEvent",
    "Assessment",
    "Assignment",
    "AuditEvent",
    "CheckAnswer",
    "ChecklistVersion",
    "Comment",
    "CurrentAnswer",
    "Decider",
    "Milestone",
    "OwningTeam",
    "Present",
    "Respondent",
    "Round",
    "RoundAnswer",
    "Service",
    "Settlement",
    "StatementAnswer",
    "Submission",
    "Subscription",
    "public_id",
]
