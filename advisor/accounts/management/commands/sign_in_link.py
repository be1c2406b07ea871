"""`./run manage sign_in_link EMAIL`: a link that signs an account in once, for whoever lost their password."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from advisor.accounts.links import make_sign_in_link, path_of
from advisor.accounts.management.account import account_at
from advisor.security import note


class Command(BaseCommand):
    help = "Print a link that signs in the account EMAIL once, within a day, and asks for a new password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL", help="the account's address")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        user = account_at(email)
        path = path_of(make_sign_in_link(user))
        note(None, "sign-in link made", account=user.pk)
        self.stdout.write(f"Open once, within a day, at the address of this server:  {path}")
