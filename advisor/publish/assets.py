"""What a document may ask for while it is drawn: the bundled fonts, and those that its job names.

In: a name. Out: bytes, or the end of the drawing. Must not know: documents, jobs.
"""

from collections.abc import Callable
from pathlib import Path

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from advisor.publish.script_fonts import ScriptFont

STATIC = Path(__file__).resolve().parents[2] / "static"
ASSETS = {
    f"asset:{name}": STATIC / "fonts" / name
    for name in ("inter-text-400.woff2", "inter-text-600.woff2", "inter-display-600.woff2")
}
"""Every name that a document can ask for."""
Forbidden = FatalURLFetchingError
REFUSAL = "the document asks for something that is not part of it"


class NamedOnly(URLFetcher):  # type: ignore[misc]
    """Knows the bundled assets and the document's fonts by name and ends the rendering for anything else.

    The renderer goes on after an error inside an SVG, so a refusal is also remembered."""

    refused = False

    def __init__(self, fonts: tuple[ScriptFont, ...]) -> None:
        super().__init__()
        self.content: dict[str, Callable[[], bytes]] = {name: path.read_bytes for name, path in ASSETS.items()}
        self.content |= {f"font:{number}": font.content for number, font in enumerate(fonts)}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        content = self.content.get(url)
        if content is None:
            self.refused = True
            raise Forbidden(REFUSAL)
        return URLFetcherResponse(url, content(), {"Content-Type": "application/octet-stream"})
