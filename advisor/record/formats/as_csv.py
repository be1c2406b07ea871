"""Next steps as CSV for a spreadsheet: what, why, for which services, who, by when.

In: a `DecisionRecord`. Out: one text. A cell that a spreadsheet would take for a formula begins with an apostrophe.
Must not know: Django, files.
"""

import csv
import io
from collections.abc import Callable, Iterable

from advisor.checklist.decision import Action
from advisor.record.model.entries import StepLine
from advisor.record.model.record import DecisionRecord
from advisor.record.sanitize import line

COLUMNS: tuple[tuple[str, Callable[[StepLine], str], Callable[[Action], str]], ...] = (
    ("What", lambda step: step.title, lambda added: added.what),
    ("Why", lambda step: step.paragraph, lambda added: "Added by the team."),
    ("Services", lambda step: ", ".join(step.services), lambda added: added.service or ""),
    ("Owner", lambda step: step.owner, lambda added: added.owner),
    ("By", lambda step: step.by.isoformat() if step.by else "", lambda added: added.by.isoformat()),
)
"""Beside its number: the heading, and what stands there for a step and for what was agreed besides."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What makes some spreadsheet calculate, also in its full width."""


def csv_of(record: DecisionRecord) -> str:
    """The steps in their order, then what was agreed besides; an empty owner is nobody yet.

    It begins with a byte order mark, without which some spreadsheets take it for another encoding."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("Number", *(heading for heading, _, _ in COLUMNS)))
    rows = [[of_step(one) for _, of_step, _ in COLUMNS] for one in record.platform.steps]
    rows += [[of_added(one) for _, _, of_added in COLUMNS] for one in record.platform.further]
    writer.writerows((str(number), *safe(row)) for number, row in enumerate(rows, start=1))
    return "\ufeff" + out.getvalue()


def safe(cells: Iterable[str]) -> list[str]:
    """Cells as text that nothing calculates with, also after a space in front.

    >>> safe(["=1+1", " @SUM(A1)", "-5", "a-b", "2026-11-23"])
    ["'=1+1", "'@SUM(A1)", "'-5", 'a-b', '2026-11-23']
    """
    plain = [line(cell).strip() for cell in cells]
    return [f"'{cell}" if cell.startswith(FORMULA) else cell for cell in plain]
