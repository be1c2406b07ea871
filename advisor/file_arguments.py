"""Files that a command was told to read or to write: paths from the folder of whoever calls, or `-`.

In: what stands on the command line. Out: bytes; or an error that says what is wrong with the path. `-` is standard
input where something is read, standard output where something is written. Must not know: which command, what they hold.
"""

import codecs
import sys
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from advisor.checklist.errors import AdvisorError
from advisor.checklist.text import one_form

STANDARD = "-"


def shown_name(name: str) -> str:
    """What a message calls the file."""
    return "standard input" if name == STANDARD else name


def read_argument(name: str, most: int) -> bytes:
    """The bytes of a file or of standard input, at most one more than `most`."""
    path = Path(name)
    try:
        if name == STANDARD:
            if sys.stdin is None:
                raise AdvisorError("standard input: it is closed: name a file, or send one")
            return sys.stdin.buffer.read(most + 1)
        if path.is_dir():
            raise AdvisorError(f"{name}: is a folder: name a file in it")
        with path.open("rb") as file:
            return file.read(most + 1)
    except FileNotFoundError:
        raise AdvisorError(f"{name}: there is no such file: check the name and the folder you are in") from None
    except (OSError, ValueError) as error:
        message = f"{shown_name(name)}: cannot be read ({_reason(error)}): check its name and permissions"
        raise AdvisorError(message) from None


def text_argument(word: str) -> str:
    """A word of the command line: UTF-8, also where the environment says that there is only ASCII.

    >>> text_argument("Caf\\udcc3\\udca9"), text_argument("Café")
    ('Café', 'Café')
    """
    return one_form(word.encode(errors="surrogateescape").decode(errors="replace"))


def day(text: str) -> date:
    """A day of the command line, such as 2026-11-23."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a date: write it as 2026-11-23") from None


def check_once(names: Iterable[str]) -> None:
    """Standard input gives what it holds only once."""
    if list(names).count(STANDARD) > 1:
        raise AdvisorError("-: standard input is named twice: name a file for one of the two")


def write_argument(name: str, data: bytes) -> None:
    try:
        Path(name).write_bytes(data)
    except (OSError, ValueError) as error:
        message = f"{name}: cannot be written ({_reason(error)}): name a file in a folder you may write to"
        raise AdvisorError(message) from None


def deliver(name: str, document: Callable[[bool], str], output: Any) -> None:
    """Writes a document into a file as UTF-8, or prints it. `document` gives its text; with True, what is beyond ASCII
    is escaped in the way of its format, so that it stays a true file where the output has another encoding."""
    if name == STANDARD:
        output.write(document(not _any_character(output)), ending="")
    else:
        write_argument(name, document(False).encode())


def _any_character(output: Any) -> bool:
    encoding = getattr(output, "encoding", None)
    return encoding is None or codecs.lookup(encoding).name.startswith("utf")


def _reason(error: Exception) -> str:
    return str(error.strerror) if isinstance(error, OSError) else str(error)
