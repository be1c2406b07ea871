"""Milestones: moments with a name, with the answers as they were.

In: an opened assessment. Out: rows; an answers file. Must not know: HTTP. A milestone made while a round is open holds
its maker's own answers too, so that nobody else may see it; one of revealed answers alone is everyone's.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.db import transaction
from django.db.models import Q, QuerySet

from advisor.assessments.access import Opened, respondent_of
from advisor.assessments.actions.create import form_key
from advisor.assessments.audit import audit
from advisor.assessments.lock import lock
from advisor.assessments.models import Milestone
from advisor.assessments.reads.renames import with_names_of_now
from advisor.assessments.reads.visibility import answers_seen, seen_by
from advisor.checklist.answers import AnswersFile
from advisor.checklist.errors import AdvisorError
from advisor.sharing.access import AccessDenied
from advisor.sharing.services import known

MOST_MILESTONES = 100


class NoAnswersError(AdvisorError):
    """There is nothing to keep yet, or too much is kept."""


@dataclass(frozen=True, slots=True)
class Point:
    """One end of a comparison: a milestone, or now."""

    key: str
    name: str
    answers: AnswersFile | None
    """None while there is no service."""


NOW = "now"


@transaction.atomic
def make_milestone(*, opened: Opened, name: str, token: str) -> Milestone:
    """Keeps the answers that this browser sees at this moment; the same form makes one. NoAnswersError."""
    assessment = opened.assessment
    lock(assessment)
    key = form_key(opened.visitor, token)
    rows = Milestone.objects.filter(assessment=assessment)
    made = rows.filter(form_key=key).first()
    if made is not None:
        return made
    if rows.count() >= MOST_MILESTONES:
        raise NoAnswersError(f"An assessment keeps at most {MOST_MILESTONES} milestones. Remove one first.")
    seen = seen_by(opened)
    if seen.answers is None:
        raise NoAnswersError("There is no service yet, so there is nothing to save. Add one first.")
    row = Milestone.objects.create(
        assessment=assessment,
        name=name,
        answers=seen.answers.model_dump_json(),
        respondent=respondent_of(opened) if seen.private else None,
        visitor=known(opened.visitor),
        form_key=key,
    )
    detail = {"milestone": row.id, "name": name, "own": row.respondent_id is not None}
    audit(scope_id=assessment.scope_id, visitor=row.visitor, action="milestone made", detail=detail)
    return row


def milestones_seen(opened: Opened) -> QuerySet[Milestone]:
    """The milestones that this browser may see, the newest first."""
    mine = respondent_of(opened)
    own = Q(respondent=None) | Q(respondent_id=mine.id) if mine else Q(respondent=None)
    return Milestone.objects.filter(own, assessment_id=opened.assessment.id).order_by("-id")


@lru_cache(maxsize=2)
def _read(answers: str) -> AnswersFile:
    """The answers of a milestone: read once while somebody looks at them, for they are never changed and many."""
    return AnswersFile.model_validate_json(answers)


def point_at(opened: Opened, key: str) -> Point:
    """A milestone by its number, or `now`, as this browser may see it. AccessDenied: there is none for it."""
    if key == NOW:
        return Point(NOW, "Now", answers_seen(opened))
    if key.isascii() and key.isdecimal() and len(key) < 18:
        row = milestones_seen(opened).filter(id=int(key)).first()
        if row is not None:
            return Point(key, row.name, with_names_of_now(_read(row.answers), opened.assessment, row.made_at))
    raise AccessDenied("This assessment has no such milestone.")
