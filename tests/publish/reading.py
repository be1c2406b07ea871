"""Reading a PDF back: the text of its pages, its fonts, its structure. Nothing but pikepdf is needed."""

import io
import re
from functools import cache

import pikepdf

from tests.publish.samples import drawn


@cache
def opened(case):
    return pikepdf.open(io.BytesIO(drawn(case).pdf))


def opened_bytes(data):
    return pikepdf.open(io.BytesIO(data))


def pages_of(pdf):
    """The text of each page, in the order it is drawn; glyphs without a character come out as U+FFFD."""
    return ["".join(_drawn_text(page)) for page in pdf.pages]


def _drawn_text(page):
    resources = page.Resources
    fonts = {name: _characters(font) for name, font in resources.get("/Font", {}).items()}
    known = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            known = fonts[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            parts = operands[0] if str(operator) == "TJ" else [operands[0]]
            for part in parts:
                if isinstance(part, pikepdf.String):
                    data = bytes(part)
                    for at in range(0, len(data), 2):
                        yield known.get(int.from_bytes(data[at : at + 2]), "\ufffd")
        elif str(operator) == "ET":
            yield "\n"
        elif str(operator) == "Do" and resources.XObject[str(operands[0])].get("/Subtype") == "/Form":
            yield from _drawn_text(resources.XObject[str(operands[0])])


def _characters(font):
    """Glyph number → text, from the font's own table; glyph 0 (the empty box) is never in it. Of several glyphs for one
    character the first has it, the others nothing."""
    told = bytes(font.ToUnicode.read_bytes()).decode("ascii", "replace")
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", told, re.DOTALL):
        for glyph, text in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>", block):
            found[int(glyph, 16)] = bytes.fromhex(text).decode("utf-16-be")
    found.pop(0, None)
    return found


def font_names(pdf):
    return {str(o.BaseFont) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/BaseFont" in o}


def elements(node, found=None):
    """Every structure element below a node, in reading order."""
    found = [] if found is None else found
    children = node.get("/K")
    if children is None:
        return found
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            found.append(child)
            elements(child, found)
    return found


def of_kind(pdf, kind):
    return [element for element in elements(pdf.Root.StructTreeRoot) if str(element.S) == kind]


def attributes(element):
    """The attribute dictionaries of a structure element."""
    found = element.get("/A", [])
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def unbroken(text):
    """Text without what a line break adds or takes away."""
    return re.sub(r"[\s-]+", "", text)
