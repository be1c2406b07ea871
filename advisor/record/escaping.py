"""What people typed, inert in Markdown: it neither breaks the structure nor becomes a link, a picture or HTML.

In: any text. Out: Markdown that shows that text. Must not know: records.
"""

import re
from functools import lru_cache

from advisor.record.plain import line, tidy

_ACTIVE = re.compile(r"([\\`*_\[\]<>&|~$@])")
_SCHEME = re.compile(r"(?<=[A-Za-z]):(?=//)")
_WWW = re.compile(r"\b(www)\.", re.IGNORECASE)
_START = re.compile(r"^(\s*)([#+=:-]|\d+(?=[.)](?:\s|$)))", re.MULTILINE)


@lru_cache(maxsize=4096)
def escaped(text: str) -> str:
    """One line of what someone typed, inert in Markdown.

    >>> print(escaped("[x](javascript:alert) <b> see https://evil.example"))
    \\[x\\](javascript:alert) \\<b\\> see https\\://evil.example
    >>> print(escaped("# 1. no heading"))
    \\# 1. no heading
    """
    return _inert(line(text))


def escaped_lines(text: str) -> list[str]:
    """A note of several lines as a block quotation, each line inert."""
    return [f"> {_inert(part.strip())}".rstrip() for part in tidy(text).split("\n")]


def _inert(text: str) -> str:
    text = _ACTIVE.sub(r"\\\1", text)
    text = _WWW.sub(r"\1\\.", _SCHEME.sub(r"\\:", text))
    return _START.sub(_started, text)


def _started(match: re.Match[str]) -> str:
    """A line that would open a heading, a list or a table: 1. becomes 1\\., # becomes \\#."""
    space, first = match.groups()
    return f"{space}{first}\\" if first.isdigit() else f"{space}\\{first}"
