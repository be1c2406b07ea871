"""What a service wants of a framework: each want saved from what it was when it was shown, or not at all.

In: a service, the wants that were touched, what they said before. Out: whether anything changed, audited. Must not
know: HTTP, which framework leads. Two who answer different wants at once both keep theirs.
"""

from collections.abc import Mapping

from django.db import transaction

from advisor.assessments.actions.update import update_row
from advisor.assessments.answers import StaleDetailsError
from advisor.assessments.lock import lock
from advisor.assessments.models import Service
from advisor.checklist.frameworks import Wanted
from advisor.sharing.access import VisitorKey


@transaction.atomic
def say_wants(
    *, service: Service, visitor: VisitorKey, wants: Mapping[str, Wanted], before: Mapping[str, Wanted] | None
) -> bool:
    """Adds these wants to the service's. False: nothing new. StaleDetailsError: one of them says something else by now
    than `before`; without `before` they replace what is there."""
    lock(service.assessment)
    row = Service.objects.get(id=service.id)
    if before is not None and any(
        level not in (wants[want], before.get(want)) for want, level in row.framework.items() if want in wants
    ):
        raise StaleDetailsError(row)
    fields = {"framework": {**row.framework, **wants}}
    return update_row(row, service.assessment.scope_id, visitor, row.revision, fields)
