"""Cells between commas, semicolons, tabs or bars; or one service a line.

In: text. Out: its rows, whichever sign is between the cells. Must not know: what a column means, but for a way to ask
whether a row is one of headings.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from advisor.assessments.tables.grid import Grid, GridError, Row, row_of
from advisor.assessments.tables.lists import outside_quotes, unmarked
from advisor.assessments.tables.marked import is_rule, plain
from advisor.checklist.text import excerpt

SEPARATORS = "\t;,|"
_SIGN_LINE = re.compile(r'\s*"?sep=(?P<sign>[^\w"\s]|\t|\\t)"?\s*\Z', re.IGNORECASE)
_TITLE = re.compile(r"\s*#{1,6}\s+\S")
HeadingsIn = Callable[[Sequence[str]], int]
"""How many cells of a row are headings that are known."""


def delimited_grid(text: str, headings_in: HeadingsIn) -> Grid:
    """The rows of the text, by the sign that makes most sense of all of them."""
    stated, text = _stated_sign(text)
    text, left_out = _without_titles(outside_quotes(text, unmarked))
    if stated:
        return Grid(_parsed(text, stated), omissions=left_out)
    rows_by_sign: dict[str, tuple[Row, ...]] = {}
    faults = []
    for sign in SEPARATORS:
        try:
            rows_by_sign[sign] = _parsed(text, sign)
        except GridError as fault:
            faults.append(fault)
    if not rows_by_sign:
        raise faults[0]
    sign = max(rows_by_sign, key=lambda one: _sense(rows_by_sign[one], one, headings_in))
    rows = rows_by_sign[sign]
    if not any(_sense(rows, sign, headings_in)[:2]):
        return Grid(_one_a_line(text), omissions=left_out)
    return Grid(rows, names=_lists_names(text, sign, rows, headings_in), omissions=left_out)


def _stated_sign(text: str) -> tuple[str, str]:
    """The sign that a first line such as `sep=;` names, and the text without that line's words."""
    for line in text.split("\n"):
        if match := _SIGN_LINE.match(line):
            return match["sign"].replace("\\t", "\t"), text.replace(line, "", 1)
        if line.strip():
            break
    return "", text


def _without_titles(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without lines that only draw or are a title of Markdown, and what these were."""
    problems: list[str] = []

    def emptied(lines: list[str]) -> list[str]:
        content = []
        for line in lines:
            title = bool(_TITLE.match(line))
            if title:
                problems.append(f"“{excerpt(line, 40)}” is a title")
            content.append("" if title or is_rule(line) or line.strip().startswith("```") else line)
        return content

    return outside_quotes(text, emptied), tuple(problems)


def _parsed(text: str, sign: str) -> tuple[Row, ...]:
    return tuple(row for row in _rows(text, sign) if row.cells)


def _rows(text: str, sign: str) -> Iterator[Row]:
    reader, line = csv.reader(io.StringIO(text), delimiter=sign, strict=True, skipinitialspace=sign != "\t"), 1
    try:
        for cells in reader:
            yield row_of(line, [plain(cell.strip()) for cell in cells])
            line = reader.line_num + 1
    except csv.Error as error:
        raise GridError(line, f"the table cannot be read ({error})", "close every quotation mark") from None


def _one_a_line(text: str) -> tuple[Row, ...]:
    """No sign between cells: quotation marks still hold a line together, and go."""
    return tuple(Row(row.number, (" ".join(row.cells),)) for row in _parsed(text, "\x1f"))


def _sense(rows: Sequence[Row], sign: str, headings_in: HeadingsIn) -> tuple[int, float, bool]:
    """How much sense a separator makes: the headings it shows, then how many rows it cuts alike."""
    wide = [len(row.cells) for row in rows if len(row.cells) > 1]
    if not wide:
        return 0, 0.0, sign == "\t"
    known = max((headings_in(row.cells) for row in rows[:10] if len(row.cells) > 1), default=0)
    usual = Counter(wide).most_common(1)[0][1] / len(rows)
    cut = len(wide) / len(rows)
    return known, (usual if cut >= 0.5 or sign == "\t" else 0.0), sign == "\t"


def _lists_names(text: str, sign: str, rows: Sequence[Row], headings_in: HeadingsIn) -> bool:
    """Whether each cell is a name rather than a column's: `Orders, Billing`, without headings."""
    if sign not in ",;" or any(headings_in(row.cells) for row in rows):
        return False
    return len(rows) == 1 or not re.search(f"{re.escape(sign)}(?![ \\n]|\\Z)", text)
