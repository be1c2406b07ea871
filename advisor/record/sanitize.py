"""What people typed, made harmless for every writer: nothing is lost that can be read.

In: any text. Out: text without bidi controls and control characters, without towers of combining marks. Must not know:
HTML, Markdown, fonts.
"""

import re
import unicodedata

MOST_MARKS = 8
"""Combining marks in a row; a hundred thousand of them keep a renderer busy for a minute."""
MOST_BLANK_LINES = 3

_BIDI = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_CONTROLS = re.compile(rf"[{_BIDI}\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufff9-\ufffb\ud800-\udfff]")
_BLANKS = re.compile(rf"\n(?:[ \t]*\n){{{MOST_BLANK_LINES},}}")


def tidy(text: str) -> str:
    """Text of several lines: bidi controls and control characters gone, at most 8 combining marks in a row and at most
    3 blank lines.

    >>> tidy("a\\u202eb"), tidy("x\\n\\n\\n\\n\\n\\ny")
    ('ab', 'x\\n\\n\\n\\ny')
    """
    if text.isascii() and "\n" not in text and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = _CONTROLS.sub("", text)
    text = _BLANKS.sub("\n" * (MOST_BLANK_LINES + 1), text)
    marks = "".join(character for character in set(text) if unicodedata.category(character)[0] == "M")
    if marks:
        text = re.sub(rf"([{re.escape(marks)}]{{{MOST_MARKS}}})[{re.escape(marks)}]+", r"\1", text)
    return text


def line(text: str) -> str:
    """Text as one line: as `tidy`, with every run of white space as one space.

    >>> line("two\\n lines ")
    'two lines'
    """
    return " ".join(tidy(text).split())
