"""Broken YAML in plain words.

In: an error of PyYAML's scanner or parser. Out: what is wrong and what to write instead. Must not know: files, models.
"""

from yaml.error import Mark, MarkedYAMLError

# What PyYAML says (the start of its problem, or of its context), what we say, and the remedy. The first match counts.
_WORDS: tuple[tuple[str, str, str], ...] = (
    ("found character '\\t'", "a tab stands where spaces should", "write spaces instead"),
    ("found character '`'", "a text cannot begin with a backquote here", "put the text in quotes"),
    ("found character '@'", "a text cannot begin with `@` here", "put the text in quotes"),
    ("found character '%'", "a text cannot begin with `%` here", "put the text in quotes"),
    (
        "could not find expected ':'",
        "a colon is missing after this key",
        "write `key: value`, and put text of several lines in quotes",
    ),
    (
        "mapping values are not allowed here",
        "a colon and a space stand inside a text",
        "put the text in quotes, or begin a new line",
    ),
    ("mapping keys are not allowed here", "`?` cannot stand here", "put the text in quotes"),
    ("sequence entries are not allowed here", "a list entry (`- `) cannot begin here", "begin it on a line of its own"),
    ("found unexpected end of stream", "this quotation mark is never closed", "close it with the same mark"),
    (
        "found unexpected document separator",
        "this quotation mark is never closed",
        "close it with the same mark",
    ),
    (
        "found unknown escape character",
        "an unknown escape after a backslash",
        "write the backslash twice, or use single quotes",
    ),
    (
        "expected escape sequence",
        "an escape lacks hexadecimal digits",
        "write `\\u` and four digits, or the character itself",
    ),
    (
        "expected ',' or ']'",
        "a list opened by `[` is not closed, or lacks a comma",
        "write `,` between entries and `]` at the end",
    ),
    (
        "expected ',' or '}'",
        "a mapping opened by `{` is not closed, or lacks a comma",
        "write `,` between entries and `}` at the end",
    ),
    (
        "expected <block end>",
        "the indentation does not fit what stands above",
        "line it up with the entries it belongs to",
    ),
    ("expected the node content", "something is missing here", "write a value, or put the text in quotes"),
    (
        "expected '<document start>'",
        "this belongs to nothing above it",
        "keep one mapping per file, all its keys at the left edge",
    ),
    ("while scanning a directive", "directives (lines that begin with `%`) are not used here", "delete the line"),
    ("found duplicate YAML directive", "directives (lines that begin with `%`) are not used here", "delete the line"),
    ("found incompatible YAML document", "directives (lines that begin with `%`) are not used here", "delete the line"),
    ("duplicate tag handle", "directives (lines that begin with `%`) are not used here", "delete the line"),
    ("while scanning an anchor", "`&` opens an anchor, which is not used here", "put the text in quotes"),
    ("while scanning an alias", "`*` opens an alias, which is not used here", "put the text in quotes"),
    ("while scanning a tag", "`!` opens a tag, which is not used here", "put the text in quotes"),
    ("while parsing a tag", "`!` opens a tag, which is not used here", "put the text in quotes"),
    ("found undefined tag handle", "`!` opens a tag, which is not used here", "put the text in quotes"),
    (
        "while scanning a block scalar",
        "only a line break may follow `|` or `>` here",
        "put the text on the next line, or in quotes",
    ),
)


_AT_ITS_BEGINNING = ("found unexpected end of stream", "found unexpected document separator")
"""Faults that are noticed long after the place to mend."""


def fault_mark(error: MarkedYAMLError) -> Mark | None:
    """Where the fault is to be mended; None if PyYAML does not say."""
    if (error.problem or "").startswith(_AT_ITS_BEGINNING):
        return error.context_mark
    return error.problem_mark or error.context_mark


def syntax_fault(error: MarkedYAMLError) -> tuple[str, str]:
    """What is wrong and what to write instead, for broken YAML.

    >>> syntax_fault(MarkedYAMLError(problem="mapping values are not allowed here"))[1]
    'put the text in quotes, or begin a new line'
    """
    words = (error.problem or "", error.context or "")
    for start, message, remedy in _WORDS:
        if any(text.startswith(start) for text in words):
            return message, remedy
    return "this is not YAML", "check quotes, brackets and indentation here and in the line above"
