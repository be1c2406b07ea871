"""Signing a browser in and out: whose it is, and what it brings along.

In: a browser's key, the id of an account. Out: the key that the browser has from now on. Must not know: what is shared,
how somebody proved who they are. The key changes with every sign-in, so that nobody who knew the old one is signed in.
"""

from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from advisor.sharing.access import VisitorKey, new_key, whose
from advisor.sharing.models import Grant, Visitor


def person_of(*, user_id: int) -> Visitor:
    """The visitor that an account is, whichever browser it is used in; made when it is first asked for."""
    # no browser has this key: the account is reached by the browsers that point at it
    return Visitor.objects.get_or_create(user_id=user_id, defaults={"key_hash": new_key().key_hash})[0]


def guest_in(browser: VisitorKey | None) -> Visitor | None:
    """Who used this browser without an account, if anybody did anything in it. Needs a transaction."""
    if browser is None:
        return None
    rows = Visitor.objects.select_for_update().filter(person=None, user=None)
    return rows.filter(key_hash=browser.key_hash).first()


def sign_in(*, person: Visitor, browser: VisitorKey | None) -> VisitorKey:
    """A new key by which the browser is this person's; the one it had until now opens nothing any more."""
    sign_out(browser=browser)
    key = new_key()
    Visitor.objects.create(key_hash=key.key_hash, person=person)
    return key


def take_over(*, person: Visitor, guest: Visitor) -> None:
    """Everything that was a guest's is this person's from now on. Needs a transaction.

    Where both had the same thing, such as a name in one assessment, the person keeps their own, and the guest's stays
    under the guest's name."""
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
    found = [field for field in model._meta.get_fields(include_hidden=True) if field.auto_created]
    relations = [field for field in found if isinstance(field, models.ForeignObjectRel) and not field.many_to_many]
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


def browsers_of(*, user_id: int) -> int:
    """In how many browsers the account is signed in."""
    return Visitor.objects.filter(person__user_id=user_id).count()
