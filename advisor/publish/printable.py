"""What no font here can draw, printed as codes such as [U+4E2D].

In: text. Out: text of which the bundled font, or one of this machine's, has every character; the codes of what none
has, and the fonts besides the bundled one. Must not know: documents.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

from advisor.publish.script_fonts import ScriptFont, font_of

CHARACTERS = Path(__file__).resolve().parents[2] / "static" / "fonts" / "inter-characters.txt"
"""Lines "first-last" of code points, made with the font."""

INVISIBLE = frozenset([*range(0xFE00, 0xFE10), *range(0xE0000, 0xE0FFF)])
"""Variation selectors and tags: they choose the look of the character before, and have none themselves."""
JOINERS = "\u200c\u200d"
"""Between two letters of some scripts they choose their form; elsewhere they are left out."""
_STRAY_JOINER = re.compile(rf"(?:\A|(?<=[\s\[\]<>]))[{JOINERS}]+|[{JOINERS}]+(?=[\s\[\]<>]|\Z)")


class Printed(NamedTuple):
    """A text as it is printed, the codes in it, each once, and the files of the fonts that it needs."""

    text: str
    codes: list[str]
    fonts: tuple[ScriptFont, ...]


@cache
def drawn() -> frozenset[int]:
    """The code points that the bundled font draws, and line breaks."""
    points = {0x09, 0x0A, 0x0D}
    for line in CHARACTERS.read_text().splitlines():
        first, _, last = line.partition("-")
        points.update(range(int(first, 16), int(last, 16) + 1))
    return frozenset(points)


def printable(text: str) -> Printed:
    """The text in composed form with codes for what no font has, those codes in order, and the fonts.

    Characters without a look of their own (selectors, soft hyphens) are left out.

    >>> printable("Zoë \U000f1234")
    Printed(text='Zoë [U+F1234]', codes=['U+F1234'], fonts=())
    """
    if text.isascii() and text.isprintable():
        return Printed(text, [], ())
    known, text = drawn(), unicodedata.normalize("NFC", text)
    lacking: dict[int, str] = {}
    fonts: dict[ScriptFont, None] = {}
    for character in dict.fromkeys(text):
        point = ord(character)
        if point in known:
            continue
        if point in INVISIBLE or (unicodedata.category(character) in ("Cf", "Cc") and character not in JOINERS):
            lacking[point] = ""
        elif character not in JOINERS:
            font = font_of(point)
            if font is None:
                lacking[point] = f"[U+{point:04X}]"
            else:
                fonts[font] = None
    if not fonts:
        lacking |= {ord(joiner): "" for joiner in JOINERS if joiner in text}
    codes = [code.strip("[]") for code in lacking.values() if code]
    if lacking:  # translating looks at each character of a long document
        text = text.translate(lacking)
    return Printed(_STRAY_JOINER.sub("", text) if fonts else text, codes, tuple(fonts))
