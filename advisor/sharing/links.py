"""Links by which others get in: made, opened, revoked.

In: a scope that the caller owns, or a token that somebody brought. Out: rows and grants; a token only from `make_link`,
once. Must not know: what is shared, HTTP. An expired, revoked or unknown link is no link.
"""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from advisor.disk import noted_if_possible
from advisor.sharing.access import AccessDenied, VisitorKey, in_force, is_person
from advisor.sharing.models import Grant, ShareLink, Visitor
from advisor.sharing.roles import ROLES, Role, at_least
from advisor.sharing.services import know_visitor, known
from advisor.sharing.tokens import TOKEN, new_token, token_hash

LABEL_MAX = 100
PRIVATE = "Private link"


def lets_in(now: datetime) -> Q:
    """The condition "this link still lets in"."""
    return Q(revoked_at=None) & (Q(expires_at=None) | Q(expires_at__gt=now))


def links_of(scope_id: int) -> QuerySet[ShareLink]:
    """All links ever made for a scope, the newest first."""
    return ShareLink.objects.filter(scope_id=scope_id).order_by("-id")


def make_link(
    *,
    scope_id: int,
    role: Role,
    label: str,
    expires_at: datetime | None,
    made_by: Visitor | None,
    stands_for: Visitor | None = None,
) -> tuple[ShareLink, str]:
    """A new link and its token, which is known only now: what is stored is its hash.

    With `stands_for` it leads that very person back; without, it lets in somebody else."""
    token = new_token()
    row = ShareLink.objects.create(
        scope_id=scope_id,
        token_hash=token_hash(token),
        role=role,
        label=label[:LABEL_MAX],
        expires_at=expires_at,
        made_by=made_by,
        stands_for=stands_for,
    )
    return row, token


@transaction.atomic
def make_private_link(*, scope_id: int, visitor: VisitorKey) -> tuple[ShareLink, str]:
    """Somebody's own way back from another device, with what they may do here; those they made before end, what came
    by them stays.

    Whoever came by such a link is the same person, so that their link leads to the same answers. It ends when what its
    maker holds ends."""
    who = know_visitor(key=visitor)
    # whoever takes one back at this moment waits, and then ends the link
    grants = Grant.objects.select_for_update(of=("self",), no_key=True)
    held = list(grants.filter(in_force(), visitor=who, scope_id=scope_id).order_by("id"))
    if not held:
        raise AccessDenied("This browser has not been given access.")
    role = max((grant.role for grant in held), key=ROLES.index)
    best = [grant for grant in held if grant.role == role]
    person = next((grant.stands_for for grant in held if grant.stands_for), who)
    ends = [grant.expires_at for grant in best if grant.expires_at is not None]
    now = timezone.now()
    ShareLink.objects.filter(scope_id=scope_id, stands_for=person, revoked_at=None).update(revoked_at=now)
    return make_link(
        scope_id=scope_id,
        role=role,  # type: ignore[arg-type]
        label=PRIVATE,
        expires_at=max(ends) if len(ends) == len(best) else None,
        made_by=who,
        stands_for=person,
    )


def open_link(*, token: str, visitor: VisitorKey) -> int | None:
    """Lets the visitor in and gives the scope's id; None where the link is unknown, expired or revoked.

    A link that gives no more than the visitor has already adds nothing; one by which they came and were shut out since
    lets them in no more. Where this server has switched links off, only those lead in that lead somebody back."""
    now = timezone.now()
    link = _let_in(token, visitor)
    if link is None:
        return None
    with noted_if_possible():
        ShareLink.objects.filter(id=link.id).update(last_used_at=now)
    return link.scope_id


@transaction.atomic
def _let_in(token: str, visitor: VisitorKey) -> ShareLink | None:
    """The link, with a grant by it where the visitor has no more already."""
    # whoever revokes it at this moment waits, and then ends what came of it
    link = _link_at(token, ShareLink.objects.select_for_update(of=("self",), no_key=True))
    if link is None:
        return None
    who = know_visitor(key=visitor)
    if _shut_out(who, link):
        return None
    if not _has_enough(who, link):
        stands_for = link.stands_for if link.stands_for_id != who.id else None
        Grant.objects.bulk_create(
            [
                Grant(
                    scope_id=link.scope_id,
                    visitor=who,
                    role=link.role,
                    link=link,
                    stands_for=stands_for,
                    expires_at=link.expires_at,
                )
            ],
            ignore_conflicts=True,  # two tabs that open the same link at once
        )
    return link


def lets_in_further(*, token: str, visitor: VisitorKey) -> bool:
    """Whether the link gives the visitor what they have not got yet."""
    link, who = _link_at(token, ShareLink.objects.all()), known(visitor)
    return link is not None and who is not None and not _shut_out(who, link) and not _has_enough(who, link)


def _link_at(token: str, links: QuerySet[ShareLink]) -> ShareLink | None:
    """The link of a token that lets in at this moment."""
    if not TOKEN.fullmatch(token):
        return None
    link = links.filter(lets_in(timezone.now()), token_hash=token_hash(token), scope__closed_at=None).first()
    return link if link is not None and (settings.LINKS or link.stands_for_id) else None


def _shut_out(who: Visitor, link: ShareLink) -> bool:
    return Grant.objects.filter(visitor=who, link=link, revoked_at__isnull=False).exists()


def _has_enough(who: Visitor, link: ShareLink) -> bool:
    # what came by another link may end before this one does
    enough = Q(link=None, membership=None, role__in=at_least(link.role)) | Q(link=link)  # type: ignore[arg-type]
    held = Grant.objects.filter(visitor=who, scope_id=link.scope_id, revoked_at=None)
    return held.filter(enough).exists()


@transaction.atomic
def revoke_link(*, scope_id: int, link_id: int) -> ShareLink | None:
    """Ends a link of this very scope, and with it everything that came by it, at once; None where it has no such."""
    link = ShareLink.objects.filter(id=link_id, scope_id=scope_id).first()
    if link is None:
        return None
    now = timezone.now()
    ShareLink.objects.filter(id=link.id, revoked_at=None).update(revoked_at=now)
    came = Grant.objects.filter(link=link, revoked_at=None)
    who = list(came.values_list("visitor_id", flat=True))
    came.update(revoked_at=now)
    end_ways_back(scope_id=scope_id, visitor_ids=who, now=now)
    return link


def end_ways_back(*, scope_id: int, visitor_ids: Collection[int], now: datetime) -> None:
    """Ends the private links that give these people more than they hold since, and what came by them."""
    held = Grant.objects.filter(in_force(), scope_id=scope_id, visitor_id__in=visitor_ids)
    for role in ROLES:
        still = held.filter(role__in=at_least(role)).values_list("visitor_id", flat=True)
        lost = set(visitor_ids) - set(still)
        links = ShareLink.objects.filter(scope_id=scope_id, stands_for_id__in=lost, role=role)
        # the links first: whoever opens one at this moment is in, or waits and is not
        links.filter(revoked_at=None).update(revoked_at=now)
        Grant.objects.filter(link__in=links, revoked_at=None).update(revoked_at=now)


def has_private_link(*, scope_id: int, visitor: VisitorKey) -> bool:
    """Whether there is a link in force by which this very person gets back from another device."""
    links = ShareLink.objects.filter(lets_in(timezone.now()), scope_id=scope_id)
    return links.filter(is_person(visitor, person="stands_for")).exists()


def sweep_links(*, now: datetime) -> None:
    """Forgets grants that have ended, so that browsers with nothing left here can go too.

    Who was shut out while the link they came by still lets others in is remembered, or they would be in again."""
    ended = Grant.objects.filter(link__isnull=False)
    ended.filter(Q(expires_at__lt=now) | Q(revoked_at__lt=now, link__revoked_at__lt=now)).delete()
