"""Whether there is room for more: on the disk, in the database, and of what one browser may keep.

In: who asks. Out: nothing, or NoRoomError. Must not know: views, what is stored. Looked at every ten seconds and not in
every save; how much each browser keeps is measured once a day (`sweep`). Between two measures it sends no more than the
limits of a day, and where a small request stores much, that is added as it is stored (`note_growth`).
"""

import time
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from advisor.quotas.clients import Client
from advisor.quotas.disk import database_size, free_disk
from advisor.quotas.limits import DATABASE, FREE_DISK, MB, STORAGE, Quota
from advisor.quotas.models import Count
from advisor.quotas.refusals import NoRoomError, most
from advisor.sharing.models import Grant, Visitor

SECONDS = 10.0
NOTED_FROM = MB
"""Who keeps less is not written down."""
GROWTH_NOTED_FROM = MB // 16
"""What stores less at once is left to the next measure."""
View = TypeVar("View", bound=Callable[..., Any])


def needs_no_room(view: View) -> View:
    """The view may be called where there is no room for more: it makes some, or stores nothing in the database."""
    view.needs_no_room = True  # type: ignore[attr-defined]
    return view


class Room:
    """What was found when it was last looked at."""

    def __init__(self, next_look: float = 0.0) -> None:
        self.next_look = next_look
        self.server: Quota | None = None
        """The limit of the whole server that is reached, if one is."""
        self.browsers: frozenset[str] = frozenset()
        """Those that keep as much as they may."""

    def check(self, client: Client) -> None:
        """Raises NoRoomError where nothing more of this client's is stored."""
        if time.monotonic() >= self.next_look:
            self.look()
        if self.server is not None:
            raise NoRoomError(self.server)
        if client.browser in self.browsers:
            raise NoRoomError(STORAGE)

    def look(self) -> None:
        self.next_look = time.monotonic() + SECONDS
        try:
            self.server, self.browsers = reached(), full_browsers()
        except DatabaseError:
            self.server = None  # the view will say so, if it needs the database


ROOM = Room()


def reached() -> Quota | None:
    """The limit of the whole server that is reached. On PostgreSQL the database has a disk of its own."""
    least, largest = most(FREE_DISK), most(DATABASE)
    if connection.vendor == "sqlite" and least is not None and free_disk() < least:
        return FREE_DISK
    return DATABASE if largest is not None and database_size() >= largest else None


def full_browsers() -> frozenset[str]:
    allowed = most(STORAGE)
    if allowed is None:
        return frozenset()
    rows = Count.objects.filter(what=STORAGE.what, amount__gte=allowed)
    return frozenset(rows.values_list("who", flat=True))


@transaction.atomic
def note_storage(amounts: Mapping[int, int], *, today: date) -> None:
    """Writes down how many bytes each visitor keeps, by their id; what was measured before is forgotten. Whoever has an
    account has it in each of their browsers."""
    Count.objects.filter(what=STORAGE.what).delete()
    large = {visitor_id: amount for visitor_id, amount in amounts.items() if amount >= NOTED_FROM}
    browsers = Visitor.objects.filter(Q(id__in=large) | Q(person__in=large))
    Count.objects.bulk_create(
        Count(what=STORAGE.what, who=key_hash, day=today, amount=large[person_id or visitor_id])
        for visitor_id, person_id, key_hash in browsers.values_list("id", "person_id", "key_hash").iterator()
    )


def note_growth(*, scope_id: int, amount: int) -> None:
    """Adds what is stored below a scope, once it is, to what those keep who began it."""
    if amount >= GROWTH_NOTED_FROM:
        transaction.on_commit(lambda: _add(scope_id, amount), robust=True)


def _add(scope_id: int, amount: int) -> None:
    began = Grant.objects.filter(begun_by(), scope_id=scope_id).values("visitor_id")
    browsers = Visitor.objects.filter(Q(id__in=began) | Q(person__in=began)).values_list("key_hash", flat=True)
    for who in sorted(browsers):
        rows = Count.objects.filter(what=STORAGE.what, who=who)
        if not rows.update(amount=F("amount") + amount):
            first = Count(what=STORAGE.what, who=who, day=timezone.now().date(), amount=amount)
            Count.objects.bulk_create([first], ignore_conflicts=True)


def begun_by() -> Q:
    """The grants of those who began something and did not remove it."""
    return Q(role="own", link=None, membership=None, revoked_at=None, scope__closed_at=None)
