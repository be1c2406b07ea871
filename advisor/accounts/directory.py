"""The accounts of this server, as its owner sees them: who has one, switching one off and on.

In: words of an address, an account. Out: rows. Must not know: HTTP, what an account may open.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from advisor.accounts.browsers import end_sessions
from advisor.accounts.models import User

MOST = 200


@dataclass(frozen=True, slots=True)
class Accounts:
    """Those that were asked for, the newest first, and how many more there are."""

    rows: Sequence[User]
    more: int


def accounts_with(words: str) -> Accounts:
    """Accounts whose address holds these words; all without any."""
    users = User.objects.filter(email__icontains=words.strip()) if words.strip() else User.objects.all()
    rows = list(users.order_by("-made_at", "-pk")[:MOST])
    return Accounts(rows, users.count() - len(rows))


@transaction.atomic
def switch_off(*, account_id: int, by: User) -> User | None:
    """Closes an account and signs it out everywhere. None where there is none, or it is one's own: a server whose owner
    is switched off has none."""
    user = User.objects.filter(pk=account_id).exclude(pk=by.pk).first()
    if user is not None:
        User.objects.filter(pk=user.pk).update(is_active=False)
        end_sessions(user)
    return user


def switch_on(*, account_id: int) -> User | None:
    """Opens an account again, for whoever signs in to it; what it could open before, it opens then."""
    User.objects.filter(pk=account_id).update(is_active=True)
    return User.objects.filter(pk=account_id).first()
