"""`python manage.py record verify|restore|diff FILE…`: a decision record, from its PDF or its JSON, in the terminal.

In: files. Out: what they are, the answers inside as YAML, or what differs; and an exit status. No database is needed.
`verify`: 0 genuine (intact, computed and authentic), 1 changed after it was made, 2 no record that can be read, 3 not
changed as far as could be checked, 4 intact and authentic but of another engine; the worst of several files. `restore`:
0, or 1 and 2 as before. `diff`: 0 the same, 1 different, 2 not two records. The files are opened in a process of their
own, with limits.
"""

import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from advisor.checklist.answers import AnswersFile
from advisor.checklist.errors import AdvisorError, ChecklistError
from advisor.checklist.library import Library
from advisor.checklist.writing import write_answers
from advisor.decisions.keys import keys_of_this_machine
from advisor.file_arguments import check_once, deliver, read_argument, shown_name
from advisor.publish.examining import reading_of
from advisor.publish.renderer import examine_once
from advisor.publish.reports import Examined, Line, Report, report_from_text
from advisor.record.model.signature import KeyFileError, keys_in
from advisor.record.verify.reading import MOST_BYTES

STATUS = {"genuine": 0, "other-engine": 4, "unchecked": 3, "tampered": 1, "answers": 2, "unreadable": 2}
ANSWERS = {"yes": "yes", "no": "no", "unchecked": "not checked"}
WORST = (2, 1, 3, 4, 0)
"""Which status tells of several files, the worst first."""
LOOK_UP = (
    "Not checked: whether its server still has exactly this record. To find out, upload the file at /restore/ there."
)


class Command(BaseCommand):
    help = "Check whether a decision record is genuine, extract its answers, or compare two."
    requires_system_checks: list[str] = []  # noqa: RUF012 (Django's own way to say it)

    def add_arguments(self, parser: CommandParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True, metavar="verify|restore|diff")
        verify = parts.add_parser("verify", help="say whether each record (PDF or JSON) is as it was made")
        verify.add_argument("files", metavar="FILE", nargs="+", help="a PDF or JSON file, or - for standard input")
        verify.add_argument(
            "--key",
            metavar="F",
            action="append",
            default=[],
            help="public keys of the server that signed (its keys.pem); by default those in this data folder",
        )
        restore = parts.add_parser("restore", help="write the answers of a record as an answers file (YAML)")
        restore.add_argument("files", metavar="FILE", nargs=1)
        restore.add_argument("-o", "--output", metavar="F", default="-", help="the file to write (default: print)")
        diff = parts.add_parser("diff", help="show what differs between two records")
        diff.add_argument("files", metavar="FILE", nargs=2)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            status = getattr(self, f"_{options['part']}")(options)
        except AdvisorError as error:
            self.stderr.write(str(error))
            status = 2
        if status:
            sys.exit(status)

    def _verify(self, options: dict[str, Any]) -> int:
        check_once([*options["files"], *options["key"]])
        keys = tuple(key for name in options["key"] for key in _keys(name)) or keys_of_this_machine() or None
        files = [_examine([name], keys).files[0] for name in options["files"]]
        for file in files:
            self._tell(file)
        outcomes = {STATUS[file.outcome] for file in files}
        return next(status for status in WORST if status in outcomes)

    def _tell(self, file: Examined) -> None:
        self.stdout.write(f"{file.name}: {file.headline}. {file.sentence}".strip())
        for one in file.findings:
            self.stdout.write(f"  {one.name:<10} {ANSWERS[one.answer]}. {one.sentence}")
        if file.record_id:
            self.stdout.write(f"  {LOOK_UP}")
        for name, value in file.facts:
            self.stdout.write(f"  {name.lower():<10} {value}")
        for line in file.differences:
            self.stdout.write(f"  {line.where}: says {line.first}, computed {line.second}")
        self._more(file.more)
        for value in (*file.problems, *file.notes):
            self.stdout.write(f"  {value}")

    def _restore(self, options: dict[str, Any]) -> int:
        file = _examine(options["files"]).files[0]
        if not file.answers or file.outcome == "tampered":
            self.stderr.write(f"{file.name}: {file.summary}")
            for problem in file.problems:
                self.stderr.write(f"  {problem}")
            return STATUS[file.outcome]
        answers = AnswersFile.model_validate_json(file.answers)
        deliver(options["output"], lambda escaped: write_answers(answers, escaped=escaped), self.stdout)
        return 0

    def _diff(self, options: dict[str, Any]) -> int:
        report = _examine(options["files"])
        if not report.compared:
            for file in report.files:
                self.stderr.write(f"{file.name}: {file.summary}")
            return 2
        for file in report.files:
            if file.outcome == "tampered":
                self.stderr.write(f"{file.name}: {file.summary}")
        different = False
        for title, lines, more in report.parts:
            different = different or bool(lines)
            self._part(title, lines, more)
        return int(different)

    def _part(self, title: str, lines: Iterable[Line], more: int) -> None:
        for at, line in enumerate(lines):
            if at == 0:
                self.stdout.write(f"{title}:")
            self.stdout.write(f"  {line.where}: {line.first} → {line.second}")
        self._more(more)

    def _more(self, more: int) -> None:
        if more:
            self.stdout.write(f"  and {more} more")


def _keys(name: str) -> tuple[str, ...]:
    try:
        return keys_in(read_argument(name, MOST_BYTES).decode())
    except (KeyFileError, UnicodeError) as error:
        why = "It is not text. Give the server's file keys.pem." if isinstance(error, UnicodeError) else error
        raise AdvisorError(f"{shown_name(name)}: {why}") from None


def _examine(names: list[str], keys: tuple[str, ...] | None = None) -> Report:
    """What is in each file, read once and here, since it may be a pipe; a process of its own opens the copy."""
    check_once(names)
    checklists = _checklists()
    with tempfile.TemporaryDirectory() as folder:
        copies = []
        for number, name in enumerate(names):
            copies.append((shown_name(name), Path(folder) / str(number)))
            copies[-1][1].write_bytes(read_argument(name, MOST_BYTES))
        return report_from_text(examine_once(reading_of(copies, checklists, tuple(checklists), keys)))


def _checklists() -> dict[str, str]:
    """The sound checklists of this installation as JSON, by their digest."""
    library = Library(settings.CHECKLISTS_DIR)
    checklists = {}
    for slug in library.slugs():
        try:
            checklist = library.get(slug)
        except ChecklistError:
            continue  # it is told by `checklist check`; a record made with it carries its own
        checklists[checklist.digest] = checklist.model_dump_json()
    return checklists
