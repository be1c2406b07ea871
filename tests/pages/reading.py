"""What a reader sees of a page before unfolding anything, from its HTML alone."""

import re
from html.parser import HTMLParser

VOID = {"input", "meta", "link", "br", "hr", "img", "line", "rect", "circle", "polygon", "path", "col", "source"}
UNREAD = {"nav", "progress", "script", "style", "template", "noscript", "svg", "textarea", "option"}


UNSEEN = {"hidden", "scale__reason", "aside"}
"""Classes of what is not seen, or not read on the way through a page."""


class Reader(HTMLParser):
    """Collects the words of <main> outside closed folds (their summaries are read) and outside what is hidden."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.words: list[str] = []
        self.ids_in_fold: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if self.folded and found.get("id"):
            self.ids_in_fold.add(found["id"] or "")
        if tag in VOID:
            return
        hides = (
            (tag == "details" and "open" not in found)
            or tag in UNREAD
            or UNSEEN & set((found.get("class") or "").split())
        )
        self.open.append((tag, hides))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """SVG closes its elements itself."""

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    @property
    def folded(self) -> bool:
        names = [name for name, _ in self.open]
        hidden = [index for index, (_, hides) in enumerate(self.open) if hides]
        return any(not (names[at] == "details" and names[at + 1 : at + 2] == ["summary"]) for at in hidden)

    def handle_data(self, data: str) -> None:
        if any(name == "main" for name, _ in self.open) and not self.folded:
            self.words += data.split()


def read(page: str) -> Reader:
    """The page as it is read before anything is unfolded."""
    reader = Reader()
    reader.feed(page)
    return reader


def chosen(page: str, **changes: str) -> dict[str, str]:
    """What the form of a preview sends, with some of it changed."""
    hidden = dict(re.findall(r'<input type="hidden" name="(of|first-was)" value="([^"]*)"', page))
    selects = re.findall(r'<select id="[^"]+"\s+name="(first|column-\d+)".*?</select>', page, re.DOTALL)
    parts = re.split(r"<select (?=id=\"id_(?:first|column))", page)[1:]
    picked = {
        n: (re.search(r'value="(\w*)"\s+selected', part) or [None, ""])[1]
        for n, part in zip(selects, parts, strict=True)
    }
    return hidden | picked | changes
