"""What may be done so often a day: counted in the database, for all processes and machines together.

In: who asks and what is about to be done. Out: nothing, or LimitReachedError. Must not know: requests. Saves are not
counted here (`rates.py`): this writes a row, and a save must not.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from advisor.quotas.clients import Client
from advisor.quotas.limits import DAILY, Quota
from advisor.quotas.models import Count
from advisor.quotas.refusals import LimitReachedError, most

COUNTED = {limit.what for limit in DAILY}


@transaction.atomic
def spend(client: Client, **amounts: int) -> None:
    """Counts what is about to be done, such as `assessments=1, services=12`; where one of it is too much, nothing is
    counted and LimitReachedError says so."""
    assert amounts.keys() <= COUNTED
    now = timezone.now()
    for limit in DAILY:  # in one order for everybody, so that no two wait for each other
        if amounts.get(limit.what) and client.name(limit.per):
            _count(limit, client.name(limit.per), amounts[limit.what], now)


def _count(limit: Quota, who: str, amount: int, now: datetime) -> None:
    allowed = most(limit)
    if allowed is None:
        return
    rows = Count.objects.filter(what=limit.what, who=who, day=now.date())

    def added() -> bool:
        return bool(rows.filter(amount__lte=allowed - amount).update(amount=F("amount") + amount))

    if not added():
        Count.objects.bulk_create([Count(what=limit.what, who=who, day=now.date())], ignore_conflicts=True)
        if not added():
            tomorrow = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), now.tzinfo)
            raise LimitReachedError(limit, (tomorrow - now).total_seconds())


def sweep_counts(*, today: date) -> None:
    """Forgets what was counted before yesterday."""
    Count.objects.filter(day__lt=today - timedelta(days=1)).delete()
