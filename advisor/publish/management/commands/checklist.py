"""`python manage.py checklist check|prove|replay|new|facts|schema`, without a database but for `replay --stored`.

In: folders, files, names; a day. Out: every problem and status 2, or what was asked for; status 1 where something is
not shown, would change, or is due for a review. Must not know: pages.
"""

import re
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from advisor.checklist.checking import check_path, check_text
from advisor.checklist.errors import AdvisorError, Problem
from advisor.checklist.library import Library
from advisor.checklist.model import Checklist
from advisor.checklist.skeleton import write_skeleton
from advisor.checklist.suggestions import suggestion
from advisor.checklist.yaml_events import LARGE
from advisor.file_arguments import STANDARD, day, deliver, read_argument, shown_name
from advisor.publish.checklist_proof import answers_in, checklist_at, proof_lines, replay_lines
from advisor.publish.npm import compared
from advisor.publish.stored import stored_answers
from advisor.record.build.tripwires import facts_due
from advisor.record.formats.record_form import NAMES, schema_named
from advisor.record.model.as_json import json_text
from advisor.record.model.vocabulary import FACT_STATUS

DUE, WRONG = 1, 2
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Command(BaseCommand):
    help = "Check, prove, replay and start checklists, list facts due for review, print JSON Schemas."
    requires_system_checks: list[str] = []  # noqa: RUF012 (Django's own way to say it)

    def add_arguments(self, parser: CommandParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True, metavar="check|prove|replay|new|facts|schema")
        check = parts.add_parser("check", help="list every problem in a folder or file; exits with 2 if there is one")
        check.add_argument("path", metavar="PATH", help="a checklist folder, one of its files, an answers file, or -")
        prove = parts.add_parser("prove", help="show that a checklist can decide; exits with 1 if it cannot")
        prove.add_argument("path", metavar="PATH", help="the folder of a checklist, or its slug")
        replay = parts.add_parser("replay", help="list the recommendations that another version would change")
        replay.add_argument("old", metavar="OLD", help="the folder of the old checklist, or its slug")
        replay.add_argument("new", metavar="NEW", help="the folder of the new checklist, or its slug")
        replay.add_argument("files", metavar="FILE", nargs="*", help="answers files, or - for standard input")
        replay.add_argument("--stored", action="store_true", help="include the stored assessments")
        new = parts.add_parser("new", help="write a commented checklist to start from")
        new.add_argument("slug", metavar="SLUG", help="its name: small letters, digits and hyphens")
        facts = parts.add_parser("facts", help="list the facts due for review; exits with 1 if there is one")
        facts.add_argument("slug", nargs="?", metavar="SLUG", help="one checklist (default: all)")
        facts.add_argument("--as-of", metavar="DATE", type=day, help="a date such as 2026-11-23 (default: today)")
        facts.add_argument(
            "--compare", action="store_true", help="instead, ask npm for releases newer than the facts name"
        )
        made = parts.add_parser("schema", help="print the JSON Schema of a format, for editors")
        made.add_argument("name", choices=NAMES, metavar="NAME", help=", ".join(NAMES))

    def handle(self, *args: Any, **options: Any) -> None:
        if options["part"] == "schema":
            value = schema_named(options["name"])
            deliver(STANDARD, lambda escaped: json_text(value, escaped=escaped), self.stdout)
        elif options["part"] == "facts":
            self._facts(options)
        elif options["part"] == "check":
            self._check(options["path"])
        elif options["part"] == "new":
            self._new(options["slug"])
        else:
            self._judged(options)

    def _judged(self, options: dict[str, Any]) -> None:
        """What can be shown of one checklist, or of two and answers to them."""
        root = Path(settings.CHECKLISTS_DIR)
        try:
            if options["part"] == "prove":
                lines, well = proof_lines(checklist_at(options["path"], root))
            else:
                old, new = (checklist_at(options[which], root) for which in ("old", "new"))
                named = answers_in(options["files"], old)
                if options["stored"]:
                    named += stored_answers(old.slug)
                elif not named:
                    self.stderr.write("replay: no answers: name answers files, or write --stored")
                    sys.exit(WRONG)
                lines, changes = replay_lines(old, new, named)
                well = not changes
        except AdvisorError as error:
            self.stderr.write(str(error))
            sys.exit(WRONG)
        self.stdout.write("\n".join(lines))
        if not well:
            sys.exit(DUE)

    def _new(self, slug: str) -> None:
        if not SLUG.fullmatch(slug):
            self.stderr.write(f"{slug}: this is not a checklist's name: write small letters, digits and hyphens")
            sys.exit(WRONG)
        try:
            folder = write_skeleton(Path(settings.CHECKLISTS_DIR), slug)
        except FileExistsError:
            self.stderr.write(f"{slug}: there is a checklist of this name: choose another, or edit that one")
            sys.exit(WRONG)
        self.stdout.write(f"{folder} is ready and has no problems. Next: ./run manage checklist check {folder}")

    def _facts(self, options: dict[str, Any]) -> None:
        library, slug = Library(settings.CHECKLISTS_DIR), options["slug"]
        slugs = library.slugs()
        if slug is not None and slug not in slugs:
            self.stderr.write(f"{slug}: there is no checklist of this name: {suggestion(slug, slugs)}")
            sys.exit(WRONG)
        try:
            checklists = {name: library.get(name) for name in slugs if slug in (None, name)}
            if options["compare"]:
                lines, well = _compared(checklists)
            else:
                lines, well = _due(checklists, options["as_of"] or timezone.localdate())
        except AdvisorError as error:
            self.stderr.write(str(error))
            sys.exit(WRONG)
        self.stdout.write("\n".join(lines))
        if not well:
            sys.exit(DUE)

    def _check(self, path: str) -> None:
        try:
            problems = _problems(path, Library(settings.CHECKLISTS_DIR))
        except OSError as error:
            self.stderr.write(f"{path}: {error.strerror}: write the path of a folder or a file")
            sys.exit(WRONG)
        if problems:
            self.stderr.write("\n".join(str(problem) for problem in problems))
            sys.exit(WRONG)
        self.stdout.write("ok")


def _problems(path: str, library: Library) -> tuple[Problem, ...]:
    if path == STANDARD:
        return check_text(read_argument(path, LARGE.most_bytes), shown_name(path), library)
    return check_path(Path(path), path, library)


def _due(checklists: Mapping[str, Checklist], as_of: date) -> tuple[list[str], bool]:
    """The facts whose review is due, and whether there is none."""
    due = [(name, fact) for name, checklist in checklists.items() for fact in facts_due(checklist, as_of)]
    lines = []
    for name, fact in due:
        lines.append(f"{name} {fact.id}: due since {fact.review_after}, checked on {fact.checked_on}")
        lines.append(f"  {fact.claim} ({FACT_STATUS[fact.status]})")
        lines.append(f"  {fact.source}")
    return lines or [f"no fact is due for a review on {as_of}"], not due


def _compared(checklists: Mapping[str, Checklist]) -> tuple[list[str], bool]:
    """What npm lists and facts do not name, and whether that is nothing."""
    lines, asked = [], 0
    for name, checklist in checklists.items():
        differences, count = compared(checklist.facts)
        lines += [f"{name} {fact.id}: {line}" for fact, line in differences]
        asked += count
    return lines or [f"npm lists nothing newer than the {asked} facts about packages say"], not lines
