"""Services from a table: pasted cells, CSV, Markdown, YAML, JSON, or a list of names.

In: text or bytes. Out: the services it names, what each column was taken for, and every problem with its row, its
column and what to write instead. Must not know: HTTP, rows of the database. Cells are text and nothing else: a formula
stays the characters it has.
"""

import codecs
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from advisor.assessments.actions.create import MOST_SERVICES, NewService
from advisor.assessments.tables.columns import COLUMNS, MOST_CELLS, Column, Layout, field_of, headings_in, layout_of
from advisor.assessments.tables.delimited import delimited_grid
from advisor.assessments.tables.grid import Grid, GridError, Row
from advisor.assessments.tables.marked import marked_grid
from advisor.assessments.tables.records import record_grid
from advisor.checklist.decimals import asks_which, readings
from advisor.checklist.model import Checklist
from advisor.checklist.service import SERVICE_DETAILS, SERVICE_FIELDS
from advisor.checklist.service_field import LONGEST_LINE, LONGEST_NOTE, MOST_MS
from advisor.checklist.suggestions import suggestion
from advisor.checklist.text import excerpt, folded, tidied

MOST_BYTES = 256 * 1024
MOST_PROBLEMS = 50
MOST_ROWS = 2 * MOST_SERVICES
"""Before it is known which of them are services."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """One problem: where it is, and what to write instead. Row 1 is the first line; column is empty for a whole row."""

    row: int
    column: str
    message: str
    instead: str

    @property
    def text(self) -> str:
        column = f", column “{self.column}”" if self.column else ""
        return f"Row {self.row}{column}: {self.message}; {self.instead}{'' if self.instead.endswith('?') else '.'}"


@dataclass(frozen=True, slots=True)
class Table:
    """What was read. Services can be made only where there is no problem."""

    services: list[NewService] = field(default_factory=list)
    problems: list[Wrong] = field(default_factory=list)
    more: int = 0
    """Further problems that are not listed."""
    layout: Layout | None = None
    """What each column was taken for, where there are columns."""


def decoded(data: bytes) -> str | Wrong:
    """The text of a file, or why it cannot be read."""
    if len(data) > MOST_BYTES:
        return Wrong(1, "", f"the file has {len(data):,} bytes", f"send at most {MOST_BYTES:,} (256 KB)")
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))  # “Unicode text” of a spreadsheet
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        return Wrong(1, "", "the file is not UTF-8 text", "save it as “CSV UTF-8”, not as a workbook")


def read_table(
    text: str,
    checklist: Checklist,
    *,
    present: Collection[str],
    first: bool | None = None,
    chosen: Sequence[str] = (),
) -> Table:
    """The services of a table, all problems at once. `present` are the names the assessment has already.

    Without a row of headings, the columns are name, team, kind, in this order. `first` and `chosen` say otherwise."""
    if len(text.encode()) > MOST_BYTES:
        return Table(problems=[Wrong(1, "", "the text is too long", f"send at most {MOST_BYTES:,} bytes (256 KB)")])
    try:
        grid = _grid(tidied(text.removeprefix("\ufeff")))
    except GridError as fault:
        return Table(problems=[Wrong(fault.row, "", fault.message, fault.instead)])
    if not grid.rows:
        return Table(problems=[Wrong(1, "", "there is nothing in it", "write one service per row")])
    if len(grid.rows) > MOST_ROWS:
        problem, instead = f"the table has {len(grid.rows):,} rows", f"import at most {MOST_SERVICES} services at once"
        return Table(problems=[Wrong(grid.rows[MOST_SERVICES].number, "", problem, instead)])
    for row in grid.rows:
        if len(row.cells) > MOST_CELLS:
            problem, instead = f"the row has {len(row.cells):,} cells", f"keep at most {MOST_CELLS}"
            return Table(problems=[Wrong(row.number, "", problem, instead)])
    reader = _Reader(checklist, set(map(folded, present)))
    layout = layout_of(grid, kinds=set(reader.known["kind"]), first=first, chosen=chosen)
    problems = _of_layout(layout)
    if problems:
        return Table(problems=problems, layout=layout)
    for row in layout.rows:
        reader.read(row, layout)
    return reader.table(layout)


def _grid(text: str) -> Grid:
    """The rows of the text, by the first reader that knows what it is."""
    return record_grid(text) or marked_grid(text) or delimited_grid(text, headings_in)


def names_in(text: str) -> list[str]:
    """The names of a list, in the order written. GridError where the text is a table with more than names."""
    grid = _grid(tidied(text.removeprefix("\ufeff")))
    if grid.width == 1:
        headed = len(grid.rows) > 1 and field_of(grid.rows[0].cells[0])[0] in ("name", "team")
        return [row.cells[0] for row in grid.rows[headed:]]
    layout = layout_of(grid, kinds=set())
    others = [at for at, column in enumerate(layout.columns) if column.field != "name"]
    wide = next((row for row in layout.rows if any(row.cell(at) for at in others)), None)
    if wide is not None:
        problem = f"“{excerpt(' · '.join(wide.cells), 60)}” has several columns"
        raise GridError(wide.number, problem, "write one name per line here; use Import services for a table")
    return [cell for row in layout.rows for cell in row.cells if cell]


def _of_layout(layout: Layout) -> list[Wrong]:
    """What stops a table as a whole."""
    taken = [column.field for column in layout.columns]
    top = layout.headings.number if layout.headings else layout.rows[0].number if layout.rows else 1
    if "name" not in taken:
        problem = "no column holds the services' names"
        return [Wrong(top, "", problem, "say below which one does, or name one column “name”")]
    for name in set(taken) - {"", "name"}:
        if taken.count(name) > 1:
            problem = f"{taken.count(name)} columns are taken for “{COLUMNS[name][0]}”"
            return [Wrong(top, COLUMNS[name][0], problem, "choose one of them, and leave the others out")]
    if not layout.rows:
        return [Wrong(top, "", "there is no service below the headings", "write one service per row")]
    if len(layout.rows) > MOST_SERVICES:
        problem, instead = f"the table has {len(layout.rows)} services", f"import at most {MOST_SERVICES} at once"
        return [Wrong(layout.rows[MOST_SERVICES].number, "", problem, instead)]
    return []


class _Reader:
    """Reads rows one by one and keeps what is wrong with them."""

    def __init__(self, checklist: Checklist, taken: set[str]) -> None:
        self.taken = taken
        self.known = {name: {word: word for word, _ in one.options} for name, one in SERVICE_FIELDS.items()}
        self.known["kind"] = {kind.id: kind.id for kind in checklist.service_types}
        self.known["kind"] |= {kind.name.casefold(): kind.id for kind in checklist.service_types}
        for setting in checklist.settings:
            ids = {option.id: option.id for option in setting.options}
            self.known[setting.key] = ids | {option.text.casefold(): option.id for option in setting.options}
        self.versioned = checklist.version_keys()
        words = ", ".join(f"{one} 1.2" for one in self.versioned)
        self.example = f"write it as “{words}”" if words else "leave it empty"
        self.services: list[NewService] = []
        self.problems: list[Wrong] = []

    def table(self, layout: Layout) -> Table:
        problems = self.problems[:MOST_PROBLEMS]
        return Table(self.services, problems, len(self.problems) - len(problems), layout)

    def wrong(self, row: int, column: str, message: str, instead: str) -> None:
        self.problems.append(Wrong(row, COLUMNS[column][0] if column else "", message, instead))

    def read(self, row: Row, layout: Layout) -> None:
        """One row, which is one service, or one for each column of names."""
        before = len(self.problems)
        wide = len(layout.headings.cells) if layout.headings and not layout.by_hand else len(layout.columns)
        if len(row.cells) > wide and not all(len(other.cells) > wide for other in layout.rows):
            problem = f"the row has {len(row.cells)} cells"
            self.wrong(
                row.number,
                "",
                problem,
                f"write at most {wide}, as in the headings, or quote a cell that holds a separator",
            )
        cells = [(column, row.cell(at)) for at, column in enumerate(layout.columns) if column.field]
        names = [cell for column, cell in cells if column.field == "name"]
        given = {column.field: (column, cell) for column, cell in cells if column.field != "name"}
        for name in [name for name in names if name] or names[:1]:
            self.service(row.number, name, given, before)

    def service(self, number: int, name: str, given: dict[str, tuple[Column, str]], before: int) -> None:
        called = self._name(number, name)
        team = self._short(number, "team", given["team"][1]) if "team" in given else ""
        details = {
            one: self._detail(number, one, given[one][1], given[one][0].factor)
            for one in COLUMNS
            if one in SERVICE_DETAILS and one in given and given[one][1]
        }
        kind = self._choice(number, "kind", given["kind"][1]) if "kind" in given else ""
        if len(self.problems) == before:
            self.services.append(NewService(called, kind, team, details))

    def _name(self, number: int, cell: str) -> str:
        if not cell:
            self.wrong(number, "name", "the service has no name", "write one, or leave the whole row empty")
        elif folded(cell) in self.taken:
            self.wrong(number, "name", f"“{excerpt(cell, 40)}” already exists", "give it another name")
        self.taken.add(folded(cell))
        return self._short(number, "name", cell)

    def _detail(self, number: int, column: str, cell: str, factor: float) -> Any:
        if SERVICE_FIELDS[column].form == "milliseconds":
            return self._ms(number, column, cell, factor)
        read: Callable[[int, str, str], Any] = {
            "text": self._short,
            "choice": self._choice,
            "setting": self._choice,
            "versions": self._versions,
        }[SERVICE_FIELDS[column].form]
        return read(number, column, cell)

    def _short(self, number: int, column: str, cell: str) -> str:
        most = LONGEST_NOTE if SERVICE_FIELDS[column].form == "text" else LONGEST_LINE
        if len(cell) > most:
            self.wrong(number, column, f"it has {len(cell):,} characters", f"shorten it to {most:,}")
        return cell

    def _choice(self, number: int, column: str, cell: str) -> str:
        """An id, or the words that a page shows for it."""
        known = self.known.get(column, {})
        if cell and cell.casefold() not in known:
            problem = f"“{excerpt(cell, 40)}” is no {SERVICE_FIELDS[column].thing}"
            self.wrong(number, column, problem, suggestion(cell, known.values()) if known else "leave it empty")
        return known.get(cell.casefold(), "")

    def _ms(self, number: int, column: str, cell: str, factor: float) -> float:
        if which := asks_which(cell):
            self.wrong(number, column, which, "write the one you mean")
            return 0.0
        [value] = (one * factor for one in readings(cell) or (-1.0,))
        if not SERVICE_FIELDS[column].least <= value <= MOST_MS:
            problem = f"“{excerpt(cell, 40)}” is no {SERVICE_FIELDS[column].thing}"
            self.wrong(number, column, problem, "write a number such as 15 or 2.5, without a unit")
        return value

    def _versions(self, number: int, column: str, cell: str) -> dict[str, str]:
        """`node 24, express 5.3`: of what, and which."""
        given: dict[str, str] = {}
        for one in filter(None, (part.strip() for part in re.split("[,;]", cell))):
            of, *rest = re.split(r"[\s:=@]+", one, maxsplit=1)
            key, version = of.lower(), "".join(rest)
            if key not in self.versioned:
                problem = f"“{excerpt(of, 40)}” is not something whose version counts"
                self.wrong(number, column, problem, self.example)
            elif key in given:
                self.wrong(number, column, f"“{excerpt(of, 40)}” is there twice", "leave one of the two out")
            elif not version or len(version) > LONGEST_LINE:
                self.wrong(number, column, f"“{excerpt(one, 40)}” names no version", self.example)
            given[key] = version
        return given
