"""Tables drawn with signs, as Markdown, Org and database consoles write them.

In: lines. Out: rows of cells, or nothing where there is no such table. Must not know: what a cell is for.
"""

import re
from collections.abc import Sequence

from advisor.assessments.tables.grid import Grid, Row, row_of
from advisor.checklist.text import excerpt

_DRAWN = frozenset(" \t|+:=_-") | {chr(code) for code in range(0x2500, 0x2580)}
_TWICE = re.compile(r"[-=\u2500-\u257f]{2}")
_BAR = re.compile(r"(?<!\\)[|\u2502\u2503\u2551]")
_WHOLE = (
    re.compile(r"\*\*(?P<text>[^*]+)\*\*\Z"),
    re.compile(r"`(?P<text>[^`]+)`\Z"),
    re.compile(r"\[(?P<text>[^\]]+)\]\([^)\s]*\)\Z"),
)


def marked_grid(text: str) -> Grid | None:
    """The table that its signs make certain: a rule below headings, or bars around every line.

    >>> [row.cells for row in marked_grid("| name | team |\\n|---|:-:|\\n| **Orders** | Shop |").rows]
    [('name', 'team'), ('Orders', 'Shop')]
    >>> marked_grid("Orders | Shop") is None
    True
    """
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    ruled = [line for _, line in lines if is_rule(line)]
    barred = [line for _, line in lines if _BAR.search(line) and not is_rule(line)]
    enclosed = len(lines) > 1 and all(line.strip()[0] in "|+\u2502\u2503\u2551\u250c\u251c\u2514" for _, line in lines)
    if not barred or not (ruled or enclosed):
        return None
    rows: list[Row] = []
    left_out = []
    for number, line in lines:
        if is_rule(line):
            continue
        if _BAR.search(line):
            rows.append(row_of(number, cells_of(line)))
        elif not line.strip().startswith("```"):
            left_out.append(f"row {number}, “{excerpt(line, 40)}”, stands outside the table")
    return Grid(tuple(row for row in rows if row.cells), omissions=tuple(left_out))


def is_rule(line: str) -> bool:
    """Whether a line only draws: `|---|:-:|`, `+----+`, `=====`.

    >>> is_rule("|---|:--|"), is_rule("+-----+"), is_rule("- -"), is_rule("| - | a |")
    (True, True, False, False)
    """
    if not set(line) <= _DRAWN:
        return False
    return bool(_TWICE.search(line)) or (
        "|" in line and all(cell and set(cell) <= {":", "-"} for cell in cells_of(line))
    )


def cells_of(line: str) -> Sequence[str]:
    """The cells between the bars of a line.

    >>> cells_of("| a \\\\| b | [Orders](https://x.example) |")
    ['a | b', 'Orders']
    """
    inner = line.strip()
    inner = re.sub(r"\A[|\u2502\u2503\u2551]", "", inner)
    inner = re.sub(r"(?<!\\)[|\u2502\u2503\u2551]\Z", "", inner)
    return [plain(cell.strip().replace("\\|", "|")) for cell in _BAR.split(inner)]


def plain(cell: str) -> str:
    """A cell or line without the emphasis or link that it is as a whole.

    >>> plain("**Orders**"), plain("`orders-api`"), plain("a *b*")
    ('Orders', 'orders-api', 'a *b*')
    """
    for pattern in _WHOLE:
        if match := pattern.match(cell):
            return match["text"].strip()
    return cell
