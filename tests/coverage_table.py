"""`docs/coverage.md` read back: the passages that are not data, each with a page and words to find on it."""

import re
from pathlib import Path
from typing import NamedTuple

COVERAGE = Path(__file__).parents[1] / "docs" / "coverage.md"
_LINE = re.compile(r"^([SN][1-9]\d*) \| (/\S*) \| (.+)$", re.MULTILINE)


class Covered(NamedTuple):
    number: str
    url: str
    words: str


def covered_elsewhere() -> list[Covered]:
    """The table's lines in order.

    >>> covered_elsewhere()[-1].number
    'S121'
    """
    return [Covered(*match.groups()) for match in _LINE.finditer(COVERAGE.read_text(encoding="utf-8"))]
