"""What a table is once its text was read: rows of cells, and what was left out on the way.

In: nothing. Out: the values that the readers beside this make. Must not know: what a column means.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from advisor.checklist.errors import AdvisorError
from advisor.checklist.text import tidied


class GridError(AdvisorError):
    """The text cannot be read as a table: in which row, why, and what to write instead."""

    def __init__(self, row: int, message: str, instead: str) -> None:
        super().__init__(f"Row {row}: {message}; {instead}.")
        self.row, self.message, self.instead = row, message, instead


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    """The line it begins in, or which entry it is of YAML and JSON; both from 1."""
    cells: tuple[str, ...]
    """Without empty ones at the end; each on one line."""

    def cell(self, at: int) -> str:
        return self.cells[at] if at < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Grid:
    rows: tuple[Row, ...]
    """Those with something in them."""
    headed: bool = False
    """Whether the first row is one of headings for certain, as where they are the keys of YAML or JSON."""
    names: bool = False
    """Whether each cell seems to be a service of its own: `Orders, Billing` on one line."""
    omissions: tuple[str, ...] = ()
    """What is no row of a table, in words."""

    @property
    def width(self) -> int:
        return max((len(row.cells) for row in self.rows), default=0)


def row_of(number: int, cells: Sequence[str]) -> Row:
    """A row with each cell on one line, and none empty at its end.

    >>> row_of(1, [" a\\nb ", "", " "]).cells
    ('a b',)
    """
    lines = [" ".join(tidied(cell).split()) for cell in cells]
    while lines and not lines[-1]:
        lines.pop()
    return Row(number, tuple(lines))
