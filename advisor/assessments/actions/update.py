"""Changing details of a service or a team: from the revision they were seen at, or not at all."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from advisor.assessments.answer_targets import AnswerTarget
from advisor.assessments.answers import StaleDetailsError
from advisor.assessments.audit import audit
from advisor.assessments.models import (
    Assessment,
    OwningTeam,
    Service,
    Submission,
)
from advisor.sharing.access import VisitorKey
from advisor.sharing.services import known


@transaction.atomic
def update_service(*, target: AnswerTarget, visitor: VisitorKey, base: int, fields: Mapping[str, Any]) -> bool:
    """Changes a service's details if they are still at revision `base`, else StaleDetailsError. False: nothing new.

    A service tried by itself gives its assessment its name."""
    row = Service.objects.get(id=target.service_id)
    changed = update_row(row, target.scope_id, visitor, base, fields)
    if changed and fields.get("name", row.name) != row.name:
        tried = Assessment.objects.filter(id=row.assessment_id, quick_visitor__isnull=False)
        tried.update(title=fields["name"])
    return changed


@transaction.atomic
def update_team(*, target: AnswerTarget, visitor: VisitorKey, base: int, fields: Mapping[str, Any]) -> bool:
    """Changes an owning team's name or raw owners under the same rule."""
    return update_row(OwningTeam.objects.get(id=target.team_id), target.scope_id, visitor, base, fields)


def update_row(
    row: Service | OwningTeam, scope_id: int, visitor: VisitorKey, base: int, fields: Mapping[str, Any]
) -> bool:
    """The rule of every shared field: only from revision `base` on, audited with what was there before."""
    changed = {name: value for name, value in fields.items() if getattr(row, name) != value}
    if not changed:
        return False
    if not type(row).objects.filter(id=row.id, revision=base).update(revision=base + 1, **changed):
        raise StaleDetailsError(row)
    if "team_id" in changed:
        begin_anew([row.id])
    who = known(visitor)
    before = {name: getattr(row, name) for name in changed}
    kind = "service" if isinstance(row, Service) else "team"
    detail = {kind: row.slug, "from": before, "to": changed}
    audit(scope_id=scope_id, visitor=who, action=f"{kind} details changed", detail=detail)
    return True


def begin_anew(services: Collection[int]) -> None:
    """These services came to another team. Who is done with a service is done with its team's scorecard, too: nobody
    said that of this one, so that an editor could reveal by it what somebody is still answering alone."""
    Submission.objects.filter(service_id__in=services).delete()
    Service.objects.filter(id__in=services).update(team_since=timezone.now())
