"""The PDFs of a record, each declared once, like the files of text in `advisor/record/formats/files.py`.

In: nothing. Out: formats by name. Must not know: rows, pages.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from advisor.publish.cover import cover_alone
from advisor.publish.protocol import Job
from advisor.record.formats.files import Format


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfFormat(Format):
    """A PDF, drawn by a process."""

    media_type: str = "application/pdf"
    document: Callable[[Job], Job]
    """What is drawn, of the whole document."""
    frozen: bool
    """Whether the first one drawn of what is signed off stays."""


WHOLE = PdfFormat(
    name="pdf",
    label="Download the PDF",
    ending="pdf",
    option="write the record as PDF to this file",
    document=lambda whole: whole,
    frozen=True,
)
PAGE = PdfFormat(
    name="page",
    label="Download one page",
    ending="page.pdf",
    variant_of=WHOLE.name,
    document=cover_alone,
    frozen=False,
)
ARCHIVE = PdfFormat(
    name="archive",
    label="PDF for an archive",
    ending="archive.pdf",
    variant_of=WHOLE.name,
    signed_only=True,
    document=lambda whole: replace(whole, variant="pdf/a-3a"),
    frozen=True,
)
PDFS: dict[str, PdfFormat] = {one.name: one for one in (WHOLE, PAGE, ARCHIVE)}
