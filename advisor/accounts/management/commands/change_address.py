"""`./run manage change_address OLD NEW`: for whoever can't get at the old mailbox, or where a proxy signs people in."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from advisor.accounts.addresses import change_address, is_taken
from advisor.accounts.management.account import account_at
from advisor.security import note


class Command(BaseCommand):
    help = "Change an account's address from OLD to NEW. The account keeps everything it made or joined."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("old", metavar="OLD", help="the account's old address")
        parser.add_argument("new", metavar="NEW", help="its new address")

    def handle(self, *args: Any, old: str, new: str, **options: Any) -> None:
        user = account_at(old)
        try:
            validate_email(new)
        except ValidationError as error:
            raise CommandError(f"{new} is not an e-mail address. Write it as name@example.org.") from error
        if is_taken(new.lower(), by_other_than=user):
            raise CommandError(f"Another account has the address {new}, so nothing was changed. Write a different one.")
        change_address(user, new)
        note(None, "address changed", account=user.pk)
        self.stdout.write(f"The account's address is now {user.email}.")
