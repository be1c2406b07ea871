"""From the bytes of a file to the events of a YAML parser.

In: bytes or text. Out: events, or the one reason why reading cannot go on. Must not know: values, models, file names.

The parser is PyYAML's own in pure Python. The one in C would be faster, but dies of deep nesting and reads tabs
differently; this one took at most a quarter of a second for each of 50 hostile files of 256 KB.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from yaml.error import MarkedYAMLError
from yaml.events import Event
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

from advisor.checklist.document import Place
from advisor.checklist.errors import AdvisorError
from advisor.checklist.syntax import fault_mark, syntax_fault


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """How much is read. A value takes more time than a hundred bytes of text do."""

    most_bytes: int
    most_values: int
    remedy: str = "shorten notes, or split it into several files"


SMALL = ReadLimits(256 * 1024, 20_000)
"""A file of a checklist."""
PASTED = ReadLimits(
    1024 * 1024, 20_000, "shorten notes, or check the file in the terminal: ./run manage checklist check"
)
"""Answers that a page reads while somebody waits."""
LARGE = ReadLimits(
    8 * 1024 * 1024, 500_000, "take the JSON or the PDF of the record, shorten notes, or split it into several files"
)
"""Answers that a process of its own reads."""


class StopReadingError(AdvisorError):
    """Reading cannot go on; the reader turns it into a problem like all others."""

    def __init__(self, place: Place, message: str, remedy: str) -> None:
        super().__init__(message)
        self.place, self.message, self.remedy = place, message, remedy


class _EventParser(Reader, Scanner, Parser):
    """PyYAML up to its events, without composer, resolver and constructor."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)


def decoded(data: bytes | str, limits: ReadLimits = SMALL) -> str:
    """The text of a file, without byte order mark. StopReadingError if it is too long or not UTF-8.

    >>> decoded(b"\\xef\\xbb\\xbfa: 1")
    'a: 1'
    """
    start = Place(1, 1)
    size = len(data) if isinstance(data, bytes) else len(data.encode("utf-8", "surrogatepass"))
    if size > limits.most_bytes:
        raise StopReadingError(start, f"the file has more than {limits.most_bytes:,} bytes", limits.remedy)
    if isinstance(data, str):
        return data.removeprefix("\ufeff")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise StopReadingError(start, "the file is written in UTF-16", "save it as UTF-8")
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        place = position(data[: error.start].decode("utf-8").removeprefix("\ufeff"))
        raise StopReadingError(place, "the file is not written in UTF-8 here", "save it as UTF-8") from None


def position(before: str) -> Place:
    """The place of what follows `before`.

    >>> position("one\\r\\ntwo")
    Place(line=2, column=4)
    """
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return Place(len(lines), len(lines[-1]) + 1)


def events(text: str) -> Iterator[Event]:
    """The events of a YAML file in their order. StopReadingError where it is not YAML.

    >>> [type(event).__name__ for event in events("a: 1")][2:5]
    ['MappingStartEvent', 'ScalarEvent', 'ScalarEvent']
    """
    parser = _EventParser(text)
    while True:
        try:
            event: Event | None = parser.get_event()  # type: ignore[no-untyped-call]
        except MarkedYAMLError as error:
            mark = fault_mark(error)
            line, column = (mark.line, mark.column) if mark else (parser.line, parser.column)
            raise StopReadingError(Place(line + 1, column + 1), *syntax_fault(error)) from None
        except (ValueError, OverflowError):  # PyYAML's own slips: "\UFFFFFFFF", %YAML with 5,000 digits
            place = Place(parser.line + 1, parser.column + 1)
            raise StopReadingError(place, "a number here is too large for YAML", "write the character itself") from None
        if event is None:
            return
        yield event
