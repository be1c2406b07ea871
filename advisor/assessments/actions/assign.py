"""Saying whom an assessment asks about which services.

In: an assessment that the caller may edit. Out: rows, audited. Must not know: HTTP. What somebody else changed in the
meantime is not overwritten: a change says from which state it begins.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from advisor.assessments.actions.reveal import reveal_complete
from advisor.assessments.audit import audit
from advisor.assessments.lock import lock
from advisor.assessments.models import Assessment, Assignment, Respondent, Service
from advisor.checklist.errors import AdvisorError
from advisor.sharing.access import VisitorKey
from advisor.sharing.services import known


@dataclass(frozen=True, slots=True)
class Asks:
    """What one person is asked about: everything, also what is added later, or these services."""

    everything: bool
    slugs: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "*" if self.everything else ",".join(self.slugs)


EVERYTHING = Asks(True)


class StaleAsksError(AdvisorError):
    """Somebody else changed it in the meantime; `current` is how it is now."""

    def __init__(self, current: Asks) -> None:
        super().__init__("Somebody else changed this while you were typing. Nothing was overwritten.")
        self.current = current


def asks_of(respondent: Respondent) -> Asks:
    """What this person is asked about now, in the assessment's order."""
    if not respondent.only_assigned:
        return EVERYTHING
    rows = Service.objects.filter(assignments__respondent_id=respondent.id).order_by("position", "id")
    return Asks(False, tuple(rows.values_list("slug", flat=True)))


def chosen(assessment: Assessment, slugs: Collection[str]) -> Asks:
    """These services of the assessment, in its order; what it does not have is left out."""
    rows = Service.objects.filter(assessment_id=assessment.id).order_by("position", "id")
    wanted = set(slugs)  # compared here: what no database can hold is simply not there
    return Asks(False, tuple(slug for slug in rows.values_list("slug", flat=True) if slug in wanted))


@transaction.atomic
def ask_about(*, assessment: Assessment, visitor: VisitorKey, respondent: Respondent, was: str, asks: Asks) -> bool:
    """Asks this person about these services from now on, if it still is as it `was`. False: it is so already.

    A service that waited for this person alone is revealed by it."""
    lock(assessment)
    respondent = Respondent.objects.get(id=respondent.id)
    current = asks_of(respondent)
    if current == asks:
        return False
    if str(current) != was:
        raise StaleAsksError(current)
    Respondent.objects.filter(id=respondent.id).update(only_assigned=not asks.everything)
    services = Service.objects.filter(assessment_id=assessment.id, slug__in=asks.slugs)
    Assignment.objects.filter(respondent_id=respondent.id, service__removed_at=None).delete()
    Assignment.objects.bulk_create(Assignment(respondent=respondent, service=service) for service in services)
    audit(
        scope_id=assessment.scope_id,
        visitor=known(visitor),
        action="services assigned",
        detail={"respondent": respondent.id, "from": str(current), "to": str(asks)},
    )
    reveal_complete(assessment=assessment)
    return True
