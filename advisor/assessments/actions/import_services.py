"""Services from a table: a CSV file, or cells pasted from a spreadsheet.

In: text or bytes. Out: the services it names, and every problem with its row, its column and what to write instead.
Must not know: HTTP, rows of the database. Cells are text and nothing else: a formula stays the characters it has.
"""

import csv
import io
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from advisor.assessments.actions.create import MOST_SERVICES, NewService, folded
from advisor.assessments.models import INTENDED
from advisor.checklist.model import Checklist
from advisor.checklist.suggestions import suggestion
from advisor.checklist.text import shown, tidied

MOST_BYTES = 256 * 1024
MOST_PROBLEMS = 50
MOST_CELLS = 50
"""In a row; a heading that is not known is compared with all that are."""
LONGEST = {"name": 300, "team": 300, "description": 20_000}
MOST_MS = 1_000_000_000
COLUMNS = {
    "name": ("name", "service", "service name"),
    "team": ("team", "owning team", "owner"),
    "kind": ("kind", "type", "service type"),
    "description": ("description", "what it does"),
    "intended": ("intended", "intended choice"),
    "latency_budget_ms": ("latency budget ms", "latency budget", "budget ms", "budget"),
    "downstream_ms": ("downstream ms", "downstream"),
}
"""The columns that are read, and the headings each may have; only the first is needed."""
_NUMBER = re.compile(r"[0-9]{1,10}([.,][0-9]{1,6})?\Z", re.ASCII)


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
    reader = _Reader(checklist, columns or list(COLUMNS)[:3], set(map(folded, present)))
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
        self.kinds = {kind.id: kind.id for kind in checklist.service_types}
        self.kinds |= {kind.name.casefold(): kind.id for kind in checklist.service_types}
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
        details: dict[str, Any] = {"description": self._short(number, "description", cells.get("description", ""))}
        details["intended"] = self._intended(number, cells.get("intended", ""))
        details |= {one: self._ms(number, one, cells.get(one, "")) for one in ("latency_budget_ms", "downstream_ms")}
        kind = self._kind(number, cells.get("kind", ""))
        if len(self.problems) == before:
            given = {key: value for key, value in details.items() if value not in ("", None)}
            self.services.append(NewService(name, kind, team, given))

    def _name(self, number: int, cell: str) -> str:
        if not cell:
            self.wrong(number, "name", "the service has no name", "write one, or leave the whole row empty")
        elif folded(cell) in self.taken:
            self.wrong(number, "name", f"“{shown(cell, 40)}” is there already", "give it another name")
        self.taken.add(folded(cell))
        return self._short(number, "name", cell)

    def _short(self, number: int, column: str, cell: str) -> str:
        if len(cell) > LONGEST[column]:
            most = LONGEST[column]
            self.wrong(number, column, f"it has {len(cell):,} characters", f"shorten it to {most:,}")
        return cell

    def _kind(self, number: int, cell: str) -> str:
        found = self.kinds.get(cell.casefold(), "") if cell else ""
        if cell and not found:
            told = f"“{shown(cell, 40)}” is no kind of service"
            self.wrong(number, "kind", told, suggestion(cell.casefold(), self.kinds) or "leave it empty")
        return found

    def _intended(self, number: int, cell: str) -> str:
        if cell and cell.lower() not in INTENDED:
            told = f"“{shown(cell, 40)}” is no choice"
            self.wrong(number, "intended", told, "write raw, framework or split, or leave it empty")
        return cell.lower()

    def _ms(self, number: int, column: str, cell: str) -> float | None:
        if not cell:
            return None
        value = float(cell.replace(",", ".")) if _NUMBER.match(cell) else -1.0
        least = 0.000001 if column == "latency_budget_ms" else 0.0
        if not least <= value <= MOST_MS:
            told = f"“{shown(cell, 40)}” is no number of milliseconds"
            self.wrong(number, column, told, "write a number such as 15 or 2.5, without a unit")
            return None
        return value
