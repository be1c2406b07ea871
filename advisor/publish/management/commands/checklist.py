"""`python manage.py checklist check PATH` and `… checklist schema NAME`, without a database.

In: a folder or a file; the name of a format. Out: every problem and status 2, or "ok"; a JSON Schema for editors. Must
not know: rows, pages.
"""

import json
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from advisor.checklist.checking import check_path
from advisor.checklist.library import Library
from advisor.checklist.schema import SCHEMAS, schema

WRONG = 2


class Command(BaseCommand):
    help = "Checks a checklist's folder, one of its files or an answers file; prints the JSON Schema of a format."
    requires_system_checks: list[str] = []  # noqa: RUF012 (Django's own way to say it)

    def add_arguments(self, parser: CommandParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True, metavar="check|schema")
        check = parts.add_parser("check", help="find every problem of a folder or file; exit with 2 if there is one")
        check.add_argument("path", metavar="PATH", help="the folder of a checklist, a file of it, or an answers file")
        made = parts.add_parser("schema", help="print the JSON Schema of a format, for editors")
        made.add_argument("name", choices=SCHEMAS, metavar="NAME", help=", ".join(SCHEMAS))

    def handle(self, *args: Any, **options: Any) -> None:
        if options["part"] == "schema":
            self.stdout.write(json.dumps(schema(options["name"]), indent=2, ensure_ascii=False))
        else:
            self._check(options["path"])

    def _check(self, path: str) -> None:
        try:
            problems = check_path(Path(path), path, Library(settings.CHECKLISTS_DIR))
        except OSError as error:
            self.stderr.write(f"{path}: {error.strerror}: write the path of a folder or a file")
            sys.exit(WRONG)
        if problems:
            self.stderr.write("\n".join(str(problem) for problem in problems))
            sys.exit(WRONG)
        self.stdout.write("ok")
