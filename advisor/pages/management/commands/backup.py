"""`./run manage backup FILE`: a checked copy of the database, made while people work."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from advisor.backup import BackupError, make_backup


class Command(BaseCommand):
    help = "Write a checked backup of the database to FILE while the app runs. It never replaces a file."
    requires_system_checks: Any = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="the file to write; it must not exist yet")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            make_backup(file)
        except BackupError as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(
            f"{file}: {file.stat().st_size / 1024:.0f} KB, checked. Try it:  ./run manage try_backup {file}"
        )
