"""Parts that were drawn one by one, bound into one PDF, which is handed on while it grows.

In: the objects of each part, as the renderer made them. Out: the bytes of one file, with one page tree, one structure,
one outline, and on each page its number of all. Objects are numbered on through all parts, so nothing is renumbered and
nothing is held but page dictionaries: memory stays that of one part. Must not know: how a part is drawn.
"""

import hashlib
from collections.abc import Iterable, Iterator
from types import SimpleNamespace
from typing import Any

import pydyf  # type: ignore[import-untyped]
import weasyprint
from weasyprint.pdf.anchors import add_outlines

TOGETHER = 5_000
"""So many objects are packed into one stream."""
ENTRY = (1, 5, 2)
"""Bytes of an entry of the cross-reference table: its kind, where, the place in a packed stream."""
SCALE = 0.75
"""Points a CSS pixel."""


class PageReferences:
    """The reference of each page, made when it is asked for. The library makes those of all pages anew for every tag:
    nothing in ten pages, a tenth of the time in five hundred."""

    def __init__(self, pdf: Any) -> None:
        self.kids = pdf.pages["Kids"]

    def __getitem__(self, page: int) -> bytes:
        return b"%d 0 R" % self.kids[3 * page]


def _add_object(pdf: Any, thing: Any) -> None:
    """As the library does, but counting from what `first` was when the PDF was begun."""
    if not pdf.objects:
        pdf.first = pydyf.PDF.first
    thing.number = pdf.first + len(pdf.objects)
    pdf.objects.append(thing)


pydyf.PDF.page_references = property(PageReferences)
pydyf.PDF.first = 0
pydyf.PDF.add_object = _add_object


class Binding:
    """A file that grows: begun with what is not in any part, then part after part, then the page numbers."""

    def __init__(self, frame: Any, version: str, identifier: bytes) -> None:
        self.frame, self.identifier = frame, identifier
        self.next = len(frame.objects)
        self.keys = 0
        self.pages: list[tuple[Any, Any]] = []
        """The dictionary of each page, and what its content uses."""
        self.marked: list[SimpleNamespace] = []
        """The bookmarks of each page, and its height."""
        self.nodes = pydyf.Array()
        self.leaves = pydyf.Array()
        self.table = bytearray()
        self.written, self.hash = 0, hashlib.sha256()
        root = self._of(frame, frame.catalog["StructTreeRoot"])
        self.top, self.tree = self._of(frame, root["K"][0]), self._of(frame, root["ParentTree"])
        self.pieces: list[bytes] = []
        self._emit(f"%PDF-{version}\n".encode() + b"%\xf0\x9f\x96\xa4\n")
        self._put(thing for thing in frame.objects if isinstance(thing, pydyf.Stream))

    def take(self) -> bytes:
        """What has been written since the last time."""
        pieces, self.pieces = self.pieces, []
        return b"".join(pieces)

    def add(self, pdf: Any, marks: Iterable[tuple[list[Any], float]]) -> None:
        """A part: its objects, numbered from `next` on, and of each page the bookmarks and the height."""
        root = self._of(pdf, pdf.catalog["StructTreeRoot"])
        top, leaf = self._of(pdf, root["K"][0]), self._of(pdf, root["ParentTree"])
        for reference in top["K"]:
            self._of(pdf, reference)["P"] = self.top.reference
            self.top["K"].append(reference)
        self._number_on(pdf, leaf)
        pdf.pages["Parent"] = self.frame.pages.reference
        self.nodes.append(pdf.pages.reference)
        dictionaries = list(_pages(pdf))
        self.pages += [(page, self._of(pdf, page["Resources"])) for page in dictionaries]
        self.marked += [SimpleNamespace(bookmarks=bookmarks, height=height) for bookmarks, height in marks]
        left_out = {id(one) for one in (pdf.objects[0], pdf.catalog, root, top, *dictionaries)}
        left_out.add(id(self._of(pdf, pdf.catalog["Metadata"])))
        self.next = pdf.first + len(pdf.objects)
        self._put(thing for thing in pdf.objects if id(thing) not in left_out)

    def add_numbers(self, pdf: Any, start: int) -> None:
        """Pages that show nothing but their numbers: what each shows is put on the page of that number, from `start`
        on, which is then complete."""
        numbers = list(_pages(pdf))
        self.next = pdf.first + len(pdf.objects)
        before, after = self._around()
        for (page, resources), number in zip(self.pages[start:], numbers, strict=False):
            stream = self._of(pdf, number["Contents"])
            stream.extra |= {
                "Type": "/XObject",
                "Subtype": "/Form",
                "BBox": number["MediaBox"],
                "Resources": number["Resources"],
            }
            forms = pydyf.Dictionary({**resources["XObject"], "PageNumber": stream.reference})
            page["Resources"] = pydyf.Dictionary({**resources, "XObject": forms})
            page["Contents"] = pydyf.Array([before, page["Contents"], after])
        left_out = {id(one) for one in (pdf.objects[0], pdf.catalog, pdf.pages, *numbers)}
        self._put(thing for thing in pdf.objects if id(thing) not in left_out)
        self._put(page for page, _ in self.pages[start : start + len(numbers)])

    def finish(self) -> None:
        """The outline, the catalog, the table of where everything is."""
        frame = self.frame
        frame.first = self.next - len(frame.objects)
        frame.pages["Kids"] = [part for page, _ in self.pages for part in (page.number, 0, "R")]
        add_outlines(frame, weasyprint.Document.make_bookmark_tree(SimpleNamespace(pages=self.marked), SCALE, True))
        frame.pages |= {"Kids": self.nodes, "Count": len(self.pages)}
        del self.tree["Nums"]
        self.tree["Kids"] = self.leaves
        frame.add_object(frame.info)
        self.next = frame.first + len(frame.objects)
        self._put(thing for thing in frame.objects[1:] if not isinstance(thing, pydyf.Stream))
        self._end()

    def _number_on(self, pdf: Any, leaf: Any) -> None:
        """Keys into the structure go on where those of the last part ended; a part's are one leaf of the tree."""
        for thing in pdf.objects:
            if isinstance(thing, pydyf.Dictionary):
                for key in ("StructParents", "StructParent"):
                    if key in thing:
                        thing[key] += self.keys
        numbers = leaf["Nums"]
        numbers[::2] = [key + self.keys for key in numbers[::2]]
        leaf["Limits"] = pydyf.Array([numbers[0], numbers[-2]])
        self.keys += len(numbers) // 2
        self.leaves.append(leaf.reference)

    def _around(self) -> tuple[bytes, bytes]:
        """References of what is drawn before and after the content of a page: the number is no part of the text."""
        before = pydyf.Stream([b"q"])
        after = pydyf.Stream([b"Q /Artifact BMC q /PageNumber Do Q EMC"])
        for stream in (before, after):
            stream.number, self.next = self.next, self.next + 1
        self._put([before, after])
        return before.reference, after.reference

    @staticmethod
    def _of(pdf: Any, reference: bytes) -> Any:
        """The object of a reference."""
        return pdf.objects[int(reference.split()[0]) - pdf.first]

    def _put(self, things: Iterable[Any]) -> None:
        """Writes objects: streams as they are, others packed together."""
        packed: list[Any] = []
        for thing in things:
            if isinstance(thing, pydyf.Stream):
                self._write(thing)
            else:
                packed.append(thing)
            if len(packed) == TOGETHER:
                self._pack(packed)
                packed = []
        if packed:
            self._pack(packed)

    def _pack(self, things: list[Any]) -> None:
        """Writes objects into one stream, of the next number."""
        number, self.next = self.next, self.next + 1
        head, bodies, at = [], [], 0
        for index, thing in enumerate(things):
            data = thing.data
            head.append(f"{thing.number} {at}")
            bodies.append(data)
            at += len(data) + 1
            self._note(thing.number, 2, number, index)
        first = " ".join(head)
        extra = {"Type": "/ObjStm", "N": len(things), "First": len(first) + 1}
        stream = pydyf.Stream([first, *bodies], extra, compress=True)
        stream.number = number
        self._write(stream)

    def _write(self, stream: Any) -> None:
        self._note(stream.number, 1, self.written, 0)
        self._emit(stream.indirect + b"\n")

    def _note(self, number: int, *entry: int) -> None:
        """Where an object is."""
        size = sum(ENTRY)
        self.table.extend(bytes(max(0, (number + 1) * size - len(self.table))))
        packed = b"".join(value.to_bytes(length, "big") for value, length in zip(entry, ENTRY, strict=True))
        self.table[number * size : (number + 1) * size] = packed

    def _end(self) -> None:
        """The cross-reference table, which is a stream, and where it begins."""
        start, frame = self.written, self.frame
        self._note(self.next, 1, start, 0)
        extra = {
            "Type": "/XRef",
            "W": pydyf.Array(ENTRY),
            "Size": self.next + 1,
            "Root": frame.catalog.reference,
            "Info": frame.info.reference,
            "ID": pydyf.Array(
                [pydyf.String(self.identifier).data, pydyf.String(self.hash.hexdigest()[:32].encode()).data]
            ),
        }
        stream = pydyf.Stream([bytes(self.table)], extra, compress=True)
        stream.number = self.next
        self._emit(stream.indirect + b"\n" + f"startxref\n{start}\n%%EOF\n".encode())

    def _emit(self, data: bytes) -> None:
        self.pieces.append(data)
        self.hash.update(data)
        self.written += len(data)


def _pages(pdf: Any) -> Iterator[Any]:
    return (one for one in pdf.objects if isinstance(one, pydyf.Dictionary) and one.get("Type") == "/Page")
