"""How long assessments stay: opened again, started over, deleted, or swept because nobody came back."""

from contextlib import suppress
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count, ProtectedError, Q

from advisor.assessments.answer_targets import quick_target
from advisor.assessments.audit import audit
from advisor.assessments.models import (
    Assessment,
    Service,
)
from advisor.disk import noted_if_possible
from advisor.sharing.access import VisitorKey
from advisor.sharing.models import Scope, Visitor
from advisor.sharing.services import known

QUICK_DAYS = 30


BEGUN_DAYS, FEW_ANSWERS = 7, 4
"""Of a service that somebody only looked at, less is lost, and it goes sooner."""


EMPTY_DAYS = 30
"""A platform without an answer is removed when it was not opened for so long."""


def mark_opened(*, assessment: Assessment, today: date) -> None:
    """Notes that the assessment is in use, at most once a day."""
    if assessment.opened_on != today:
        with noted_if_possible():
            Assessment.objects.filter(id=assessment.id).update(opened_on=today)


@transaction.atomic
def start_over(*, visitor: VisitorKey, public_id: str) -> bool:
    """Deletes the browser's one-service assessment, if it is still this one."""
    target = quick_target(visitor)
    if target is None or target.public_id != public_id:
        return False
    who = known(visitor)
    audit(scope_id=target.scope_id, visitor=who, action="assessment started over", detail={})
    delete_assessment(Assessment.objects.get(id=target.assessment_id))
    return True


def delete_assessment(assessment: Assessment) -> None:
    """Deletes an assessment with all it holds; what was noted about it stays, and its scope where a frozen record still
    asks it who may look."""
    scope_id = assessment.scope_id
    # services point at their teams with PROTECT, so they go first
    Service.everything.filter(assessment=assessment).delete()
    assessment.delete()
    with suppress(ProtectedError):
        Scope.objects.filter(id=scope_id).delete()


def sweep(*, today: date) -> int:
    """Deletes quick assessments not opened for 30 days, of few answers for 7, and browsers with nothing left here; how
    many were swept."""
    swept = 0
    limit = today - timedelta(days=QUICK_DAYS)
    tried = Assessment.objects.filter(quick_visitor__isnull=False)
    begun = Q(opened_on__lt=today - timedelta(days=BEGUN_DAYS), answers__lt=FEW_ANSWERS)
    answers = Count("respondents__currentanswer")
    for assessment in tried.annotate(answers=answers).filter(Q(opened_on__lt=limit) | begun):
        with transaction.atomic():
            delete_assessment(assessment)
        swept += 1
    # whoever answered is found again by a new link, also long after the old one ended
    idle = Visitor.objects.filter(user=None, person=None, grants=None, quick_assessment=None, respondent=None)
    idle.filter(made_at__date__lt=limit).delete()
    return swept
