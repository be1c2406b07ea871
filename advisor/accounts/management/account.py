"""The account that a command names by its address."""

from django.core.management.base import CommandError

from advisor.accounts.models import User


def account_at(address: str) -> User:
    """The account with this address. CommandError, with where to look it up, if none has it."""
    user = User.objects.filter(email=address.lower()).first()
    if user is None:
        raise CommandError(
            f"No account has the address {address}. Check its spelling under Account, “See all accounts”."
        )
    return user
