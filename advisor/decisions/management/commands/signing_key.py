"""`./run manage signing_key [--rotate]`: the public keys of this server, or a new key to sign records with."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from advisor.decisions.keys import SigningKeyError, make_key, public_keys
from advisor.decisions.keys import rotate as new_key
from advisor.record.model.signature import all_pem
from advisor.security import note


class Command(BaseCommand):
    help = "Print the public keys that verify this server's records; with --rotate, make a new key first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rotate", action="store_true", help="start signing with a new key; old keys stay")

    def handle(self, *args: Any, rotate: bool, **options: Any) -> None:
        try:
            new_key() if rotate else make_key()
        except SigningKeyError as error:
            raise CommandError(str(error)) from error
        if rotate:
            note(None, "signing key made", key=public_keys()[0][:12])
        self.stdout.write(all_pem(public_keys()), ending="")
