"""The files inside a PDF. Reading one is for a process of its own, with limits: a hostile PDF takes all it can get.

In: the bytes of a PDF. Out: the record and the answers file that travel in it. Must not know: what they say.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.record.verify.reading import LARGEST, MOST_BYTES, RecordError

if TYPE_CHECKING:
    import pikepdf

RECORD, ANSWERS = "record.json", "answers.yaml"
"""What they are called inside."""
MOST_STREAMS = 8
"""Of one name: a file has two names, and stands in two places."""
MOST_NODES = 10_000
"""Of the tree of names; one that is a circle has no end."""


def embedded_files(data: bytes) -> dict[str, bytes]:
    """Those of the two that are there. RecordError where the file is no PDF that can be read."""
    if len(data) > MOST_BYTES:
        raise RecordError(
            f"The file has {len(data):,} bytes; at most {LARGEST} are read. Use the JSON of the record instead."
        )
    import io

    import pikepdf  # half a second, and only who reads PDFs needs it

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            attached = _Attached.of(pdf)
            return {name: attached.content(name) for name in (RECORD, ANSWERS) if name in attached.streams}
    except pikepdf.PasswordError:
        raise RecordError("The PDF is locked with a password. Save it without one, or use the JSON instead.") from None
    except (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, KeyError, TypeError, AttributeError, RuntimeError):
        raise RecordError("The PDF is damaged and cannot be read. Use the JSON instead.") from None


@dataclass(frozen=True, slots=True)
class _Attached:
    """The streams of attached files by every name that a reader may show them under. Readers differ in where they look:
    a second file of one name would be the one that people see, and the first the one that is checked."""

    streams: dict[str, list["pikepdf.Object"]]

    @classmethod
    def of(cls, pdf: "pikepdf.Pdf") -> "_Attached":
        streams: dict[str, list[pikepdf.Object]] = {}
        for name, file in _files(pdf):
            held = file.get("/EF")
            if held is None:
                continue
            for one in {name, *(str(file[key]) for key in ("/F", "/UF") if key in file)}:
                streams.setdefault(one, []).extend(held.values())
        return cls(streams)

    def content(self, name: str) -> bytes:
        several = f"The PDF holds more than one file called {name}. Use the file as downloaded, or the JSON."
        if len(self.streams[name]) > MOST_STREAMS:
            raise RecordError(several)
        contents: set[bytes] = {stream.read_bytes() for stream in self.streams[name]}
        if len(contents) > 1:
            raise RecordError(several)
        (content,) = contents
        if len(content) > MOST_BYTES:
            raise RecordError(f"The file {name} inside the PDF is larger than any record. Use the JSON instead.")
        return content


def _files(pdf: "pikepdf.Pdf") -> Iterator[tuple[str, "pikepdf.Object"]]:
    """Every attached file: of the document, by name or related to it, and of its pages."""
    import pikepdf

    names = pdf.Root.get("/Names")
    waiting, seen = [names.get("/EmbeddedFiles") if names is not None else None], 0
    while waiting and (seen := seen + 1) <= MOST_NODES:
        node = waiting.pop()
        if node is not None:
            leaves = list(node.get("/Names", []))
            yield from zip(map(str, leaves[::2]), leaves[1::2], strict=False)
            waiting += list(node.get("/Kids", []))
    yield from (("", file) for file in pdf.Root.get("/AF", []))
    for page in pdf.pages:
        yield from (("", file) for file in page.get("/AF", []))
        files = (note.get("/FS") for note in page.get("/Annots", []))
        yield from (("", file) for file in files if isinstance(file, pikepdf.Dictionary))
