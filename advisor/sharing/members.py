"""Who holds a role on a scope, how they came, and shutting one of them out.

In: a scope that the caller owns. Out: values. Must not know: what is shared, or what anybody is called there.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, Q
from django.utils import timezone

from advisor.disk import noted_if_possible
from advisor.sharing.access import VisitorKey, in_force, whose
from advisor.sharing.links import end_ways_back
from advisor.sharing.models import Grant, Visitor
from advisor.sharing.persons import stay_signed_in
from advisor.sharing.roles import ROLES, Role


@dataclass(frozen=True, slots=True)
class Member:
    """One browser, with the most it may do."""

    visitor_id: int
    role: Role
    since: datetime
    seen_on: date | None
    ends: datetime | None
    came_by: str
    """The label of the link; empty for who made what is shared."""
    maker: bool
    by_workspace: bool
    """Is in as a member of the workspace that it belongs to."""
    stands_for: int | None
    """The visitor whose other device this is."""


def members_of(scope_id: int) -> list[Member]:
    """Everyone who holds a role at this moment, first come first; each browser once, in one read."""
    rows = Grant.objects.filter(in_force(), scope_id=scope_id).select_related("link").order_by("id")
    best: dict[int, Grant] = {}
    for row in rows:
        held = best.get(row.visitor_id)
        if held is None or ROLES.index(row.role) > ROLES.index(held.role):
            best[row.visitor_id] = row
    seen: dict[int, date] = {}
    for row in rows:
        if row.seen_on is not None:
            seen[row.visitor_id] = max(row.seen_on, seen.get(row.visitor_id, row.seen_on))
    return [
        Member(
            visitor_id=visitor_id,
            role=row.role,  # type: ignore[arg-type]  # the database holds no other
            since=row.made_at,
            seen_on=seen.get(visitor_id),
            ends=row.expires_at,
            came_by=row.link.label if row.link else "",
            maker=row.link is None and row.membership_id is None,
            by_workspace=row.membership_id is not None,
            stands_for=row.stands_for_id,
        )
        for visitor_id, row in best.items()
    ]


@transaction.atomic
def shut_out(*, scope_id: int, visitor_id: int) -> bool:
    """Ends all that one browser was let into here, at once; False where it came by no link, such as the maker's.

    The link lets this browser in no more, and others as before."""
    held = Grant.objects.filter(scope_id=scope_id, visitor_id=visitor_id, revoked_at=None)
    if held.filter(link=None).exists() or not held.exists():
        return False
    now = timezone.now()
    held.update(revoked_at=now)
    end_ways_back(scope_id=scope_id, visitor_ids=[visitor_id], now=now)
    return True


def note_seen(*, scope_id: int, visitor: VisitorKey, today: date) -> None:
    """Notes that a page was opened, at most once a day, and that this browser was used."""
    unseen = Grant.objects.filter(
        Q(seen_on=None) | Q(seen_on__lt=today), in_force(), scope_id=scope_id, visitor_id=whose(visitor)
    )
    browser = Visitor.objects.filter(key_hash=visitor.key_hash).values_list(Exists(unseen), "ends_at", "seen_on")
    for is_unseen, ends_at, seen_on in browser:  # a write waits for other writes, even one that changes nothing
        if is_unseen:
            with noted_if_possible():
                unseen.update(seen_on=today)
        if ends_at is not None:
            stay_signed_in(visitor, seen_on=seen_on)
