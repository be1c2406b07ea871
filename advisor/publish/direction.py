"""Which way the text of an element runs, said where it runs from right to left: the renderer does not find out itself.

In: the HTML of a document. Out: the same with `dir="rtl"` on elements whose text begins so, as `dir="auto"` would have
it in a browser. Must not know: records, WeasyPrint.
"""

import re

from advisor.record.formats.charts.text_width import from_right

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_OPENED = re.compile(r"<(bdi|blockquote|dd|dt|figcaption|h[1-6]|li|p|td|th)\b([^<>]*)>")
_END = re.compile(r"</?(?:blockquote|dd|div|dl|dt|figcaption|h[1-6]|li|ol|p|section|table|td|th|tr|ul)\b")
_NO_TEXT = re.compile(r"<bdi\b.*?(?:</bdi>|\Z)|<[^>]*>|&[#\w]{1,32};|\[U\+[0-9A-F]+\]", re.DOTALL)
"""Markup, codes, and what is isolated and has a direction of its own."""
AHEAD = 400
"""So many characters decide the direction: a text begins with a letter sooner."""


def directed(html: str) -> str:
    """The HTML with the direction of its texts; itself where none runs from right to left.

    >>> directed("<td><bdi>\u05e9 API</bdi> is new</td>") == '<td><bdi dir="rtl">\u05e9 API</bdi> is new</td>'
    True
    >>> directed("<p>\u05e9 API</p>") == '<p dir="rtl">\u05e9 API</p>'
    True
    >>> directed("<p>one</p>")
    '<p>one</p>'
    """
    if not _RIGHT_TO_LEFT.search(html):
        return html

    def opened(match: re.Match[str]) -> str:
        ahead = html[match.end() : match.end() + AHEAD]
        text = ahead.partition("</bdi>")[0] if match[1] == "bdi" else _END.split(ahead, maxsplit=1)[0]
        return f'<{match[1]}{match[2]} dir="rtl">' if from_right(_NO_TEXT.sub("", text)) else match[0]

    return _OPENED.sub(opened, html)
