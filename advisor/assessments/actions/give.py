"""Giving several services to one owning team at once, and taking that back.

In: an assessment that the caller may edit. Out: rows, audited as one event. Must not know: HTTP. The team of a service
is a shared field: it changes from the team that was shown, or not at all.
"""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import F

from advisor.assessments.actions.update import begin_anew
from advisor.assessments.audit import audit
from advisor.assessments.lock import lock
from advisor.assessments.models import Assessment, AuditEvent, OwningTeam, Service
from advisor.checklist.errors import AdvisorError
from advisor.sharing.access import VisitorKey
from advisor.sharing.services import known


class StaleOwnersError(AdvisorError):
    """Somebody else gave some of these services to another team meanwhile; nothing was changed."""

    def __init__(self, rows: Sequence[Service]) -> None:
        super().__init__("Some of these services now have another team.")
        self.rows = rows


@transaction.atomic
def give_services(
    *, assessment: Assessment, visitor: VisitorKey, team: OwningTeam, services: Mapping[str, str]
) -> int | None:
    """Gives a team these services; the number by which that is taken back, None where it owns all of them already.
    `services` says of each, by slug, which team it was shown with. StaleOwnersError."""
    lock(assessment)
    rows = Service.objects.filter(assessment=assessment, slug__in=services).select_related("team")
    others = [row for row in rows.order_by("position", "id") if row.team_id != team.id]
    stale = [row for row in others if row.team.slug != services[row.slug]]
    if stale:
        raise StaleOwnersError(stale)
    if not others:
        return None
    _give(others, team)
    before = [row.team.slug for row in others]
    detail = {"team": team.slug, "services": [row.slug for row in others], "before": before}
    return audit(scope_id=assessment.scope_id, visitor=known(visitor), action="services given to a team", detail=detail)


def _give(rows: Sequence[Service], team: OwningTeam) -> None:
    Service.objects.filter(id__in=[row.id for row in rows]).update(team=team, revision=F("revision") + 1)
    begin_anew([row.id for row in rows])


def given_at(assessment: Assessment, number: int) -> AuditEvent | None:
    """What was given under this number in this very assessment."""
    return AuditEvent.objects.filter(id=number, scope_id=assessment.scope_id, action="services given to a team").first()


@transaction.atomic
def take_back(*, assessment: Assessment, visitor: VisitorKey, event: AuditEvent) -> int:
    """Gives the services back to the teams they had, as far as they are still with the team they were given to and
    that one is there; how many. Done twice it is done once."""
    lock(assessment)
    teams = {row.slug: row for row in OwningTeam.objects.filter(assessment=assessment)}
    before: Mapping[str, str] = dict(zip(event.detail["services"], event.detail["before"], strict=True))
    rows = Service.objects.filter(assessment=assessment, slug__in=before, team__slug=event.detail["team"])
    back = [row for row in rows.select_related("team") if before[row.slug] in teams]
    for row in back:
        _give([row], teams[before[row.slug]])
    if back:
        detail = {"team": event.detail["team"], "services": [row.slug for row in back]}
        audit(scope_id=assessment.scope_id, visitor=known(visitor), action="services taken back", detail=detail)
    return len(back)
