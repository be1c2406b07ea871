"""What the bundled font cannot draw, printed as codes such as [U+4E2D].

In: text. Out: text of which the font has every character, and the codes of what it lacked. Must not know: documents.
"""

import unicodedata
from functools import cache
from pathlib import Path

CHARACTERS = Path(__file__).resolve().parents[2] / "static" / "fonts" / "inter-characters.txt"
"""Lines "first-last" of code points, made with the font."""

INVISIBLE = frozenset([*range(0xFE00, 0xFE10), *range(0xE0000, 0xE0FFF)])
"""Variation selectors and tags: they choose the look of the character before, and have none themselves."""


@cache
def drawn() -> frozenset[int]:
    """The code points that the font draws, and line breaks."""
    points = {0x09, 0x0A, 0x0D}
    for line in CHARACTERS.read_text().splitlines():
        first, _, last = line.partition("-")
        points.update(range(int(first, 16), int(last, 16) + 1))
    return frozenset(points)


def printable(text: str) -> tuple[str, list[str]]:
    """The text in composed form with codes for what the font lacks, and those codes, each once, in order.

    Characters without a look of their own (joiners, selectors, soft hyphens) are left out.

    >>> printable("Zoë 中")
    ('Zoë [U+4E2D]', ['U+4E2D'])
    """
    known = drawn()
    if text.isascii() and text.isprintable():
        return text, []
    text = unicodedata.normalize("NFC", text)
    lacking: dict[str, str] = {}
    for character in dict.fromkeys(text):
        point = ord(character)
        if point in known:
            continue
        invisible = point in INVISIBLE or unicodedata.category(character) in ("Cf", "Cc")
        lacking[character] = "" if invisible else f"[U+{point:04X}]"
    if not lacking:
        return text, []
    codes = [code.strip("[]") for code in lacking.values() if code]
    return text.translate({ord(character): code for character, code in lacking.items()}), codes
