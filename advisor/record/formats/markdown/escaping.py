"""What people typed, inert in Markdown: it neither breaks the structure nor becomes a link, a picture or HTML.

In: any text. Out: Markdown that shows that text. Must not know: records.
"""

import json
import re
from functools import lru_cache

from advisor.record.sanitize import line, tidy

_ACTIVE = re.compile(r"([\\`*\[\]<>|~$@]|&(?=#|[A-Za-z][A-Za-z0-9]*;)|(?<![^\W_])_|_(?![^\W_]))")
"""Tools that list titles show each backslash, so that there is none where it changes nothing: an underscore between two
letters, an ampersand that begins no character reference."""
_SCHEME = re.compile(r"(?<=[A-Za-z]):(?=//)")
_WWW = re.compile(r"\b(www)\.", re.IGNORECASE)
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
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
    """A note of several lines as a block quotation, each line inert; one empty line between two paragraphs."""
    lines = [f"> {_inert(part.strip())}".rstrip() for part in tidy(text).strip().split("\n")]
    return [line for number, line in enumerate(lines) if line != ">" or lines[number - 1] != ">"]


def _inert(text: str) -> str:
    text = _ACTIVE.sub(r"\\\1", text)
    text = _WWW.sub(r"\1\\.", _SCHEME.sub(r"\\:", text))
    return _START.sub(_started, text)


def _started(match: re.Match[str]) -> str:
    """A line that would open a heading, a list or a table: 1. becomes 1\\., # becomes \\#."""
    space, first = match.groups()
    return f"{space}{first}\\" if first.isdigit() else f"{space}\\{first}"


def as_references(text: str) -> str:
    """The same Markdown in ASCII: character references, and YAML's escapes in its front matter.

    >>> as_references('---\\ndeciders: "Zoë"\\n---\\n\\n# Café\\n')
    '---\\ndeciders: "Zo\\\\u00eb"\\n---\\n\\n# Caf&#233;\\n'
    """
    head, mark, body = text.partition("\n---\n") if text.startswith("---\n") else ("", "", text)
    return _BEYOND_ASCII.sub(lambda one: json.dumps(one.group())[1:-1], head) + (
        (mark + body).encode("ascii", "xmlcharrefreplace").decode()
    )
