"""The files inside a PDF. Reading one is for a process of its own, with limits: a hostile PDF takes all it can get.

In: the bytes of a PDF. Out: the record and the answers file that travel in it. Must not know: what they say.
"""

from typing import TYPE_CHECKING

from advisor.record.verify.reading import LARGEST, MOST_BYTES, RecordError

if TYPE_CHECKING:
    import pikepdf

RECORD, ANSWERS = "record.json", "answers.yaml"
"""What they are called inside."""


def embedded_files(data: bytes) -> dict[str, bytes]:
    """Those of the two that are there. RecordError where the file is no PDF that can be read."""
    if len(data) > MOST_BYTES:
        raise RecordError(f"The file has {len(data):,} bytes; at most {LARGEST} are read. Take the JSON of the record.")
    import io

    import pikepdf  # half a second, and only who reads PDFs needs it

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            names = set(pdf.attachments)
            return {name: _content(pdf, name) for name in (RECORD, ANSWERS) if name in names}
    except pikepdf.PasswordError:
        raise RecordError("The PDF is locked with a password. Save it without one, or take the JSON.") from None
    except (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, KeyError, TypeError):
        raise RecordError("The PDF is damaged, so that what is inside cannot be read. Take the JSON instead.") from None


def _content(pdf: "pikepdf.Pdf", name: str) -> bytes:
    found: bytes = pdf.attachments[name].get_file().read_bytes()
    if len(found) > MOST_BYTES:
        raise RecordError(f"The file {name} inside the PDF is larger than any record.")
    return found
