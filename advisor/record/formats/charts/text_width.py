"""How wide a name is in a chart, so that it runs over no edge: charts are drawn without a font at hand.

In: text, a size. Out: a width that the type does not exceed, and names cut to one. Must not know: fonts, charts.
"""

import re
import unicodedata

ASCII = (
    29, 29, 47, 64, 65, 99, 65, 30, 37, 37, 51, 67, 29, 46, 29, 37, 64, 41, 61, 62, 65, 60, 63, 57, 62, 63, 29, 31, 67,
    67, 67, 52, 97, 69, 66, 74, 73, 61, 60, 75, 75, 27, 58, 68, 57, 91, 76, 77, 64, 77, 65, 65, 65, 75, 69, 99, 69, 68,
    63, 37, 37, 37, 48, 46, 33, 57, 62, 58, 62, 59, 38, 62, 60, 25, 25, 55, 25, 88, 60, 60, 62, 62, 38, 53, 33, 60, 57,
    82, 55, 57, 56, 43, 34, 43, 67,
)  # fmt: skip
"""Of the bundled font, from the space to the tilde, in hundredths of its size."""
WIDE, OTHER = 100, 80
"""Of a character that fills a square, and of the letters of other scripts, most of which are narrower."""
_UNIT = re.compile(r"\[U\+[0-9A-F]{4,6}\]|.", re.DOTALL)
"""What is cut off whole: a character, or the code that is printed for one."""


def text_width(text: str, size: float = 12) -> float:
    """The width of a line of type, marks above and below a letter for nothing.

    >>> text_width("mm"), text_width("e\\u0301") == text_width("é") == text_width("e"), text_width("決")
    (21.12, True, 12.0)
    """
    return sum(map(_hundredths, text)) * size / 100


def fitted(text: str, room: float, size: float = 12) -> str:
    """The text, or as much of its beginning as there is room for with an ellipsis.

    >>> fitted("Relay", 60), fitted("Relay of everything", 60), fitted("a[U+6C7A]", 60)
    ('Relay', 'Relay of…', 'a…')
    """
    if text_width(text, size) <= room:
        return text
    head, left = "", room - text_width("…", size)
    for unit in _UNIT.findall(text):
        left -= text_width(unit, size)
        if left < 0:
            break
        head += unit
    return f"{head.rstrip()}…"


def wrapped(text: str, room: float, most: int = 3, size: float = 12) -> list[str]:
    """The text as at most so many lines that there is room for, the last one cut with an ellipsis.

    >>> wrapped("A relay of tokens", 70), wrapped("A relay of tokens to clients", 62, 2)
    (['A relay of', 'tokens'], ['A relay of', 'tokens to…'])
    """
    lines: list[str] = []
    words = text.split()
    space = text_width(" ", size)
    while words:
        line = words.pop(0)
        width = text_width(line, size)
        while words and (width := width + space + text_width(words[0], size)) <= room:
            line += f" {words.pop(0)}"
        if len(lines) == most - 1 and words:
            line = " ".join([line, *words])
            words = []
        lines.append(fitted(line, room, size))
    return lines


def _hundredths(character: str) -> int:
    point = ord(character)
    if 0x20 <= point < 0x7F:
        return ASCII[point - 0x20]
    if unicodedata.category(character) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    base = unicodedata.normalize("NFKD", character)[0]
    if base.isascii() and base != character:
        return max(_hundredths(base), 40 if base in "ijl" else 0)
    return WIDE if unicodedata.east_asian_width(character) in ("W", "F") or character == "…" else OTHER


def from_right(text: str) -> bool:
    """Whether the first letter of a text belongs to a script that runs from right to left.

    >>> from_right("2 \\u05e9 API"), from_right("API \\u05e9"), from_right("12")
    (True, False, False)
    """
    ways = map(unicodedata.bidirectional, text)
    return next((way in ("R", "AL") for way in ways if way in ("L", "R", "AL")), False)
