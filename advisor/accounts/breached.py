"""Passwords that stand in lists of breaches are refused, by a list on this machine: nothing leaves it.

In: a password, a file of SHA-1 hashes in their order, one a line, as "Have I Been Pwned" gives them out. Out: nothing,
or why the password is refused. Must not know: accounts. The file has 40 GB and is searched where it lies, in some forty
reads.
"""

import hashlib
import re
from io import SEEK_END
from pathlib import Path
from typing import BinaryIO

from django.core.exceptions import ValidationError

LINE = re.compile(rb"[0-9A-Fa-f]{40}(:\d+)?\r?\n?")
LONGEST = 80
SAMPLES = 50
FORM = "write the file of SHA-1 hashes from Have I Been Pwned, sorted by hash: 40 digits from 0 to F per line"


def in_list(file: BinaryIO, digest: bytes) -> bool:
    """Whether a line begins with this hash, in capitals. The file is open for reading bytes and is sorted."""
    low, high = 0, file.seek(0, SEEK_END)  # the line that is looked for begins in between, if there is one
    while low < high:
        middle = (low + high) // 2
        start, line = _line_from(file, middle)
        if not line or start >= high or line[:40].upper() > digest:
            high = middle
        elif line[:40].upper() == digest:
            return True
        else:
            low = start + len(line)
    return False


def _line_from(file: BinaryIO, place: int) -> tuple[int, bytes]:
    """The first line that begins at a place or behind it, and where."""
    file.seek(max(place - 1, 0))
    if place > 0:
        file.readline(LONGEST)  # the rest of the line before; its end alone where one begins at the place
    start = file.tell()
    return start, file.readline(LONGEST)


def problem_of(path: Path) -> str:
    """What is wrong with the file, as far as some lines tell; nothing for one that can be searched."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, SEEK_END)
            lines = [_line_from(file, size * part // SAMPLES)[1] for part in range(SAMPLES)]
    except OSError as error:
        return f"{path}: {error.strerror}"
    hashes = [line[:40].upper() for line in lines if line]
    if not hashes or not all(LINE.fullmatch(line) for line in lines if line):
        return f"{path}: {FORM}"
    return "" if hashes == sorted(hashes) else f"{path} is not sorted: {FORM}"


class BreachedPasswordValidator:
    """Django's form of a rule for passwords."""

    def __init__(self, path: str) -> None:
        self.path = Path(path)

    def validate(self, password: str, user: object = None) -> None:
        digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
        with self.path.open("rb") as file:
            if in_list(file, digest):
                raise ValidationError(
                    "This password is on a list of stolen ones, which attackers try first. Choose another.",
                    code="password_breached",
                )

    def get_help_text(self) -> str:
        return "Your password can't be on the list of stolen ones."
