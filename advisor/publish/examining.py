"""What uploaded files are: a record (JSON, or inside a PDF), an answers file, or nothing of ours.

In: a `Reading`. Out: a `Report` as JSON, which `report_from_text` reads on the other side. Must not know: Django, rows,
any other file of this machine. A render process runs it.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from advisor.checklist.answers import AnswersFile
from advisor.checklist.checking import holds_answers
from advisor.checklist.consistency import answers_problems
from advisor.checklist.document import Document
from advisor.checklist.errors import AdvisorError, AnswersError
from advisor.checklist.library import Library
from advisor.checklist.model import Checklist
from advisor.checklist.reading import read_answers
from advisor.checklist.text import excerpt
from advisor.checklist.writing import write_answers
from advisor.checklist.yaml_events import LARGE
from advisor.checklist.yaml_reader import read_document
from advisor.publish.protocol import Reading, Upload
from advisor.publish.reports import TAMPERED, Examined, Line, Report, report_to_text
from advisor.record.formats.current_status import CurrentStatus
from advisor.record.model.answer_numbers import sequence_to_text
from advisor.record.verify.comparison import compare
from advisor.record.verify.from_pdf import ANSWERS, RECORD, embedded_files
from advisor.record.verify.reading import MOST_BYTES, KeptRecord, RecordError, read_record
from advisor.record.verify.verification import Deviation, Verification, VerificationFinding, headline, verify

MOST_LINES = 60
"""More differences than this are counted, not listed."""
PAGES_NOT_COMPARED = (
    "Only the record inside the PDF was checked, not its pages. A PDF made again shows what the record says."
)
NAMES = {"draft": "Draft recommendation", "accepted": "Signed off"}
TAKEN_OUT = "Somebody removed the answers file from this PDF."


def reading_of(
    uploads: list[tuple[str, Path]],
    checklists: Mapping[str, str],
    newest: tuple[str, ...],
    keys: tuple[str, ...] | None = None,
) -> Reading:
    """Files to examine, with the checklists to hold them against: their JSON by their digest; and the public keys that
    are trusted."""
    named = tuple(Upload(excerpt(name, 100), str(path.absolute())) for name, path in uploads)
    return Reading(named, dict(checklists), newest, keys)


def examine(reading: Reading) -> str:
    """What was found, as JSON."""
    at_hand = _AtHand(reading)
    examined = [_examined(upload.name, _read(upload), at_hand) for upload in reading.uploads]
    records = [record for _, record in examined if record is not None]
    report = Report(tuple(file for file, _ in examined))
    if len(records) == 2:
        report = replace(report, compared=True, parts=_compared(*records))
    return report_to_text(report)


LONGEST_HEAD = 20_000
_HEADING = re.compile(r"^##+ \S", re.MULTILINE)


def _read(upload: Upload) -> bytes:
    """The bytes of a file; of one that is too large to be a record so many that this can be told."""
    with Path(upload.path).open("rb") as file:
        return file.read(MOST_BYTES + 1)


class _AtHand(Library):
    """The checklists that came with the files: all by their digest, the newest by their name."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(Path())
        self.texts, self.keys = reading.checklists, reading.keys
        self.newest = {checklist.slug: checklist for checklist in map(self.of_digest, reading.newest) if checklist}

    def of_digest(self, digest: str) -> Checklist | None:
        text = self.texts.get(digest)
        return Checklist.model_validate_json(text) if text else None

    def known(self, slug: str, digest: str) -> Checklist | None:
        return self.of_digest(digest)

    def slugs(self) -> list[str]:
        return sorted(self.newest)

    def get(self, slug: str) -> Checklist:
        return self.newest[slug]


def _examined(name: str, data: bytes, at_hand: _AtHand) -> tuple[Examined, KeptRecord | None]:
    """What one file is. A record is handed on to be compared."""
    sha256 = "sha256:" + hashlib.sha256(data).hexdigest()
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    try:
        if b"%PDF-" in data[:1024]:
            return _pdf(name, data, sha256, at_hand)
        if start in (b"{", b"["):
            return _record(name, read_record(data), sha256, at_hand)
        if checked := _of_ours(data):
            raise RecordError(checked)
        return _answers(name, data, sha256, at_hand), None
    except RecordError as error:
        return _unreadable(name, sha256, str(error)), None


def _of_ours(data: bytes) -> str:
    """What to send instead of another file of ours, each of which holds a part of a record; nothing for any other."""
    text = data[:LONGEST_HEAD].decode("utf-8-sig", errors="replace").lstrip()
    instead = "Upload the PDF or the JSON of the record; each holds all of it."
    if text.startswith("BEGIN:VCALENDAR"):
        return f"This is a calendar with only the dates of a decision. {instead}"
    if text.startswith("format:") or holds_answers(data):
        return ""
    if text.startswith(("---", "# ")) and _HEADING.search(text):
        return f"This is Markdown, made for reading: it leaves out what the record is computed from. {instead}"
    lines = text.splitlines() or [""]
    if "," in lines[0] and ":" not in lines[0]:
        return f"This is a table. {instead} To import a table of services, use “Import services” in an assessment."
    return ""


def _pdf(name: str, data: bytes, sha256: str, at_hand: _AtHand) -> tuple[Examined, KeptRecord | None]:
    inside = embedded_files(data)
    if RECORD not in inside:
        raise RecordError(
            "This PDF has no record inside. Upload the file as downloaded: printing or scanning loses the record."
        )
    examined, record = _record(name, read_record(inside[RECORD]), sha256, at_hand)
    examined = replace(examined, notes=(*examined.notes, PAGES_NOT_COMPARED))
    if ANSWERS not in inside:
        return replace(examined, notes=(*examined.notes, TAKEN_OUT)), record
    if record is not None and not _same_answers(inside[ANSWERS], record.answers):
        reason = "The answers file inside the PDF contradicts the record inside it."
        intact = (
            VerificationFinding("intact", "no", reason),
            *(one for one in examined.findings if one.name != "intact"),
        )
        examined = replace(examined, outcome="tampered", headline=headline("tampered", intact), findings=intact)
        return _on_ground(replace(examined, ground=""), record.answers, at_hand), record
    return examined, record


def _same_answers(data: bytes, answers: AnswersFile) -> bool:
    """Whether a file says these answers. One that is written as today need not be read, which takes seconds."""
    return data == write_answers(answers).encode() or _plain_answers(data) == answers


def _plain_answers(data: bytes) -> AnswersFile | None:
    """What an answers file says, whether or not a checklist has it; None if it cannot be read."""
    try:
        return AnswersFile.model_validate(read_document(data, ANSWERS, LARGE).value)
    except ValidationError:
        return None


def _record(name: str, record: KeptRecord, sha256: str, at_hand: _AtHand) -> tuple[Examined, KeptRecord | None]:
    verification = verify(record, at_hand.known, at_hand.keys)
    try:
        answers = record.answers.model_dump_json(exclude_defaults=True)
        facts = _facts(record, record.answers)
    except RecordError as error:
        return replace(_verified(name, verification, sha256), problems=(str(error),), digest=record.head.digest), None
    notes = (_unknown(record),) if record.head.checklist.content and not verification.known else ()
    examined = replace(
        _verified(name, verification, sha256),
        notes=notes,
        facts=facts,
        digest=record.head.digest,
        record_id=record.head.signature.record if record.head.signature else "",
        checklist=record.head.checklist.digest,
        answers=answers,
        sequence=sequence_to_text(record.head.sequence),
    )
    return _on_ground(examined, record.answers, at_hand), record


def _on_ground(examined: Examined, answers: AnswersFile, at_hand: _AtHand) -> Examined:
    """Which checklist the answers can be restored on, or why they cannot be."""
    if examined.outcome == "tampered":
        return replace(examined, obstacle=TAMPERED)
    checklist = at_hand.of_digest(examined.checklist) or at_hand.newest.get(answers.checklist)
    if checklist is None:
        return replace(examined, obstacle="Its checklist is not known here.")
    plain = answers.model_dump(mode="json", exclude_defaults=True)
    problems = answers_problems(Document(examined.name, plain), checklist)
    if problems:
        reason = f"Its answers do not fit today's checklist: {problems[0].message}."
        return replace(examined, obstacle=reason)
    return replace(examined, ground=checklist.digest)


def _unknown(record: KeptRecord) -> str:
    named = record.head.checklist
    return (
        f"Its checklist ({named.slug} {named.version}) is not known here. It was checked with the one inside the "
        "record, whose questions and weights nobody here has checked."
    )


def _verified(name: str, verification: Verification, sha256: str) -> Examined:
    lines = [_line(difference) for difference in verification.differences]
    return Examined(
        name=name,
        outcome=verification.outcome,
        headline=verification.headline,
        sentence="",
        sha256=sha256,
        findings=verification.findings,
        other_engine=verification.other_engine,
        differences=tuple(lines[:MOST_LINES]),
        more=max(0, len(lines) - MOST_LINES),
    )


def _line(difference: Deviation) -> Line:
    return Line(excerpt(difference.where, 200), difference.printed, difference.computed)


def _facts(record: KeptRecord, answers: AnswersFile) -> tuple[tuple[str, str], ...]:
    head, count = record.head, len(answers.services)
    return (
        ("Record", record.reference),
        ("About", record.title),
        ("Services", str(count)),
        ("Status", NAMES.get(head.status, head.status.capitalize())),
        *((("Since then", _since(head.current)),) if head.current else ()),
        ("As of", head.as_of.isoformat()),
        ("Checklist", f"{head.checklist.slug} {head.checklist.version}"),
        ("Engine", head.engine),
        ("Digest", head.digest),
    )


def _since(current: CurrentStatus) -> str:
    """What the file says of the time after it was signed off, which anybody could have written."""
    status = f"{current.name}{f' on {current.since}' if current.since else ''}"
    status += f", supersedes {current.supersedes}" if current.supersedes else ""
    return f"{status}. Neither digest nor signature covers this; ask its server."


def _answers(name: str, data: bytes, sha256: str, at_hand: _AtHand) -> Examined:
    """A file that is neither PDF nor JSON: an answers file, or nothing."""
    try:
        answers = read_answers(data, name or "file", at_hand)
    except AnswersError as error:
        reason = "It is neither a readable record (PDF or JSON) nor a readable answers file (YAML)."
        return replace(_unreadable(name, sha256, reason), problems=tuple(map(str, error.problems[:MOST_LINES])))
    except AdvisorError as error:
        return _unreadable(name, sha256, str(error))
    checklist = at_hand.get(answers.checklist)
    examined = Examined(
        name=name,
        outcome="answers",
        headline="This is an answers file",
        sentence="It has no verdict and no digest, so there is nothing to verify. You can restore it.",
        sha256=sha256,
        facts=(("About", answers.platform), ("Services", str(len(answers.services))), ("Checklist", answers.checklist)),
        checklist=checklist.digest,
        answers=answers.model_dump_json(exclude_defaults=True),
    )
    return _on_ground(examined, answers, at_hand)


def _unreadable(name: str, sha256: str, reason: str) -> Examined:
    return Examined(name, "unreadable", "This is not a readable record", reason, sha256)


def _compared(first: KeptRecord, second: KeptRecord) -> tuple[tuple[str, tuple[Line, ...], int], ...]:
    parts = []
    for title, changes in compare(first, second).parts:
        lines = tuple(Line(excerpt(one.where, 200), one.before, one.after) for one in changes[:MOST_LINES])
        parts.append((title, lines, max(0, len(changes) - MOST_LINES)))
    return tuple(parts)
