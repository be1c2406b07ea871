"""Signing a browser in and out: whose it is, and what it brings along.

In: a browser's key, the id of an account. Out: the key that the browser has from now on. Must not know: what is shared,
how somebody proved who they are. The key changes with every sign-in, so that nobody who knew the old one is signed in.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Now
from django.utils import timezone

from advisor.disk import noted_if_possible
from advisor.sharing.access import VisitorKey, new_key, signed_in_still, whose
from advisor.sharing.models import Grant, Visitor

ANOTHER_PERSON = "advisor.another-person"
"""In a request's environ: an account was signed in here before, and another may be now. No header can set it."""


def person_of(*, user_id: int) -> Visitor:
    """The visitor that an account is, whichever browser it is used in; made when it is first asked for."""
    # no browser has this key: the account is reached by the browsers that point at it
    return Visitor.objects.get_or_create(user_id=user_id, defaults={"key_hash": new_key().key_hash})[0]


def guest_in(browser: VisitorKey | None) -> Visitor | None:
    """Who used this browser without an account, if anybody did anything in it. Needs a transaction."""
    if browser is None:
        return None
    rows = Visitor.objects.select_for_update().filter(person=None, user=None)
    return rows.filter(id__in=list(whose(browser))).first()


def has_account(browser: VisitorKey | None) -> bool:
    """Whether an account is signed in to in this browser, or was until that ended by itself."""
    rows = Visitor.objects.filter(person__user__isnull=False)
    return browser is not None and rows.filter(key_hash=browser.key_hash).exists()


def sign_in(*, person: Visitor, browser: VisitorKey | None, agent: str = "") -> VisitorKey:
    """A new key by which the browser is this person's; the one it had until now opens nothing any more."""
    sign_out(browser=browser)
    key, now = new_key(), timezone.now()
    Visitor.objects.create(
        key_hash=key.key_hash, person=person, agent=agent, seen_on=timezone.localdate(now), ends_at=signed_in_until(now)
    )
    return key


def signed_in_until(now: datetime) -> datetime:
    """When a browser in which no page is opened from now on is signed out."""
    return now + timedelta(days=settings.SIGNED_IN_DAYS)


def stay_signed_in(visitor: VisitorKey, *, seen_on: date | None) -> None:
    """Notes that a page was opened in a browser that is signed in, once a day; `seen_on` is what was noted before."""
    now = timezone.now()
    if seen_on != timezone.localdate(now):
        rows = Visitor.objects.filter(signed_in_still(), key_hash=visitor.key_hash, ends_at__isnull=False)
        with noted_if_possible():
            rows.update(seen_on=timezone.localdate(now), ends_at=signed_in_until(now))


def has_ended(visitor: VisitorKey | None) -> bool:
    """Whether the browser was signed in and was signed out since, because no page was opened in it for long."""
    return visitor is not None and Visitor.objects.filter(key_hash=visitor.key_hash, ends_at__lte=Now()).exists()


@transaction.atomic
def second_key(*, browser: VisitorKey) -> VisitorKey | None:
    """A second key of whoever uses this browser, which keeps the first until the second has come back; None where the
    browser has nothing here that a new key could lose."""
    row = Visitor.objects.filter(signed_in_still(), key_hash=browser.key_hash).first()
    if row is None:
        return None
    key = new_key()
    Visitor.objects.create(
        key_hash=key.key_hash,
        person_id=row.person_id or row.id,
        agent=row.agent,
        seen_on=row.seen_on,
        ends_at=row.ends_at,
    )
    return key


@transaction.atomic
def end_first_key(*, browser: VisitorKey, first: str) -> None:
    """The second key has come back: what hashes to `first` opens nothing any more, and nothing is lost with it."""
    visitors = Visitor.objects.select_for_update().filter(key_hash__in=[browser.key_hash, first])
    rows = {row.key_hash: row for row in visitors}
    now, before = rows.get(browser.key_hash), rows.get(first)
    if now is None or before is None or now == before:
        return
    if now.person_id == before.id:  # a guest, whose row has everything: it gets the new key
        now.delete()
        Visitor.objects.filter(id=before.id).update(key_hash=browser.key_hash)
    elif now.person_id == before.person_id:
        before.delete()


def take_over(*, person: Visitor, guest: Visitor) -> None:
    """Everything that was a guest's is this person's from now on. Needs a transaction.

    Where both had the same thing, such as a name in one assessment, the person keeps their own, and the guest's stays
    under the guest's name."""
    Visitor.objects.filter(person=guest).delete()  # a second key that never came back
    for model, field in pointing_here():
        rows = model._base_manager.filter(**{field: guest})
        if not _moved(rows, field, person):
            for row in rows:
                _moved(model._base_manager.filter(pk=row.pk), field, person)
    Grant.objects.filter(visitor=person, stands_for=person).update(stands_for=None)
    Grant.objects.filter(visitor=guest, revoked_at=None).update(revoked_at=timezone.now())
    Visitor.objects.filter(id=guest.id).update(key_hash=new_key().key_hash)


def naming(model: type[models.Model]) -> list[tuple[type[models.Model], str]]:
    """Every table that names rows of this one, with the field by which it does, so that none is ever forgotten."""
    fields = [field for field in model._meta.get_fields(include_hidden=True) if field.auto_created]
    relations = [field for field in fields if isinstance(field, models.ForeignObjectRel) and not field.many_to_many]
    return [(one.related_model, one.field.name) for one in relations if isinstance(one.related_model, type)]


def pointing_here() -> list[tuple[type[models.Model], str]]:
    """Every table that names a visitor."""
    return naming(Visitor)


def _moved(rows: "models.QuerySet[Any]", field: str, person: Visitor) -> bool:
    """Whether the rows could be given to this person: a constraint may forbid it."""
    try:
        with transaction.atomic():
            rows.update(**{field: person})
    except IntegrityError:
        return False
    return True


def sign_out(*, browser: VisitorKey | None) -> None:
    """The key of this browser opens nothing any more; what the account has stays."""
    if browser is not None:
        Visitor.objects.filter(key_hash=browser.key_hash, person__isnull=False).delete()


def sign_out_elsewhere(*, user_id: int, but: VisitorKey | None = None) -> int:
    """Ends every other browser in which the account is signed in; how many there were."""
    there = Visitor.objects.filter(person__user_id=user_id)
    return (there.exclude(key_hash=but.key_hash) if but else there).delete()[0]


def signed_in_as(visitor: VisitorKey | None) -> int | None:
    """The id of the account that is signed in to in this browser, in one read."""
    if visitor is None:
        return None
    return Visitor.objects.filter(id=whose(visitor)).values_list("user_id", flat=True).first()


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A browser in which an account is signed in."""

    id: int
    agent: str
    since: datetime
    seen_on: date | None
    here: bool
    """It is the one that asks."""


def browsers_of(*, user_id: int, visitor: VisitorKey | None = None) -> list[SignedIn]:
    """Where the account is signed in: this browser first, then whichever was used last."""
    rows = Visitor.objects.filter(signed_in_still(), person__user_id=user_id).order_by("-seen_on", "-made_at", "-id")
    key_hash = visitor.key_hash if visitor else ""
    browsers = [SignedIn(one.id, one.agent, one.made_at, one.seen_on, one.key_hash == key_hash) for one in rows]
    return sorted(browsers, key=lambda one: not one.here)


def sign_out_browser(*, user_id: int, browser_id: int) -> bool:
    """Ends one browser in which the account is signed in; False where it is none of the account's."""
    return bool(Visitor.objects.filter(person__user_id=user_id, id=browser_id).delete()[0])
