"""What stands where on the pages of a PDF: each text with its size, place and element, and what no element has.

In: a PDF that pikepdf opened. Out: `Page`s. Sizes and places are in points, places from the top of the page.
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise

import pikepdf
from pikepdf import Matrix

from tests.publish.reading import _characters

TOP, BOTTOM = 29 * 72 / 25.4, 22 * 72 / 25.4
"""Of a page: where its text begins, and how far from the lower edge it ends (static/css/record.css)."""
PAINTS = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh"}
ONE = Matrix()


@dataclass(frozen=True)
class Run:
    """One piece of text."""

    text: str
    size: float
    x: float
    y: float
    element: str
    """The kind of the element it belongs to, its parents before it; "Artifact", or "nothing" for neither."""

    @property
    def artifact(self):
        return self.element in ("Artifact", "nothing")


@dataclass
class Page:
    height: float
    runs: list[Run] = field(default_factory=list)
    unmarked: list[str] = field(default_factory=list)
    """What is painted and is neither an element's nor an artifact."""
    nested: int = 0
    """Artifacts inside of elements, and elements inside of artifacts."""
    links: list[str] = field(default_factory=list)

    @property
    def content(self):
        """The texts between the margins that say something."""
        return [run for run in self.runs if not run.artifact and run.text.strip()]

    @property
    def fill(self):
        """How much of the room between the margins is used, from 0 to 1."""
        lowest = max((run.y for run in self.content), default=TOP)
        return (lowest - TOP) / (self.height - TOP - BOTTOM)

    @property
    def begins_a_part(self):
        return bool(self.content) and "/H1" in min(self.content, key=lambda run: run.y).element

    @property
    def smallest(self):
        return min((round(run.size, 2) for run in self.runs if run.text.strip()), default=99)


def pages(pdf):
    """Every page, read."""
    kinds = _kinds(pdf.Root.StructTreeRoot)
    found = []
    for page in pdf.pages:
        one = Page(float(page.MediaBox[3]))
        reader = _Reader(one, kinds.get(page.obj.objgen, {}))
        reader.read(page, ONE, [])
        one.links = [str(a.A.URI) for a in page.get("/Annots", []) if "/A" in a and "/URI" in a.A]
        found.append(one)
    return found


def short_pages(found):
    """Numbers of the pages less than half full before another page of the same part begins, with how full they are."""
    return [
        (number, round(page.fill, 2))
        for number, (page, following) in enumerate(pairwise(found), start=1)
        if page.fill < 0.5 and not following.begins_a_part
    ]


def words_in(text):
    return set(re.findall(r"[^\W_]+", text))


def _kinds(root):
    """For each page (its object) the kinds of elements of each mark: those above first."""
    found = {}

    def walk(node, above, page):
        page = node.Pg.objgen if "/Pg" in node else page
        children = node.get("/K", [])
        for child in children if isinstance(children, pikepdf.Array) else [children]:
            if isinstance(child, int):
                found.setdefault(page, {})[child] = above
            elif isinstance(child, pikepdf.Dictionary) and "/S" in child:
                walk(child, above + str(child.S), page)

    walk(root, "", None)
    return found


class _Reader:
    def __init__(self, page, kinds):
        self.page, self.kinds = page, kinds

    def read(self, content, matrix, marks):
        """The content of a page or of a form on it."""
        resources = content.get("/Resources", {})
        fonts = {name: _characters(font) for name, font in resources.get("/Font", {}).items()}
        stack, text, known, size = [], ONE, {}, 0.0
        for operands, operator in pikepdf.parse_content_stream(content):
            name = str(operator)
            if name == "q":
                stack.append(matrix)
            elif name == "Q":
                matrix = stack.pop()
            elif name == "cm":
                matrix = Matrix(*map(float, operands)) @ matrix
            elif name == "BT":
                text = ONE
            elif name == "Tm":
                text = Matrix(*map(float, operands))
            elif name == "Tf":
                known, size = fonts[str(operands[0])], float(operands[1])
            elif name in ("BMC", "BDC"):
                marks = [*marks, self._mark(operands)]
                self.page.nested += len({mark == "Artifact" for mark in marks}) > 1 or len(marks) > 1
            elif name == "EMC":
                marks = marks[:-1]
            elif name in ("Tj", "TJ"):
                self._text(operands[0], known, size, text @ matrix, marks)
            elif name in PAINTS and not marks:
                self.page.unmarked.append(name)
            elif name == "Do":
                inner = resources.XObject[str(operands[0])]
                if inner.get("/Subtype") == "/Form":
                    self.read(inner, matrix, marks)
                elif not marks:
                    self.page.unmarked.append(name)

    def _mark(self, operands):
        if str(operands[0]) == "/Artifact":
            return "Artifact"
        number = int(operands[1].MCID) if len(operands) > 1 and "/MCID" in operands[1] else None
        return self.kinds.get(number, "nothing")

    def _text(self, operand, known, size, matrix, marks):
        parts = [operand] if isinstance(operand, pikepdf.String) else operand
        glyphs = [bytes(part) for part in parts if isinstance(part, pikepdf.String)]
        text = "".join(
            known.get(int.from_bytes(data[at : at + 2]), "�") for data in glyphs for at in range(0, len(data), 2)
        )
        scale = abs(matrix.d) or abs(matrix.b)
        place = matrix.e, self.page.height - matrix.f
        if not marks or marks[0] == "nothing":
            self.page.unmarked.append(text)
        self.page.runs.append(Run(text, size * scale, *place, marks[0] if marks else "nothing"))
