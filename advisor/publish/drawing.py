"""HTML into PDF: the only module that imports WeasyPrint, and only render processes import it.

In: a `Job`. Out: the bytes of a tagged PDF/UA-1 or PDF/A-3a, the same for the same job. It reads the bundled style
sheet and font and nothing else: no other file, no network. Must not know: Django, records.
"""

import gc
import io
import mimetypes
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from advisor.publish.breaking import broken
from advisor.publish.job import EmbeddedFile, Job

STATIC = Path(__file__).resolve().parents[2] / "static"
ASSETS = {
    f"asset:{name}": STATIC / "fonts" / name
    for name in ("inter-text-400.woff2", "inter-text-600.woff2", "inter-display-600.woff2")
}
"""Every name that a document can ask for."""
STYLE = STATIC / "css" / "record.css"

os.environ["SOURCE_DATE_EPOCH"] = "0"
mimetypes.init([])  # no list of this machine's: the type of an embedded file is part of the bytes
mimetypes.add_type("application/yaml", ".yaml")

import pydyf  # type: ignore[import-untyped]  # noqa: E402
import weasyprint  # noqa: E402  its font library reads the environment set above and in the parent
from weasyprint.text.fonts import FontConfiguration  # noqa: E402
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # noqa: E402

Forbidden = FatalURLFetchingError
REFUSAL = "the document asks for something that is not part of it"


class PageReferences:
    """The reference of each page, made when it is asked for. The library makes those of all pages anew for every tag:
    nothing in ten pages, a tenth of the time in five hundred."""

    def __init__(self, pdf: Any) -> None:
        self.kids = pdf.pages["Kids"]

    def __getitem__(self, page: int) -> bytes:
        return b"%d 0 R" % self.kids[3 * page]


pydyf.PDF.page_references = property(PageReferences)


class BundledOnly(URLFetcher):  # type: ignore[misc]
    """Knows the bundled assets by name and ends the rendering for anything else.

    The renderer goes on after an error inside an SVG, so a refusal is also remembered."""

    refused = False

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        path = ASSETS.get(url)
        if path is None:
            self.refused = True
            raise Forbidden(REFUSAL)
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": "application/octet-stream"})


class Drawing:
    """The fonts and the style sheet, read once for many documents."""

    def __init__(self) -> None:
        self.fetcher = BundledOnly()
        self.fonts = FontConfiguration()
        self.style = weasyprint.CSS(
            string=STYLE.read_text(encoding="utf-8"), font_config=self.fonts, url_fetcher=self.fetcher
        )

    def draw(self, job: Job) -> bytes:
        """The PDF. Raises Forbidden if the document asks for anything that is not bundled."""
        day = datetime.fromisoformat(job.date).replace(tzinfo=UTC)
        document = weasyprint.HTML(string=broken(job.html), url_fetcher=self.fetcher)
        out = io.BytesIO()
        self.fetcher.refused = False
        with _without_collector():
            document.write_pdf(
                out,
                stylesheets=[self.style],
                font_config=self.fonts,
                attachments=[self._attachment(file, day) for file in job.files],
                pdf_variant=job.variant,
                finisher=_related(job.files),
                pdf_identifier=bytes.fromhex(job.identifier)[:16],
            )
        if self.fetcher.refused:
            raise Forbidden(REFUSAL)
        return out.getvalue()

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


@cache
def drawing() -> Drawing:
    """The one of this process, made when first needed."""
    return Drawing()


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
