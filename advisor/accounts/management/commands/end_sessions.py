"""`./run manage end_sessions EMAIL`: signs an account out everywhere, such as after a device was lost."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from advisor.accounts.browsers import end_sessions
from advisor.accounts.management.account import account_at
from advisor.security import note


class Command(BaseCommand):
    help = "Sign the account EMAIL out in every browser, and end its sign-in link if it has one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL", help="the account's address")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        user = account_at(email)
        browsers = end_sessions(user)
        note(None, "sessions ended", account=user.pk)
        self.stdout.write(f"Signed out in {browsers} browser{'' if browsers == 1 else 's'}.")
