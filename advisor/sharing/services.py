"""Writes: visitors, scopes and grants."""

from django.db import transaction

from advisor.sharing.access import VisitorKey
from advisor.sharing.models import Grant, Scope, Visitor


def know_visitor(*, key: VisitorKey) -> Visitor:
    """The row of this browser, made at its first write. Two first writes at once give one row."""
    visitor, _ = Visitor.objects.get_or_create(key_hash=key.key_hash)
    return visitor


@transaction.atomic
def make_scope(*, owner: Visitor) -> Scope:
    """A new scope that its maker owns."""
    scope = Scope.objects.create()
    Grant.objects.create(scope=scope, visitor=owner, role="own")
    return scope
