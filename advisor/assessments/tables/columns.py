"""What each column of a grid is taken for: by its heading, by its place, or as somebody chose.

In: a grid, and a choice. Out: columns, the rows below them, what is left out and what looks odd. Must not know: HTTP,
what may stand in a cell.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from advisor.assessments.tables.grid import Grid, Row
from advisor.checklist.service import SERVICE_FIELDS
from advisor.checklist.text import excerpt

COLUMNS = {name: field.headings for name, field in SERVICE_FIELDS.items() if field.headings}
"""The columns that are read, and the headings each may have; only the first is needed."""
WITHOUT_HEADINGS = ("name", "team", "kind")
KNOWN = {heading: name for name, headings in COLUMNS.items() for heading in headings}
NAMES = set(COLUMNS["name"])
MILLISECONDS = {name for name, field in SERVICE_FIELDS.items() if field.form == "milliseconds"}
UNITS = {"ms": 1.0, "msec": 1.0, "millisecond": 1.0, "milliseconds": 1.0, "s": 1000.0, "sec": 1000.0, "second": 1000.0}
UNITS |= {"seconds": 1000.0, "us": 0.001, "µs": 0.001, "μs": 0.001, "microseconds": 0.001}
"""How many milliseconds each is, where a heading names it."""
LONGEST_HEADING = 100
MOST_CELLS = 50
"""In a row."""
TITLES_ABOVE = 10
"""In so many rows at the top the headings are looked for."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what stands above it, what it is taken for (nothing: left out), and what is in it."""

    heading: str
    field: str
    sample: str = ""
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Layout:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    """The rows with services."""
    headings: Row | None = None
    omissions: tuple[str, ...] = ()
    """Rows and columns that are not read, in words."""
    odd: tuple[str, ...] = ()
    """Rows that are read, though they look like something else."""
    by_hand: bool = False
    """Whether somebody chose other columns than were found."""


def field_of(heading: str) -> tuple[str, float]:
    """What a heading names, whatever its capitals, signs and remarks in brackets; and how many ms its unit is.

    >>> field_of("Owning_Team*"), field_of("Latency budget [s]"), field_of("Latency, ms"), field_of("Cost centre")
    (('team', 1.0), ('latency_budget_ms', 1000.0), ('latency_budget_ms', 1.0), ('', 1.0))
    """
    if len(heading) > LONGEST_HEADING:
        return "", 1.0
    words = _words(heading)
    factor = UNITS.get(words[-1], 1.0) if words else 1.0
    spellings = [words, _words(re.sub(r"[(\[{].*?[)\]}]", " ", heading))]
    if words and words[-1] in UNITS:
        spellings += [words[:-1], [*words[:-1], "ms"]]
    for spelling in spellings:
        name = KNOWN.get(" ".join(spelling), "")
        if name:
            return name, factor if name in MILLISECONDS else 1.0
    return "", 1.0


def _words(heading: str) -> list[str]:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", heading)  # teamName
    return re.sub(r"[\W_]+", " ", spaced.lower()).split()


def headings_in(cells: Sequence[str]) -> int:
    """How many different fields a row names."""
    return len({name for cell in cells[:MOST_CELLS] if (name := field_of(cell)[0])})


def layout_of(grid: Grid, *, kinds: set[str], first: bool | None = None, chosen: Sequence[str] = ()) -> Layout:
    """What the grid's columns are. `first` says whether its first row is one of headings, where somebody did; `chosen`
    holds a field or nothing for each column. `kinds` are words for a kind of service."""
    at = _heading_row(grid)
    if first is not None:
        at = (at or 0) if first else None
    headings = None if at is None else grid.rows[at]
    body = grid.rows if at is None else grid.rows[at + 1 :]
    above = [f"{_quoted(row)}, stands above the headings" for row in grid.rows[: at or 0]]
    body, repeats = _without_repeats(body, headings)
    columns = _columns(grid, headings, body, kinds)
    odd = _odd(columns, body)
    fits = len(chosen) == len(columns) and all(one == "" or one in COLUMNS for one in chosen)
    by_hand = fits and list(chosen) != [column.field for column in columns]
    if by_hand:
        columns = [replace(column, field=field) for column, field in zip(columns, chosen, strict=True)]
    unread = [f"the column {_named(at, column)}" for at, column in enumerate(columns, start=1) if not column.field]
    return Layout(
        tuple(columns), tuple(body), headings, (*grid.omissions, *above, *repeats, *unread), tuple(odd), by_hand
    )


def _heading_row(grid: Grid) -> int | None:
    """Which row names the columns: the first, unless only titles, of one cell each, stand above it."""
    if grid.headed or not grid.rows:
        return 0 if grid.rows else None
    for at, row in enumerate(grid.rows[:TITLES_ABOVE]):
        fields = [field_of(cell)[0] for cell in row.cells]
        several = len(set(filter(None, fields))) > 1
        if "name" in fields or several or (at == 0 and any(fields[1:] or fields)):
            return at if at == 0 or (len(row.cells) > 1) else None
        if len(row.cells) > 1:
            return None
    return None


def _without_repeats(rows: tuple[Row, ...], headings: Row | None) -> tuple[tuple[Row, ...], list[str]]:
    """The rows but those that say the headings again, as where several exports were put one below the other."""
    if headings is None:
        return rows, []
    again = [row for row in rows if [_words(c) for c in row.cells] == [_words(c) for c in headings.cells]]
    if not any(map(_words, headings.cells)):
        return rows, []
    numbers = {row.number for row in again}
    return tuple(row for row in rows if row not in again), [f"row {n} repeats the headings" for n in sorted(numbers)]


def _columns(grid: Grid, headings: Row | None, rows: Sequence[Row], kinds: set[str]) -> list[Column]:
    columns: list[Column] = []
    places = _places(grid, rows, kinds) if headings is None else ()
    for at in range(grid.width):
        heading = headings.cell(at) if headings else ""
        field, factor = field_of(heading) if headings else (places[at], 1.0)
        if headings and field in {column.field for column in columns}:
            field = ""
        sample = next((row.cell(at) for row in rows if row.cell(at)), "")
        columns.append(Column(heading, field, sample, factor))
    return columns


def _places(grid: Grid, rows: Sequence[Row], kinds: set[str]) -> list[str]:
    """What columns without headings hold: name, team, kind; a column that only counts is passed over."""
    if grid.names and not any(row.cell(2).casefold() in kinds for row in rows):
        return ["name"] * grid.width
    waiting = list(WITHOUT_HEADINGS)
    counts = grid.width > 1 and [row.cell(0) for row in rows] == [str(at) for at in range(1, len(rows) + 1)]
    return [waiting.pop(0) if waiting and not (counts and at == 0) else "" for at in range(grid.width)]


def _odd(columns: Sequence[Column], rows: Sequence[Row]) -> list[str]:
    """Rows that look like headings, and names that look like several."""
    problems = []
    names = [at for at, column in enumerate(columns) if column.field == "name"]
    for row in rows:
        alone = len(row.cells) == 1
        heading = field_of(row.cells[0])[0] if row.cells else ""
        named = any(field_of(row.cell(at))[0] == "name" for at in names)
        if headings_in(row.cells) > 1 or named or (heading and alone):
            problems.append(f"{_quoted(row)}, looks like headings")
        elif alone and (row.cells[0].endswith(":") or (len(columns) > 1 and re.search(r"\w:\s", row.cells[0]))):
            problems.append(f"{_quoted(row)}, looks like a heading")  # “Team: Data”, or the “Total: 20” below a table
        elif alone and re.search(r"\S[,;]\s+\S", row.cells[0]):
            problems.append(f"{_quoted(row)}, may be several services: write each on a line of its own")
    return problems


def _quoted(row: Row) -> str:
    return f"row {row.number}, “{excerpt(' '.join(row.cells), 40)}”"


def _named(at: int, column: Column) -> str:
    return f"“{excerpt(column.heading, 40)}”" if column.heading else f"{at}, which has no heading"
