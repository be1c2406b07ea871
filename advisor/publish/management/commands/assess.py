"""`python manage.py assess FILE`: answers in, verdict out, without a database.

In: an answers file. Out: a short summary, or JSON, Markdown, PDF, or the arithmetic of one service; and an exit status:
2 the file is wrong, 4 with --check something is due, 3 something is undecided, 1 the PDF could not be drawn or the
output not written, 0 otherwise. Must not know: rows, pages.
"""

import sys
from difflib import get_close_matches
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from advisor.checklist.errors import AdvisorError, AnswersError
from advisor.checklist.library import Library
from advisor.checklist.reading import read_answers
from advisor.checklist.text import folded
from advisor.checklist.yaml_events import LARGE
from advisor.checklist.yaml_reader import read_document
from advisor.engine.recommend import recommend
from advisor.file_arguments import day, deliver, read_argument, shown_name, text_argument, write_argument
from advisor.publish.documents import document
from advisor.publish.pdfs import PDFS, PdfFormat
from advisor.publish.renderer import RenderFailed, render_once
from advisor.record.build.decision import unexplained_problems
from advisor.record.build.record import build_record
from advisor.record.formats.as_text import arithmetic, summary
from advisor.record.formats.files import TEXTS, TextFormat
from advisor.record.model.as_json import FORMAT
from advisor.record.model.record import DecisionRecord

FAILED, WRONG, UNDECIDED, DUE = 1, 2, 3, 4


class Command(BaseCommand):
    help = "Read an answers file and say what to build each service on. Needs no database."
    requires_system_checks: list[str] = []  # noqa: RUF012 (Django's own way to say it)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the answers file (YAML), or - to read standard input")
        for form in _formats():
            parser.add_argument(f"--{form.name}", metavar="F", help=form.option)
        parser.add_argument("--explain", metavar="SERVICE", help="print the arithmetic of this service")
        parser.add_argument("--check", action="store_true", help="exit with 4 if a review date or tripwire has passed")
        parser.add_argument("--as-of", metavar="DATE", type=day, help="the date of the record, such as 2026-11-23")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            status = self._assess(options)
        except RenderFailed as error:
            self.stderr.write(str(error))
            status = FAILED
        except AdvisorError as error:
            self.stderr.write(str(error))
            status = WRONG
        if status:
            sys.exit(status)

    def _assess(self, options: dict[str, Any]) -> int:
        library = Library(settings.CHECKLISTS_DIR)
        name = shown_name(options["file"])
        data = read_argument(options["file"], LARGE.most_bytes)
        if data.startswith(b"%PDF-") or FORMAT.encode() in data[:200]:
            reason = f"this is a record; take its answers out with ./run manage record restore {name} -o answers.yaml"
            raise AdvisorError(f"{name}: {reason}")
        answers = read_answers(data, name, library)
        checklist = library.get(answers.checklist)
        as_of = options["as_of"] or timezone.localdate()
        recommendation = recommend(checklist, answers, as_of=as_of)
        if answers.decision:
            problems = unexplained_problems(read_document(data, name, LARGE), answers, recommendation)
            if problems:
                raise AnswersError(problems)
        record = build_record(checklist, answers, recommendation, as_of=as_of)
        self._write(record, options)
        if options["check"]:
            passed = record.decision.due_sentences if record.decision else ()
            for line in passed:
                self.stderr.write(line)
            if passed:
                return DUE
        return UNDECIDED if any(s.verdict == "undecided" for s in record.recommendation.services) else 0

    def _write(self, record: DecisionRecord, options: dict[str, Any]) -> None:
        if options["explain"] is not None:
            self.stdout.write(arithmetic(record, _service(record, text_argument(options["explain"]))), ending="")
        wanted = [(form, target) for form in _formats() if (target := options[form.name.replace("-", "_")])]
        for form, target in wanted:
            if isinstance(form, TextFormat):
                self._put(target, form, (form.printed or form.write)(record))
            else:
                _write_pdf(record, target, form)
        if not wanted and not options["explain"]:
            self.stdout.write(summary(record), ending="")

    def _put(self, target: str, form: TextFormat, text: str) -> None:
        deliver(target, lambda escaped: form.escape(text) if escaped else text, self.stdout)


def _formats() -> list[TextFormat | PdfFormat]:
    """Those that have an option."""
    formats: list[TextFormat | PdfFormat] = [*TEXTS.values(), *PDFS.values()]
    return [one for one in formats if one.option]


def _service(record: DecisionRecord, name: str) -> str:
    names = [service.name for service in record.services]
    if same := [one for one in names if folded(one) == folded(name)]:
        return name if name in names else same[0]
    near = get_close_matches(name, names, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"write one of: {', '.join(names)}"
    raise AdvisorError(f"--explain {name!r}: no service of that name: {hint}")


def _write_pdf(record: DecisionRecord, name: str, form: PdfFormat) -> None:
    if name == "-":
        raise AdvisorError(f"--{form.name} -: a PDF is not printed: name a file, such as record.{form.ending}")
    write_argument(name, render_once(form.document(document(record))))
