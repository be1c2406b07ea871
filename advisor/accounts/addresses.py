"""The address of an account becomes another: with mail once a code from there was typed, without at once.

In: an account, an address. Out: rows. Must not know: HTTP. With mail this is allauth's business, which calls
`on_change`; without, nothing could be proved, as when signing up.
"""

from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from advisor.accounts.models import User
from advisor.decisions.models import Decision
from advisor.decisions.reminders import move_reminders
from advisor.security import note


def is_taken(email: str, *, by_other_than: User) -> bool:
    """Whether somebody else has an account with this address."""
    others = User.objects.exclude(pk=by_other_than.pk)
    return others.filter(email=email).exists() or EmailAddress.objects.filter(email=email, user__in=others).exists()


def confirmed_address(user: User) -> str:
    """The address that an account has shown to be its own, or that a proxy vouches for; empty where there is none. A
    sign-up without mail can name any."""
    proved = EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True)
    return user.email if settings.USER_HEADER or proved.exists() else ""


@transaction.atomic
def change_address(user: User, email: str) -> None:
    """Gives the account another address, which nobody else has; what was proved of the one before is forgotten."""
    EmailAddress.objects.filter(user=user).delete()
    user.email = email.lower()
    user.save(update_fields=["email"])


def on_change(
    sender: object,
    request: HttpRequest,
    user: User,
    from_email_address: EmailAddress | None,
    to_email_address: EmailAddress,
    **more: Any,
) -> None:
    """Reminders of decisions that went to the proved address before go to the new one."""
    note(request, "address changed", account=user.pk)
    if from_email_address is None or not from_email_address.verified:
        return
    for row in Decision.objects.exclude(reminders=[]):
        move_reminders(row, before=from_email_address.email, now=to_email_address.email)
