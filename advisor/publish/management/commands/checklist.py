"""`python manage.py checklist check PATH`, `… facts` and `… schema NAME`, without a database.

In: a folder or a file; a day; the name of a format. Out: every problem and status 2, or "ok"; the facts that are due
for a review and status 1, or that none is; a JSON Schema for editors. Must not know: rows, pages.
"""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from advisor.checklist.checking import check_path
from advisor.checklist.errors import AdvisorError
from advisor.checklist.library import Library
from advisor.checklist.schema import SCHEMAS, schema
from advisor.checklist.suggestions import suggestion
from advisor.record.due import facts_due
from advisor.record.words import FACT_STATUS

DUE, WRONG = 1, 2


class Command(BaseCommand):
    help = "Checks a checklist or an answers file, lists facts due for a review, prints the JSON Schema of a format."
    requires_system_checks: list[str] = []  # noqa: RUF012 (Django's own way to say it)

    def add_arguments(self, parser: CommandParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True, metavar="check|facts|schema")
        check = parts.add_parser("check", help="find every problem of a folder or file; exit with 2 if there is one")
        check.add_argument("path", metavar="PATH", help="the folder of a checklist, a file of it, or an answers file")
        facts = parts.add_parser("facts", help="list the facts that are due for a review; exit with 1 if one is")
        facts.add_argument("slug", nargs="?", metavar="SLUG", help="one checklist; every one without it")
        facts.add_argument("--as-of", metavar="DATE", type=_day, help="on this day, such as 2026-11-23; else today")
        made = parts.add_parser("schema", help="print the JSON Schema of a format, for editors")
        made.add_argument("name", choices=SCHEMAS, metavar="NAME", help=", ".join(SCHEMAS))

    def handle(self, *args: Any, **options: Any) -> None:
        if options["part"] == "schema":
            self.stdout.write(json.dumps(schema(options["name"]), indent=2, ensure_ascii=False))
        elif options["part"] == "facts":
            self._facts(options["slug"], options["as_of"] or timezone.localdate())
        else:
            self._check(options["path"])

    def _facts(self, slug: str | None, as_of: date) -> None:
        library = Library(settings.CHECKLISTS_DIR)
        slugs = library.slugs()
        if slug is not None and slug not in slugs:
            self.stderr.write(f"{slug}: there is no checklist of this name: {suggestion(slug, slugs)}")
            sys.exit(WRONG)
        try:
            found = [
                (name, fact) for name in slugs if slug in (None, name) for fact in facts_due(library.get(name), as_of)
            ]
        except AdvisorError as error:
            self.stderr.write(str(error))
            sys.exit(WRONG)
        for name, fact in found:
            self.stdout.write(f"{name} {fact.id}: due since {fact.review_after}, checked on {fact.checked_on}")
            self.stdout.write(f"  {fact.claim} ({FACT_STATUS[fact.status]})")
            self.stdout.write(f"  {fact.source}")
        if found:
            sys.exit(DUE)
        self.stdout.write(f"no fact is due for a review on {as_of}")

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


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date: write it as 2026-11-23") from None
