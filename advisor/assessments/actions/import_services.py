"""Services from a table: a CSV file, or cells pasted from a spreadsheet.

In: text or bytes. Out: the services it names, and every problem with its row, its column and what to write instead.
Must not know: HTTP, rows of the database. Cells are text and nothing else: a formula stays the characters it has.
"""

import csv
import io
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from advisor.assessments.actions.create import MOST_SERVICES, NewService, folded
from advisor.checklist.answers import SERVICE_DETAILS, SERVICE_FIELDS
from advisor.checklist.decimals import asks_which, readings
from advisor.checklist.model import Checklist
from advisor.checklist.service_field import LONGEST_LINE, LONGEST_NOTE, MOST_MS
from advisor.checklist.suggestions import suggestion
from advisor.checklist.text import shown, tidied

MOST_BYTES = 256 * 1024
MOST_PROBLEMS = 50
MOST_CELLS = 50
"""In a row; a heading that is not known is compared with all that are."""
COLUMNS = {name: field.headings for name, field in SERVICE_FIELDS.items() if field.headings}
"""The columns that are read, and the headings each may have; only the first is needed."""
WITHOUT_HEADINGS = ["name", "team", "kind"]


@dataclass(frozen=True, slots=True)
class Wrong:
    """One problem: where it is, and what to write instead. Row 1 is the first line; column is empty for a whole row."""

    row: int
    column: str
    message: str
    instead: str


@dataclass(frozen=True, slots=True)
class Table:
    """What was read. Services can be made only where there is no problem."""

    services: list[NewService] = field(default_factory=list)
    problems: list[Wrong] = field(default_factory=list)
    more: int = 0
    """Further problems that are not listed."""


def decoded(data: bytes) -> str | Wrong:
    """The text of a file, or why it cannot be read."""
    if len(data) > MOST_BYTES:
        return Wrong(1, "", f"the file has {len(data):,} bytes", f"send at most {MOST_BYTES:,} (256 KB)")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Wrong(1, "", "the file is not UTF-8 text", "save it as “CSV UTF-8”, not as a workbook")


def _separator(text: str) -> str:
    """Tab, semicolon or comma: whichever the first line has most of; a tab wins, because spreadsheets paste so."""
    line = text.split("\n", 1)[0]
    return max("\t;,", key=lambda one: (line.count(one), one == "\t"))


def read_table(text: str, checklist: Checklist, *, present: Collection[str]) -> Table:
    """The services of a table, all problems at once. `present` are the names the assessment has already.

    Without a line of headings, the columns are name, team, kind, in this order."""
    if len(text.encode()) > MOST_BYTES:
        return Table(problems=[Wrong(1, "", "the text is too long", f"send at most {MOST_BYTES:,} bytes (256 KB)")])
    text = tidied(text.removeprefix("\ufeff"))
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=_separator(text), strict=True))
    except csv.Error as error:
        return Table(problems=[Wrong(1, "", f"the table cannot be read ({error})", "close every quotation mark")])
    filled = [(number, [" ".join(cell.split()) for cell in row]) for number, row in enumerate(rows, start=1)]
    filled = [(number, row) for number, row in filled if any(row)]
    if not filled:
        return Table(problems=[Wrong(1, "", "there is nothing in it", "write one service a row")])
    for number, row in filled:
        if len(row) > MOST_CELLS:
            told, instead = f"the row has {len(row):,} cells", f"keep at most {MOST_CELLS}"
            return Table(problems=[Wrong(number, "", told, instead)])
    columns, problems = _columns(*filled[0])
    body = filled[1:] if columns or problems else filled
    if problems:
        return Table(problems=problems)
    if not body:
        return Table(problems=[Wrong(1, "", "there is no service below the headings", "write one service a row")])
    if len(body) > MOST_SERVICES:
        told, instead = f"the table has {len(body)} services", f"import at most {MOST_SERVICES} at once"
        return Table(problems=[Wrong(body[MOST_SERVICES][0], "", told, instead)])
    reader = _Reader(checklist, columns or WITHOUT_HEADINGS, set(map(folded, present)))
    for number, row in body:
        reader.read(number, row)
    return reader.table()


def _columns(number: int, row: list[str]) -> tuple[list[str], list[Wrong]]:
    """What each column holds, if the row is one of headings; nothing if it is a service already."""
    known = {heading: name for name, headings in COLUMNS.items() for heading in headings}
    plain = [re.sub(r"[^a-z0-9]+", " ", cell.lower()).strip() for cell in row]
    if not any(heading in known for heading in plain):
        return [], []
    problems, found = [], []
    for heading, cell in zip(plain, row, strict=True):
        name = known.get(heading, "")
        if not name and cell:
            told = f"the heading “{shown(cell, 40)}” is not known"
            problems.append(Wrong(number, shown(cell, 40), told, suggestion(heading, known)))
        elif name and name in found:
            problems.append(Wrong(number, cell, "the column is there twice", "leave one of the two out"))
        found.append(name)
    if not problems and "name" not in found:
        problems.append(Wrong(number, "", "there is no column with the services' names", "name one column “name”"))
    return found, problems


class _Reader:
    """Reads rows one by one and keeps what is wrong with them."""

    def __init__(self, checklist: Checklist, columns: list[str], taken: set[str]) -> None:
        self.columns, self.taken = columns, taken
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

    def table(self) -> Table:
        told = self.problems[:MOST_PROBLEMS]
        return Table(self.services, told, len(self.problems) - len(told))

    def wrong(self, row: int, column: str, message: str, instead: str) -> None:
        self.problems.append(Wrong(row, COLUMNS[column][0] if column else "", message, instead))

    def read(self, number: int, row: list[str]) -> None:
        if len(row) > len(self.columns) and any(row[len(self.columns) :]):
            self.wrong(number, "", f"the row has {len(row)} cells", f"write at most {len(self.columns)}, as above it")
        cells = {name: cell for name, cell in zip(self.columns, row, strict=False) if name}
        before = len(self.problems)
        name = self._name(number, cells.get("name", ""))
        team = self._short(number, "team", cells.get("team", ""))
        given = {
            one: self._detail(number, one, cells[one]) for one in COLUMNS if cells.get(one) and one in SERVICE_DETAILS
        }
        kind = self._choice(number, "kind", cells.get("kind", ""))
        if len(self.problems) == before:
            self.services.append(NewService(name, kind, team, given))

    def _name(self, number: int, cell: str) -> str:
        if not cell:
            self.wrong(number, "name", "the service has no name", "write one, or leave the whole row empty")
        elif folded(cell) in self.taken:
            self.wrong(number, "name", f"“{shown(cell, 40)}” is there already", "give it another name")
        self.taken.add(folded(cell))
        return self._short(number, "name", cell)

    def _detail(self, number: int, column: str, cell: str) -> Any:
        read: Callable[[int, str, str], Any] = {
            "text": self._short,
            "choice": self._choice,
            "setting": self._choice,
            "milliseconds": self._ms,
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
            told = f"“{shown(cell, 40)}” is no {SERVICE_FIELDS[column].thing}"
            self.wrong(number, column, told, suggestion(cell, known.values()) if known else "leave it empty")
        return known.get(cell.casefold(), "")

    def _ms(self, number: int, column: str, cell: str) -> float:
        if which := asks_which(cell):
            self.wrong(number, column, which, "write the one you mean")
            return 0.0
        [value] = readings(cell) or (-1.0,)
        if not SERVICE_FIELDS[column].least <= value <= MOST_MS:
            told = f"“{shown(cell, 40)}” is no {SERVICE_FIELDS[column].thing}"
            self.wrong(number, column, told, "write a number such as 15 or 2.5, without a unit")
        return value

    def _versions(self, number: int, column: str, cell: str) -> dict[str, str]:
        """`node 24, express 5.3`: of what, and which."""
        given: dict[str, str] = {}
        for one in filter(None, (part.strip() for part in re.split("[,;]", cell))):
            of, *rest = re.split(r"[\s:=@]+", one, maxsplit=1)
            key, version = of.lower(), "".join(rest)
            if key not in self.versioned:
                told = f"“{shown(of, 40)}” is nothing whose version counts"
                self.wrong(number, column, told, self.example)
            elif key in given:
                self.wrong(number, column, f"“{shown(of, 40)}” is there twice", "leave one of the two out")
            elif not version or len(version) > LONGEST_LINE:
                self.wrong(number, column, f"“{shown(one, 40)}” names no version", self.example)
            given[key] = version
        return given
