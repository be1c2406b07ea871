"""HTML into PDF: what imports WeasyPrint is imported by this module alone, and it by render processes alone.

In: a `Job`. Out: the bytes of a tagged PDF/UA-1 or PDF/A-3a, the same for the same job. A long document is drawn part
by part (`parts.py`) and bound (`binding.py`); a part that cannot be drawn costs nothing but itself. It reads the
bundled style sheet and font and the fonts that the job names, and nothing else: no other file, no network. Must not
know: Django, records.
"""

import gc
import io
import mimetypes
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from advisor.publish.breaking import broken
from advisor.publish.parts import PART, PIECE, note_of, parts_of, preamble_of
from advisor.publish.protocol import EmbeddedFile, Job, OutOfTime
from advisor.publish.script_fonts import ScriptFont, installed

os.environ["SOURCE_DATE_EPOCH"] = "0"
mimetypes.init([])  # no list of this machine's: the type of an embedded file is part of the bytes
mimetypes.add_type("application/yaml", ".yaml")

import pydyf  # type: ignore[import-untyped]  # noqa: E402
import weasyprint  # noqa: E402  its font library reads the environment set above and in the parent
from weasyprint.text.fonts import FontConfiguration  # noqa: E402

import advisor.publish.margins  # noqa: E402  marks running heads and page numbers as artifacts
import advisor.publish.svg_text  # noqa: E402, F401  changes how text in charts is drawn
from advisor.publish.assets import REFUSAL, STATIC, NamedOnly  # noqa: E402
from advisor.publish.assets import Forbidden as Forbidden  # noqa: E402
from advisor.publish.binding import Binding  # noqa: E402

STYLES = [STATIC / "css" / name for name in ("tokens.css", "record.css")]
UNDRAWN = "This part could not be printed: {reason}. The files inside this PDF have it in full."
NO_TIME = "it takes more processor time than a part may take"
NO_MEMORY = "it needs more memory than a part may take"
NO_FONT = "it needs a font that this machine lacks ({names}). Whoever runs this server can install it"
MOST_UNDRAWN = 10
"""With more parts that cannot be drawn, the document is not, either: each has cost all that a part may."""
TOO_MANY = f"more than {MOST_UNDRAWN} parts of it take more processor time or memory than a part may take"
NUMBERS_TOGETHER = 500
WITHOUT_NUMBERS = "@page { @bottom-right { content: none } }"
ONLY_NUMBERS = """
  @page {{
    border: 0;
    @top-left {{ content: none }}
    @top-right {{ content: none }}
    @bottom-left {{ content: none }}
    @bottom-right {{ content: "Page " counter(page) " of {count}" }}
  }}
  @page :first {{ counter-reset: page {first} }}
  div {{ break-before: page }}
"""
Begin = Callable[[str, int], None]
"""Told before each part: which of how many, and the number of pages there are."""


class Drawing:
    """The fonts and the style sheet, read once for many documents. No style asks for a font of this machine: the type
    setter takes it for the characters that the bundled one lacks."""

    def __init__(self, fonts: tuple[ScriptFont, ...] = ()) -> None:
        self.fetcher = NamedOnly(fonts)
        self.fonts = FontConfiguration()
        faces = "".join(
            f'@font-face {{ font-family: "Script {number}"; src: url("font:{number}") }}\n'
            for number in range(len(fonts))
        )
        self.style = self.sheet("".join([faces, *(path.read_text(encoding="utf-8") for path in STYLES)]))

    def draw(self, job: Job) -> bytes:
        """The PDF. Raises Forbidden if the document asks for anything that is not bundled."""
        return b"".join(self.pieces(job))

    def pieces(self, job: Job, begin: Begin = lambda words, pages: None) -> Iterator[bytes]:
        """The PDF as it grows. Raises Undrawable, and Forbidden as `draw` does.

        Whatever takes too much is tried again in smaller parts, so that only what is at fault is left out."""
        parts = parts_of(job.html, PART)
        if len(parts) == 1:
            begin("", 0)
            try:
                yield self._whole(job)
            except (OutOfTime, MemoryError) as error:
                parts = parts_of(job.html, PIECE)
                if len(parts) == 1:
                    raise Undrawable(_reason(error)) from None
            else:
                return
        yield from _Parts(self, job, begin).pieces(parts)

    def _whole(self, job: Job) -> bytes:
        out = io.BytesIO()
        self.write(self.laid_out(job.html, job.variant), out, job, files=True)
        return out.getvalue()

    def laid_out(self, html: str, variant: str, *styles: Any) -> Any:
        """The pages of a document."""
        self.fetcher.refused = False
        document = weasyprint.HTML(string=broken(html), url_fetcher=self.fetcher)
        with _without_collector():
            made = document.render(stylesheets=[self.style, *styles], font_config=self.fonts, pdf_variant=variant)
        self._check()
        return made

    def write(self, document: Any, out: Any, job: Job, *, files: bool, **options: Any) -> Any:
        """Writes pages, with the files of the job; and gives the objects they were made of."""
        day = datetime.fromisoformat(job.date).replace(tzinfo=UTC)
        relate = _related(job.files)
        made: list[Any] = []

        def finish(document: Any, pdf: Any) -> None:
            relate(document, pdf)
            made.append(pdf)
            if out is None:
                pdf.write = lambda *ignored: None

        with _without_collector():
            document.write_pdf(
                out or io.BytesIO(),
                attachments=[self._attachment(file, day) for file in job.files] if files else [],
                finisher=finish,
                pdf_identifier=bytes.fromhex(job.identifier)[:16],
                **{"pdf_variant": job.variant, **options},
            )
        self._check()
        return made[0]

    def sheet(self, text: str) -> Any:
        return weasyprint.CSS(string=text, font_config=self.fonts, url_fetcher=self.fetcher)

    def _check(self) -> None:
        """A refusal that the renderer went on after."""
        if self.fetcher.refused:
            raise Forbidden(REFUSAL)

    def _attachment(self, file: EmbeddedFile, day: datetime) -> Any:
        return weasyprint.Attachment(
            string=file.text.encode(),
            url_fetcher=self.fetcher,
            name=file.name,
            description=file.description,
            relationship=file.relationship,
            created=day,
            modified=day,
        )


class _Parts:
    """One document that is drawn part by part."""

    def __init__(self, drawing: Drawing, job: Job, begin: Begin) -> None:
        self.drawing, self.job, self.begin = drawing, job, begin
        self.style = drawing.sheet(WITHOUT_NUMBERS)
        self.undrawn = 0
        frame = drawing.laid_out(preamble_of(job.html), job.variant).copy([])
        pdf = drawing.write(frame, None, job, files=True)
        self.binding = Binding(pdf, "1.7", bytes.fromhex(job.identifier)[:16])

    def pieces(self, parts: list[str]) -> Iterator[bytes]:
        for number, part in enumerate(parts, start=1):
            words = f"Part {number} of {len(parts)}"
            for _ in self._drawn(part, words, PIECE):
                yield self.binding.take()
        count = len(self.binding.pages)
        for start in range(0, count, NUMBERS_TOGETHER):
            self.begin("Numbering the pages", count)
            self._number(start, count)
            yield self.binding.take()
        self.begin("Writing the file", count)
        self.binding.finish()
        yield self.binding.take()

    def _drawn(self, html: str, words: str, piece: int) -> Iterator[None]:
        """Adds a part; where it takes too much, its pieces, and of these what can be drawn."""
        self.begin(words, len(self.binding.pages))
        try:
            made = self._made(html)
        except (OutOfTime, MemoryError) as error:
            reason = _reason(error)
        else:
            self.begin("", len(self.binding.pages))  # time of its own, so that it is bound wholly or not at all
            self.binding.add(*made)
            del made
            gc.collect()
            yield
            return
        gc.collect()
        smaller = parts_of(html, piece) if piece else [html]
        if len(smaller) > 1:
            for one in smaller:
                yield from self._drawn(one, words, 0)
            return
        self.undrawn += 1
        if self.undrawn > MOST_UNDRAWN:
            raise Undrawable(TOO_MANY)
        yield from self._drawn(note_of(html, UNDRAWN.format(reason=reason)), words, 0)

    def _made(self, html: str) -> tuple[Any, list[tuple[list[Any], float]]]:
        """The objects of a part, and of each of its pages the bookmarks and the height."""
        document = self.drawing.laid_out(html, self.job.variant, self.style)
        marks = [(page.bookmarks, page.height) for page in document.pages]
        for page in document.pages:
            page.bookmarks = []  # the outline is made of all parts
        with self._counting_on():
            return self.drawing.write(document, None, self.job, files=False), marks

    def _number(self, start: int, count: int) -> None:
        """Draws the numbers of some pages."""
        some = min(NUMBERS_TOGETHER, count - start)
        style = self.drawing.sheet(ONLY_NUMBERS.format(count=count, first=start + 1))
        html = f'<html lang="en"><body>{"<div></div>" * some}</body></html>'
        document = self.drawing.laid_out(html, self.job.variant, style)
        with self._counting_on():
            pdf = self.drawing.write(
                document,
                None,
                self.job,
                files=False,
                pdf_variant=None,
                pdf_tags=False,
                output_intent=document.output_intent,
            )
        self.binding.add_numbers(pdf, start)

    @contextmanager
    def _counting_on(self) -> Iterator[None]:
        """Objects made meanwhile are numbered from the next number of the file on."""
        pydyf.PDF.first = self.binding.next
        try:
            yield
        finally:
            pydyf.PDF.first = 0


class Undrawable(Exception):  # noqa: N818  the name says what happened
    """A document that cannot be drawn; the text says why."""


def _reason(error: BaseException) -> str:
    return NO_TIME if isinstance(error, OutOfTime) else NO_MEMORY


@lru_cache(maxsize=4)
def drawing(fonts: tuple[str, ...] = ()) -> Drawing:
    """That of this process for documents with these fonts, made when first needed. Raises Undrawable."""
    here = {font.file: font for font in installed()}
    absent = [name for name in fonts if name not in here]
    if absent:
        raise Undrawable(NO_FONT.format(names=", ".join(absent)))
    return Drawing(tuple(here[name] for name in fonts))


def _related(files: tuple[EmbeddedFile, ...]) -> Callable[[Any, Any], None]:
    """Says what each embedded file is to the document, which the renderer does for archive variants only."""
    relationships = {file.name: file.relationship for file in files}

    def finish(document: Any, pdf: Any) -> None:
        related = []
        for thing in pdf.objects:
            if isinstance(thing, pydyf.Dictionary) and thing.get("Type") == "/Filespec":
                thing["AFRelationship"] = f"/{relationships[thing['UF'].string]}"
                related.append(thing.reference)
        if related:
            pdf.catalog["AF"] = pydyf.Array(related)

    return finish


@contextmanager
def _without_collector() -> Iterator[None]:
    """Layout makes millions of short-lived objects; collecting while it does costs an eighth of the time.

    What is left over is for the caller to collect, when nobody waits."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
