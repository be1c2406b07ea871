"""`python manage.py kit make|read`: a prototype kit for a service of an answers file, and its results, without a
database.

In: an answers file, the name of a service; a results file. Out: a zip; or what the figures mean, and the lines that an
answers file takes. Exit status 2: something is wrong with a file; 3: the figures give no verdict. Must not know: rows.
"""

import json
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from advisor.checklist.answers import AnswersFile
from advisor.checklist.errors import AdvisorError
from advisor.checklist.library import Library
from advisor.checklist.measurement import as_javascript
from advisor.checklist.model import Checklist
from advisor.checklist.reading import read_answers
from advisor.checklist.text import folded
from advisor.checklist.yaml_events import LARGE
from advisor.engine.judgement import judge
from advisor.engine.recommend import recommend
from advisor.file_arguments import check_once, read_argument, shown_name, text_argument, write_argument
from advisor.kit.archive import kit_digest, kit_zip
from advisor.kit.folder import kit_for, kits
from advisor.kit.order import DEFAULT_RATE, MOST_RATE, order_of
from advisor.kit.results import MOST_BYTES, read_results
from advisor.record.build.measurements import judged
from advisor.record.build.record import build_record
from advisor.record.model.measurements import RULE
from advisor.record.model.vocabulary import Vocabulary

WRONG, NO_VERDICT = 2, 3


class Command(BaseCommand):
    help = "Make a prototype kit for a service, and read its results. Needs no database."
    requires_system_checks: list[str] = []  # noqa: RUF012 (Django's own way to say it)

    def add_arguments(self, parser: CommandParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True, metavar="make|read")
        make = parts.add_parser("make", help="write the kit for a service as a zip")
        read = parts.add_parser("read", help="explain results; exits with 3 if they give no verdict")
        read.add_argument("results", metavar="RESULTS", help="the results.json that a kit wrote, or -")
        for part in (make, read):
            part.add_argument("file", metavar="FILE", help="the answers file (YAML), or -")
            part.add_argument("service", metavar="SERVICE", help="the name of a service in it")
        make.add_argument("-o", "--output", metavar="ZIP", required=True, help="the file to write")
        make.add_argument("--kit", metavar="KIT", help="which kit, if the service's kind does not decide it")
        make.add_argument("--rate", metavar="N", type=int, default=DEFAULT_RATE, help="requests per second")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            status = self._make(options) if options["part"] == "make" else self._read(options)
        except AdvisorError as error:
            self.stderr.write(str(error))
            status = WRONG
        if status:
            sys.exit(status)

    def _make(self, options: dict[str, Any]) -> int:
        if not 1 <= options["rate"] <= MOST_RATE:
            raise AdvisorError(f"--rate {options['rate']}: write a whole number from 1 to {MOST_RATE}")
        answers, checklist = _answers(options["file"])
        name = _service(answers, options["service"])
        record = build_record(checklist, answers, recommend(checklist, answers), as_of=timezone.localdate())
        service = next(one for one in record.services if one.name == name)
        root, there = _kits(checklist)
        kit = options["kit"] or kit_for(root, checklist, service.service.kind)
        if kit not in there:
            raise AdvisorError(f"--kit {kit!r}: there is no such kit: write one of {', '.join(there) or 'none'}")
        order = order_of(record, service, kit, options["rate"])
        write_argument(options["output"], kit_zip(root, checklist, order))
        self.stdout.write(f"{options['output']}: {kit}, for {name}. Unpack it, then: npm ci && npm run bench")
        return 0

    def _read(self, options: dict[str, Any]) -> int:
        check_once([options["results"], options["file"]])
        answers, checklist = _answers(options["file"])
        name = _service(answers, options["service"])
        budget = next(one.latency_budget_ms for one in answers.services if one.name == name)
        root, there = _kits(checklist)
        digests = {one: kit_digest(root, one) for one in there}
        data = read_argument(options["results"], MOST_BYTES)
        try:
            measurement = read_results(data, digests=digests, service=name, today=timezone.localdate())
        except AdvisorError as error:
            raise AdvisorError(f"{shown_name(options['results'])}: {error}") from None
        judgement = judge(measurement, budget)
        self.stdout.write(judged(Vocabulary(checklist), measurement, judgement, budget))
        self.stdout.write(f"\n{RULE}\n\nTo attach it, add this line to {name} in {shown_name(options['file'])}:\n")
        content = json.dumps(as_javascript(measurement.model_dump(mode="json", exclude_none=True)))
        self.stdout.write(f"    measurements: [{content}]")
        return 0 if judgement.verdict else NO_VERDICT


def _answers(name: str) -> tuple[AnswersFile, Checklist]:
    library = Library(settings.CHECKLISTS_DIR)
    answers = read_answers(read_argument(name, LARGE.most_bytes), shown_name(name), library)
    return answers, library.get(answers.checklist)


def _kits(checklist: Checklist) -> tuple[Path, list[str]]:
    root = Path(settings.CHECKLISTS_DIR) / checklist.slug / "kit"
    return root, kits(root, checklist)


def _service(answers: AnswersFile, given: str) -> str:
    name = text_argument(given)
    names = [one.name for one in answers.services]
    service_name = name if name in names else next((one for one in names if folded(one) == folded(name)), None)
    if service_name is None:
        raise AdvisorError(f"{name!r}: no service of that name: write one of: {', '.join(names)}")
    return service_name
