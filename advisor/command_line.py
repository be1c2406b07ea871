"""The end of a command whose output cannot be written, or whose database cannot be used: a line, and no traceback.

In: a command to run. Out: what the process exits with where the command itself says nothing. Must not know: which
command it is. A reader who has gone, such as `head`, is no fault, and is told nothing.
"""

import errno
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO

from django.db import OperationalError

FAILED = 1
READER_GONE = 128 + signal.SIGPIPE
"""What a shell says of a program that was ended by a closed pipe."""
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS})


def run(command: Callable[[], object]) -> int:
    """Runs a command to its end, output included. What it raises goes on, but for what cannot be written."""
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
        _tell(f"The output could not be written: {error.strerror}. Make room, or write it somewhere else.")
        status = FAILED
    except OperationalError as error:
        _tell(f"The database cannot be used: {str(error).strip()}. To see why:  ./run doctor")
        status = FAILED
    else:
        return 0
    for stream in (sys.stdout, sys.stderr):
        _give_up_what_is_left(stream)
    return status


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
