"""A command in a terminal: it prints in every encoding, and where its output cannot be written, its database cannot be
used or somebody interrupts it, it ends with a line at most, and no traceback.

In: a command to run. Out: what the process exits with where the command itself says nothing. Must not know: which
command it is. A reader who has gone, such as `head`, is no fault, and is told nothing.
"""

import codecs
import errno
import io
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from django.db import OperationalError

FAILED = 1
READER_GONE = 128 + signal.SIGPIPE
"""What a shell says of a program that was ended by a closed pipe."""
INTERRUPTED = 128 + signal.SIGINT
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS})
PLAINLY = "advisor-plainly"
"""How a stream writes what its encoding lacks: see `plainly`."""
SIGNS = {
    **dict.fromkeys("\u00a0\u2009\u202f", " "),
    **dict.fromkeys("−–—·", "-"),
    **dict.fromkeys("‘’′", "'"),
    **dict.fromkeys("“”", '"'),
    **{"→": "->", "≤": "<=", "≥": ">=", "…": "...", "×": "x", "÷": "/", "½": "1/2", "±": "+/-", "≈": "~"},
    **{"θ": "theta", "δ": "delta", "Δ": "Delta", "Σ": "Sum", "ᵢ": "_i", "ₖ": "_k", "³": "^3", "⁵": "^5", "⁶": "^6"},
}
"""Signs that say the same in ASCII. Letters are not among them: a name is never made into another."""


def run(command: Callable[[], object]) -> int:
    """Runs a command to its end, output included. What it raises goes on, but for what cannot be written."""
    make_printable()
    try:
        try:
            command()
        finally:
            sys.stdout.flush()  # here, where it can be told: at the very end Python prints a traceback of its own
    except BrokenPipeError:
        status = READER_GONE
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        _tell(f"The output could not be written: {error.strerror}. Make room, or write it elsewhere.")
        status = FAILED
    except OperationalError as error:
        _tell(f"The database cannot be used: {str(error).strip()}. To see why:  ./run doctor")
        status = FAILED
    except KeyboardInterrupt:
        status = INTERRUPTED
    else:
        return 0
    for stream in (sys.stdout, sys.stderr):
        _give_up_what_is_left(stream)
    return status


def make_printable() -> None:
    """No text ends a command: what a console's encoding lacks is written plainly, and without a console all is lost."""
    codecs.register_error(PLAINLY, plainly)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever called: `>&-`
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115  open to the end
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=PLAINLY)


def plainly(error: UnicodeError) -> tuple[str, int]:
    """Signs in ASCII, letters by their numbers; a byte of a file's name that is no text stays a byte.

    >>> codecs.register_error(PLAINLY, plainly)
    >>> "Café → −0.75 決\\udcff".encode("latin-1", PLAINLY)
    b'Caf\\xe9 -> -0.75 \\\\u6c7a\\\\xff'
    """
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_plain, error.object[error.start : error.end])), error.end


def _plain(character: str) -> str:
    if "\udc80" <= character <= "\udcff":  # how Python carries a byte it could not decode
        return f"\\x{ord(character) - 0xDC00:02x}"
    return SIGNS.get(character) or character.encode("ascii", "backslashreplace").decode()


def _tell(line: str) -> None:
    with suppress(OSError):
        print(line, file=sys.stderr, flush=True)


def _give_up_what_is_left(stream: TextIO) -> None:
    """Python flushes once more when it ends, and would complain again."""
    try:
        stream.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
