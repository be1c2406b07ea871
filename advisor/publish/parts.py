"""A long document as parts, each a document by itself that is drawn alone.

In: the HTML of a document. Out: the HTML of each part: the same head and running titles, and the sections, lists and
tables that go on, opened again with their headings. A table or list is cut only where it is long; what has to stay
together (an article, a row, an item) never is. Must not know: WeasyPrint, records.
"""

import re
from dataclasses import dataclass, field

PAGE = 8_000
"""About so many characters of HTML are a page."""
PART = 15 * PAGE
"""About so long is a part; a document up to twice as long is drawn in one."""
PIECE = PAGE
"""Of what could not be drawn, so much is tried at a time."""

_TOKEN = re.compile(r'<svg.*?</svg>|<(/?)([a-z][a-z0-9]*)(?:[^>"]|"[^"]*")*>|[^<]+|<', re.DOTALL)
_VOID = frozenset({"br", "col", "hr", "img", "wbr"})
_AROUND = frozenset({"section", "table", "tbody", "ul", "ol"})
"""What may go on in the next part."""
_ENDS = frozenset({"article", "dl", "ol", "section", "table", "ul"})
"""A part ends after one of these."""
_SMALL_ENDS = frozenset({"li", "tr"})
"""And after one of these, where no other end comes for half as long again."""
_HEADS = frozenset({"colgroup", "thead"})
_END = "</body></html>"


def preamble_of(html: str) -> str:
    """What comes before the content: the head, the running titles."""
    at = html.find("<section")
    return html[: max(at, 0)]


def parts_of(html: str, part: int) -> list[str]:
    """The parts of a document, each about so long; itself where it is short, or has no place to cut.

    >>> rows = "<tr><td>x</td></tr>" * 4
    >>> html = f"<body><section><table><thead>h</thead><tbody>{rows}</tbody></table></section></body></html>"
    >>> [(one.count("<tr>"), one.count("<thead>h</thead>")) for one in parts_of(html, 45)]
    [(2, 1), (2, 1)]
    """
    preamble = preamble_of(html)
    if len(html) <= 2 * part or not preamble:
        return [html]
    cutter = _Cutter(part)
    for token in _TOKEN.finditer(html, len(preamble)):
        cutter.take(token[0], token[2] or "", closing=bool(token[1]))
    bodies = cutter.bodies()
    return [html] if len(bodies) == 1 else [preamble + body + _END for body in bodies]


def note_of(html: str, words: str) -> str:
    """What stands in the place of a part that could not be drawn."""
    return f'{preamble_of(html)}<section class="undrawn"><p class="closed">{words}</p></section>{_END}'


@dataclass
class _Open:
    """An element that is not closed yet; of a table its columns and headings, of a list how many items it had."""

    name: str
    tag: str
    head: list[str] = field(default_factory=list)
    items: int = 0

    def again(self) -> str:
        """What opens it in the next part."""
        start = f' start="{self.items + 1}"' if self.name == "ol" else ""
        return self.tag[:-1] + start + ">" + "".join(self.head)


class _Cutter:
    """Copies a document token by token, and begins a new part where the last has got long."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.done: list[str] = []
        self.out: list[str] = []
        self.open: list[_Open] = []
        self.size = 0
        self.due = False
        self.head: _Open | None = None

    def take(self, text: str, name: str, *, closing: bool) -> None:
        if name in ("body", "html"):
            return
        if self.due and not closing and text.strip():  # not before what only closes: it would leave an empty part
            self.cut()
        self.out.append(text)
        self.size += len(text)
        if name in _HEADS and not closing and self.open:
            self.head = self.open[-1]
        if self.head:
            self.head.head.append(text)
        if closing:
            self.close(name)
        elif name and name not in _VOID:
            if name == "li" and self.open:
                self.open[-1].items += 1
            self.open.append(_Open(name, text))

    def close(self, name: str) -> None:
        if self.open and self.open[-1].name == name:
            self.open.pop()
        if name in _HEADS:
            self.head = None
        ends = name in _ENDS or (name in _SMALL_ENDS and 2 * self.size >= 3 * self.most)
        if ends and self.size >= self.most:
            self.due = all(one.name in _AROUND for one in self.open)

    def cut(self) -> None:
        closed = "".join(f"</{one.name}>" for one in reversed(self.open))
        self.done.append("".join(self.out) + closed)
        self.out = [one.again() for one in self.open]
        self.size, self.due = 0, False

    def bodies(self) -> list[str]:
        return [*self.done, "".join(self.out)]
