"""Repeated rows of a form: risks, actions and tripwires, of which there can be any number.

HTTP text in, checked values out; what is wrong stays at its field. What is missing may stay so until the decision is
proposed. An empty row counts as none, so that emptying one removes it. Must not know: requests, rows of the database.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from advisor.checklist.decimals import asks_which, readings, written
from advisor.checklist.text import tidied
from advisor.checklist.values import ISO_DATE

MOST_ROWS = 50
MOST_NUMBER = 10**12
LONGEST = {"line": 300, "text": 2000, "date": 10, "number": 20, "choice": 60}
Options = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class RowField:
    """One field of each row."""

    name: str
    label: str
    kind: str
    """One of line, text, date, number and choice."""
    options: Options = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One field as the page shows it."""

    id: str
    column: RowField
    value: str
    error: str = ""


@dataclass(slots=True)
class RowsForm:
    """One list of rows as the page shows it, and its values."""

    name: str
    columns: Sequence[RowField]
    cells: list[list[Cell]] = field(default_factory=list)
    values: list[dict[str, Any]] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.cells)

    @property
    def full(self) -> bool:
        return self.count >= MOST_ROWS

    @property
    def problems(self) -> list[Cell]:
        return [cell for row in self.cells for cell in row if cell.error]


Check = Callable[[dict[str, Any]], dict[str, str]]
"""What is wrong with a row whose fields are right one by one: by column."""


def shown_rows(name: str, columns: Sequence[RowField], stored: Sequence[Mapping[str, Any]]) -> RowsForm:
    """What is kept, and one empty row."""
    form = RowsForm(name, columns)
    for at, row in enumerate([*stored, {}]):
        form.cells.append(
            [Cell(f"{name}-{at}-{column.name}", column, _text(row.get(column.name))) for column in columns]
        )
    return form


def typed_rows(
    name: str, columns: Sequence[RowField], post: Mapping[str, str], check: Check, *, more: bool
) -> RowsForm:
    """What was typed, with what is wrong; with `more`, one more empty row."""
    given = post.get(f"count-{name}", "")
    count = min(int(given), MOST_ROWS) if given.isascii() and given.isdecimal() and len(given) < 4 else 0
    form = RowsForm(name, columns)
    for at in range(count + (1 if more and count < MOST_ROWS else 0)):
        texts = {column.name: tidied(post.get(f"{name}-{at}-{column.name}", "")).strip() for column in columns}
        row, wrong = read_row(columns, texts)
        if row and not wrong:
            wrong = check(row)
        if row and not wrong:
            form.values.append(row)
        form.cells.append(
            [Cell(f"{name}-{at}-{one.name}", one, texts[one.name], wrong.get(one.name, "")) for one in columns]
        )
    return form


def read_row(columns: Sequence[RowField], texts: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """The values of one row, and what is wrong with each field. An empty row is neither."""
    row: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    if not any(texts.values()):
        return row, wrong
    for column in columns:
        text = texts[column.name]
        if not text:
            continue
        value, problem = _value(column, text)
        if problem:
            wrong[column.name] = problem
        else:
            row[column.name] = value
    return row, wrong


def _value(column: RowField, text: str) -> tuple[Any, str]:
    if len(text) > LONGEST[column.kind]:
        return None, f"Shorten it to {LONGEST[column.kind]:,} characters."
    if column.kind == "date":
        return text, "" if day(text) else "Write a day such as 2027-05-01."
    if column.kind == "number":
        return _number(text)
    if column.kind == "choice":
        return text, "" if text in dict(column.options) else "Choose one of those listed."
    return " ".join(text.split()), ""


def _number(text: str) -> tuple[Any, str]:
    numbers = readings(text)
    if len(numbers) > 1:
        return None, f"{asks_which(text)}. Write the one you mean."
    if not numbers or not 0 <= numbers[0] < MOST_NUMBER:
        return None, "Write a number, such as 12."
    [value] = numbers
    return int(value) if value.is_integer() else value, ""


def day(text: str) -> date | None:
    """The day that a text names, or None."""
    try:
        return date.fromisoformat(text) if ISO_DATE.match(text) else None
    except ValueError:
        return None


def _text(value: object) -> str:
    return written(value) if isinstance(value, float) else "" if value is None else str(value)
