"""The files of a record: frozen, or made from what was frozen where its status is another by now.

In: a record, what became of it. Out: texts and PDFs. Who may have them is asked before. A file that was frozen is given
out as it is while it says what is true; after that, what is given out is drawn from the frozen document and not kept.
"""

import hashlib
from collections.abc import Callable, Sequence

from django.db import transaction
from django.utils import timezone

from advisor.decisions.models import Record, RecordEvent, RecordFile, reference_of
from advisor.decisions.numbered_record import key_of
from advisor.decisions.selectors import STATUSES, file_of, last_status
from advisor.publish.cover import with_status
from advisor.publish.pdfs import PDFS, WHOLE, PdfFormat
from advisor.publish.protocol import Job, packed_job, unpacked_job
from advisor.publish.queue import drawn, queue_job
from advisor.quotas.clients import NOBODY, Client
from advisor.record.formats.current_status import CurrentStatus
from advisor.record.formats.files import TEXTS, TextFormat
from advisor.record.model.as_json import FROZEN
from advisor.record.model.record import DecisionRecord
from advisor.record.verify.from_pdf import ANSWERS

_SAYS = '\n  "supersedes": "'
"""Where the frozen text says itself what it supersedes: no text inside has a line break."""


def current_status(record: Record, events: Sequence[RecordEvent]) -> CurrentStatus | None:
    """What its files have to say besides what was frozen; None: nothing."""
    last = last_status(events)
    status = STATUSES[last.kind]
    supersedes = "" if record.supersedes is None or _SAYS in record.content else reference_of(record.supersedes)
    if status in FROZEN and not supersedes:
        return None
    return CurrentStatus(
        status=status,
        superseded_by=last.words if status == "superseded" else "",
        supersedes=supersedes,
        since=timezone.localdate(last.made_at) if status not in FROZEN else None,
    )


_ELSEWHERE: dict[str, Callable[[Record], str]] = {
    "json": lambda record: record.content,
    "yaml": lambda record: next(file.text for file in _document(record).files if file.name == ANSWERS),
}
"""By ending: texts that are kept as a part of something else."""
_ALWAYS = {*_ELSEWHERE, "md"}
"""Of later formats there are files only since they are there."""


def store_texts(*, record: Record, made: DecisionRecord) -> None:
    """Keeps every text of what is signed off just now that is not kept elsewhere."""
    for form in TEXTS.values():
        if not form.variant_of and form.ending not in _ELSEWHERE:
            store_file(record=record, variant=form.ending, content=form.write(made).encode())


def texts_of(record: Record) -> list[TextFormat]:
    """The formats in which there is a text of it."""
    later = {form.ending for form in TEXTS.values()} - _ALWAYS
    stored = RecordFile.objects.filter(record=record, variant__in=later).values_list("variant", flat=True)
    return [form for form in TEXTS.values() if form.ending in {*_ALWAYS, *stored}]


def text_of(record: Record, form: TextFormat, current: CurrentStatus | None) -> str | None:
    """What is handed out today; None where it was signed off before there was this format."""
    if form.ending in _ELSEWHERE:
        text = _ELSEWHERE[form.ending](record)
    elif (content := file_of(record, form.ending)) is not None:
        text = content.decode()
    else:
        return None
    return form.signed(text, current, record.number)


def drawing_key(record: Record, variant: str, current: CurrentStatus | None = None) -> str:
    """What the drawing of a record's PDF is known by, and what was found when it was verified."""
    return key_of(record.public_id, record.digest, f"{variant}|{current.model_dump_json()}" if current else variant)


def request_file(
    *, record: Record, form: PdfFormat = WHOLE, current: CurrentStatus | None = None, client: Client = NOBODY
) -> str:
    """Has a PDF of the record drawn from the document that was frozen with it; the key under which it will be found."""
    key = drawing_key(record, form.name, current)

    def job() -> bytes:
        whole = _document(record)
        return packed_job(form.document(with_status(whole, current) if current else whole))

    queue_job(key=key, job=job, client=client)
    return key


def pdf_of(record: Record, form: PdfFormat, current: CurrentStatus | None) -> bytes | None:
    """The PDF: the frozen one where it says what is true, or what was drawn; None while it is not there."""
    frozen = form.frozen and current is None
    content = file_of(record, form.name) if frozen else None
    if content is None and (fresh := drawn(drawing_key(record, form.name, current))) is not None:
        content = store_file(record=record, variant=form.name, content=fresh) if frozen else fresh
    return content


def drawings_of(record: Record) -> list[str]:
    """Everything that may have been drawn or found of a record since it was signed off."""
    events = list(RecordEvent.objects.filter(record=record).order_by("id"))
    at = [number for number in range(1, len(events) + 1) if any(one.kind in FROZEN for one in events[:number])]
    statuses = {current_status(record, events[:number]) for number in at} | {None}
    keys = [drawing_key(record, name, current) for current in statuses for name in PDFS]
    return [*keys, drawing_key(record, "verified")]


def _document(record: Record) -> Job:
    """The document that was frozen with a record."""
    content = RecordFile.objects.values_list("content", flat=True).get(record=record, variant="document")
    whole = unpacked_job(bytes(content))
    assert isinstance(whole, Job)
    return whole


@transaction.atomic
def store_file(*, record: Record, variant: str, content: bytes) -> bytes:
    """Keeps a file of a record for good, and gives what is kept: what came first stays."""
    digest = "sha256:" + hashlib.sha256(content).hexdigest()
    row, _ = RecordFile.objects.get_or_create(
        record=record, variant=variant, defaults={"content": content, "digest": digest}
    )
    return bytes(row.content)
