"""Earlier assessments whose services a new one can begin with.

In: a browser's key. Out: titles to choose from; services to be made, without anybody's answers. Must not know: HTTP.
"""

from django.db.models import Count, Q

from advisor.assessments.actions.create import NewService
from advisor.assessments.models import Assessment, Service
from advisor.checklist.service import SERVICE_DETAILS, SERVICE_FIELDS
from advisor.record.numbers import plural
from advisor.sharing.access import VisitorKey, granted

MOST = 50
COPIED = sorted(name for name in SERVICE_DETAILS if SERVICE_FIELDS[name].form != "benchmarks")
"""What a service says of itself; what was measured belongs to where it was measured."""


def earlier_assessments(visitor: VisitorKey | None) -> list[tuple[str, str]]:
    """Id and words of those this browser may read that have services, last opened first, in one read."""
    if visitor is None:
        return []
    there = Count("services", filter=Q(services__removed_at=None))
    rows = Assessment.objects.filter(granted(visitor, "view")).annotate(count=there).filter(count__gt=0)
    assessments = rows.order_by("-opened_on", "-id").values_list("public_id", "title", "count")[:MOST]
    return [(id_, f"{title or 'Without a name'} ({plural(count, 'service')})") for id_, title, count in assessments]


def services_of_earlier(visitor: VisitorKey | None, public_id: str) -> list[NewService]:
    """The services of one of them with kind, team and settings; none where this browser may not read it."""
    if visitor is None:
        return []
    rows = Service.objects.filter(granted(visitor, "view", "assessment__scope"), assessment__public_id=public_id)
    return [
        NewService(one.name, one.kind, one.team.name, {name: getattr(one, name) for name in COPIED})
        for one in rows.select_related("team").order_by("position", "id")
    ]
