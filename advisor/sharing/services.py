"""Writes: visitors, scopes and grants."""

from django.db import transaction

from advisor.sharing.access import VisitorKey, whose
from advisor.sharing.models import Grant, Scope, Visitor


def known(key: VisitorKey) -> Visitor | None:
    """Who asks, if this browser or its account has a row."""
    return Visitor.objects.filter(id=whose(key)).first()


def know_visitor(*, key: VisitorKey) -> Visitor:
    """Who asks, their row made at the first write. Two first writes at once give one row."""
    who = known(key)
    if who is None:
        # was signed in here until it ended: whoever goes on is a guest
        Visitor.objects.filter(key_hash=key.key_hash, person__isnull=False).delete()
        who = Visitor.objects.get_or_create(key_hash=key.key_hash)[0]
    return who


@transaction.atomic
def make_scope(*, owner: Visitor) -> Scope:
    """A new scope that its maker owns."""
    scope = Scope.objects.create()
    Grant.objects.create(scope=scope, visitor=owner, role="own")
    return scope
