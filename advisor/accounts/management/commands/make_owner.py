"""`./run manage make_owner EMAIL`: an account owns this server from now on; it is made where there is none."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from advisor.accounts.links import make_owner, make_sign_in_link, path_of
from advisor.accounts.models import User
from advisor.security import note


class Command(BaseCommand):
    help = "Make the account EMAIL an owner of this server, who can see accounts, and invite while sign-up is closed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL", help="the account's address; a missing account is created")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email} is not an e-mail address. Write it as name@example.org.") from error
        user = User.objects.filter(email=email.lower()).first()
        made = user is None
        user = user or User.objects.create_user(email)
        make_owner(user)
        note(None, "owner made", account=user.pk)
        self.stdout.write(f"{user.email} owns this server.")
        if made and not settings.USER_HEADER:
            path = path_of(make_sign_in_link(user))
            self.stdout.write(f"The account is new. Open once, within a day, at the address of this server:  {path}")
