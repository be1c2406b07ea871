"""What people wrote as Markdown, as HTML that is safe anywhere: on pages and in PDFs alike.

In: text somebody typed. Out: HTML of paragraphs, emphasis, lists, quotations, code and links, and nothing else: no HTML
of theirs, no picture, no heading; a link leads to the web or to mail and says that it is not ours. Must not know: whose
it is. What was written once is rendered once; text without a mark of Markdown is only escaped.
"""

import re
from functools import lru_cache

import nh3
from django.utils.encoding import iri_to_uri
from django.utils.html import escape
from markdown_it import MarkdownIt

from advisor.record.sanitize import tidy

LONGEST = 20_000
"""As long as a note can be; longer text is shown as it is."""
DEEPEST = 16
"""What is nested deeper, a list in a list being four, is shown as typed: the parser would drop what is inside."""
MOST_MARKS = 1_500
"""More than anybody writes into a note; it is shown as it was typed, for each costs time."""
_TAGS = {"p", "br", "em", "strong", "code", "pre", "ul", "ol", "li", "blockquote", "a"}
_SCHEMES = {"http", "https", "mailto"}
_ADDRESS = re.compile(r"(?:https?://|mailto:)\S", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s<>\"'“”‘’]*[^\s<>\"'“”‘’.,;:!?()]")
_REL = "nofollow noopener noreferrer"
_LEFT_OUT = ["image", "heading", "lheading", "html_block", "html_inline", "hr", "reference", "table"]
_MARKED = re.compile(r"[*_`\[\]<>\\&]|^\s*(?:[-+]|\d{1,9}[.)])\s|^\s{4}|^\s*(?:~{3})", re.MULTILINE)
_PARAGRAPH = re.compile(r"\A<p>((?:(?!<p>).)*)</p>\Z", re.DOTALL)


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802  the parser's own name
        """Whether an address may be a link; what is none stays text."""
        return bool(_ADDRESS.match(url))


def _parser() -> MarkdownIt:
    options = {"html": False, "breaks": True, "linkify": False, "maxNesting": DEEPEST}
    return _Parser("commonmark", options).disable(_LEFT_OUT, ignoreInvalid=True)


_READ = _parser()


def note_html(text: str) -> str:
    """The text as HTML; one paragraph stands without its tags, so that it fits into a line.

    >>> note_html("It is *fast*: <b>9 ms</b>")
    'It is <em>fast</em>: &lt;b&gt;9 ms&lt;/b&gt;'
    >>> note_html("[p99](https://x.example/p99) [no](javascript:alert(1))")
    '<a href="https://x.example/p99" rel="nofollow noopener noreferrer">p99</a> [no](javascript:alert(1))'
    """
    if len(text) <= 2_000:
        return _short(text)
    return _long(text)


def linked_html(text: str) -> str:
    """Plain text as HTML in which each web address is a link; a mark at its end belongs to the sentence.

    >>> linked_html("See (https://x.example/a?b&c).")
    'See (<a href="https://x.example/a?b&amp;c" rel="nofollow noopener noreferrer">https://x.example/a?b&amp;c</a>).'
    """
    parts, end = [], 0
    for match in _WEB.finditer(text):
        parts += [escape(text[end : match.start()]), address_html(match[0])]
        end = match.end()
    return "".join([*parts, escape(text[end:])])


def address_html(address: str) -> str:
    """A web address as a link that shows it; as text where it is cut or none.

    >>> address_html("https://x.example/ä"), address_html("https://x.example/lo …")
    ('<a href="https://x.example/%C3%A4" rel="nofollow noopener noreferrer">https://x.example/ä</a>', \
'https://x.example/lo …')
    """
    if not _ADDRESS.match(address) or " " in address:
        return escape(address)
    return f'<a href="{escape(iri_to_uri(address))}" rel="{_REL}">{escape(address)}</a>'


@lru_cache(maxsize=4096)
def _short(text: str) -> str:
    return _rendered(text)


@lru_cache(maxsize=64)
def _long(text: str) -> str:
    return _rendered(text)


def _rendered(text: str) -> str:
    text = tidy(text).strip("\n")
    if len(text) > LONGEST or not 0 < len(_MARKED.findall(text)) <= MOST_MARKS:
        return _plain(text)
    tokens = _READ.parse(text)
    if any(token.level >= DEEPEST - 1 for token in tokens):
        return _plain(text)
    html = nh3.clean(
        _READ.renderer.render(tokens, _READ.options, {}),
        tags=_TAGS,
        attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
        url_schemes=_SCHEMES,
        link_rel=_REL,
    ).strip()
    alone = _PARAGRAPH.match(html)
    return alone.group(1) if alone else f'<div class="words">{html}</div>'


def _plain(text: str) -> str:
    return escape(text).replace("\n", "<br>")
