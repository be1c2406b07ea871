"""`./run manage try_backup FILE`: the restore drill. The database in use is not touched."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from advisor.backup import BackupError, checksum_of, try_restore


class Command(BaseCommand):
    help = "Restore a backup to a separate place, check it and list what it contains. The database in use is untouched."
    requires_system_checks: Any = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="a file that the backup command wrote")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            contents = try_restore(file)
        except BackupError as reason:
            raise CommandError(str(reason)) from reason
        newest = f"the newest of {contents.newest:%Y-%m-%d %H:%M} UTC" if contents.newest else "none yet"
        self.stdout.write(
            f"{file} can be restored: {contents.assessments} assessments, {contents.answers} saved answers, {newest}."
        )
        if contents.unchanged:
            self.stdout.write("Its checksum matches: no byte has changed.")
        else:
            self.stdout.write(f"There is no {checksum_of(file)}, so a changed byte could have gone unnoticed.")
