"""The interviews of a hiring plan as a document to draw: exercises, scales, a score sheet.

In: a `DecisionRecord`. Out: a `Job` without files, and the key it is drawn under. Must not know: processes, candidates.
"""

import hashlib

from django.template.loader import render_to_string

from advisor.publish.direction import directed
from advisor.publish.documents import renderer_version
from advisor.publish.printable import printable
from advisor.publish.protocol import Job, job_to_text, packed_job
from advisor.publish.queue import queue_job
from advisor.publish.shortening import shortened
from advisor.quotas.clients import Client
from advisor.record.formats.file_name import slug
from advisor.record.model.record import DecisionRecord
from advisor.record.sanitize import tidy


def interviews(record: DecisionRecord) -> Job:
    """The document, the same for the same plan on the same day."""
    created = record.as_of.isoformat()
    html = render_to_string("publish/interviews.html", {"record": shortened(record).record, "created": created})
    printed = printable(tidy(html))
    return Job(
        html=directed(printed.text),
        files=(),
        date=created,
        identifier=hashlib.sha256(printed.text.encode()).hexdigest(),
        fonts=tuple(font.file for font in printed.fonts),
    )


def request_interviews(*, record: DecisionRecord, client: Client) -> str:
    """The key of the document; it is drawn in the background if it is not there yet. The caller asks for access."""
    job = interviews(record)
    key = hashlib.sha256(f"{job_to_text(job)}|{renderer_version()}".encode()).hexdigest()
    queue_job(key=key, job=lambda: packed_job(job), client=client)
    return key


def interviews_name(record: DecisionRecord) -> str:
    """A plain name for the download."""
    return f"{slug(record.title, 'platform')}-interviews.pdf"
