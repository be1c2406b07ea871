"""`python manage.py assess FILE`: answers in, verdict out, without a database.

In: an answers file. Out: a short summary, or JSON, Markdown, PDF, or the arithmetic of one service; and an exit status:
2 the file is wrong, 4 with --check something is due, 3 something is undecided, 1 the PDF could not be drawn or the
output not written, 0 otherwise. Must not know: rows, pages.
"""

import argparse
import sys
from datetime import date
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
from advisor.file_arguments import deliver, read_argument, shown_name, text_argument, write_argument
from advisor.publish.documents import document
from advisor.publish.renderer import RenderFailed, render_once
from advisor.record.build.decision import unexplained_problems
from advisor.record.build.record import build_record
from advisor.record.formats.adr_tools import for_adr_tools
from advisor.record.formats.as_text import arithmetic, summary
from advisor.record.formats.markdown.escaping import as_references
from advisor.record.formats.markdown.record import markdown
from advisor.record.model.as_json import FORMAT, json_text, recommendation_json
from advisor.record.model.record import DecisionRecord

FAILED, WRONG, UNDECIDED, DUE = 1, 2, 3, 4


class Command(BaseCommand):
    help = "Read an answers file and say what to build each service on. Needs no database."
    requires_system_checks: list[str] = []  # noqa: RUF012 (Django's own way to say it)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the answers file (YAML), or - to read standard input")
        parser.add_argument(
            "--json", metavar="F", help="write the recommendation as JSON to this file, or - to print it"
        )
        parser.add_argument("--markdown", metavar="F", help="write the record as Markdown, or - to print it")
        parser.add_argument("--adr-tools", metavar="F", help="write the Markdown for a folder of adr-tools, or -")
        parser.add_argument("--pdf", metavar="F", help="write the record as PDF to this file")
        parser.add_argument("--explain", metavar="SERVICE", help="print the arithmetic of this service")
        parser.add_argument("--check", action="store_true", help="exit with 4 if a review date or tripwire has passed")
        parser.add_argument("--as-of", metavar="DATE", type=_day, help="the date of the record, such as 2026-11-23")

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
        if options["json"]:
            value = recommendation_json(record.checklist, record.recommendation)
            deliver(options["json"], lambda escaped: json_text(value, escaped=escaped), self.stdout)
        if options["markdown"]:
            self._put(options["markdown"], markdown(record))
        if options["adr_tools"]:
            self._put(options["adr_tools"], for_adr_tools(markdown(record), record.number))
        if options["pdf"]:
            _write_pdf(record, options["pdf"])
        if not any(options[name] for name in ("json", "markdown", "adr_tools", "pdf", "explain")):
            self.stdout.write(summary(record), ending="")

    def _put(self, target: str, text: str) -> None:
        deliver(target, lambda escaped: as_references(text) if escaped else text, self.stdout)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date: write it as 2026-11-23") from None


def _service(record: DecisionRecord, name: str) -> str:
    names = [service.name for service in record.services]
    if same := [one for one in names if folded(one) == folded(name)]:
        return name if name in names else same[0]
    near = get_close_matches(name, names, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"write one of: {', '.join(names)}"
    raise AdvisorError(f"--explain {name!r}: no service of that name: {hint}")


def _write_pdf(record: DecisionRecord, name: str) -> None:
    if name == "-":
        raise AdvisorError("--pdf -: a PDF is not printed: name a file, such as record.pdf")
    write_argument(name, render_once(document(record)))
