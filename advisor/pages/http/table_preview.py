"""What a table of services was taken for, laid out for a page that asks about it before anything is made of it.

In: what a form says of a table's columns, and a table that was read. Out: the choice, and what templates lay out. A
choice holds for the text it was made for: where that was changed since, columns are looked at anew. Must not know:
requests, rows.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.text import Truncator

from advisor.assessments.actions.create import NewService
from advisor.assessments.actions.import_services import MOST_BYTES, Table, Wrong, decoded
from advisor.assessments.tables.columns import COLUMNS, Layout
from advisor.checklist.service import SERVICE_FIELDS
from advisor.checklist.text import folded
from advisor.pages.http.fields import text as text_of


@dataclass(frozen=True)
class ColumnChoice:
    """What somebody said the columns of a text are; nothing where they said nothing of this one."""

    first: bool | None = None
    """Whether its first row is one of headings."""
    columns: tuple[str, ...] = ()
    seen: bool = False
    """Whether they saw what its columns were taken for."""


def sent_table(post: Mapping[str, str], files: "MultiValueDict[str, UploadedFile[bytes]]", name: str) -> str | Wrong:
    """The text of a table, as it was written under this name, or else what a file holds: that is shown, and read, as if
    it had been pasted."""
    text, file = post.get(name, ""), files.get("file")
    if file is None or text.strip():
        return text
    held = decoded(file.read(MOST_BYTES + 1))
    blank = Wrong(1, "", "there is nothing in the file", "choose one with a service per row")
    return held if isinstance(held, Wrong) or held.strip() else blank


def column_choice(post: Mapping[str, str], text: str) -> ColumnChoice:
    if post.get("of") != digest_of(text):
        return ColumnChoice()
    first = {"1": True, "0": False}.get(post.get("first", ""))
    if post.get("first") != post.get("first-was"):
        return ColumnChoice(first)
    width = sum(key.startswith("column-") for key in post)
    return ColumnChoice(first, tuple(post.get(f"column-{at}", "") for at in range(width)), seen=True)


def digest_of(text: str) -> str:
    """Of which text it was; browsers send line breaks in more than one way."""
    lines = "\n".join(line.rstrip() for line in text.strip("\ufeff \t\r\n").splitlines())
    return hashlib.sha256(lines.encode(errors="replace")).hexdigest()[:16]


def preview_context(table: Table | None, text: str, teams: Sequence[str] = ()) -> dict[str, Any]:
    """Everything that the preview lays out. `teams` are those there are already."""
    return {
        "table": table,
        "rows": [(one, _more(one)) for one in table.services] if table else [],
        "columns": {name: headings[0] for name, headings in COLUMNS.items()},
        "of": digest_of(text),
        "layout": _layout(table.layout) if table and table.layout else None,
        "new_teams": _new_teams(table, teams) if table else [],
    }


def _layout(layout: Layout) -> dict[str, Any]:
    """The columns as the preview asks about them, and whether the first row names them."""
    return {
        "columns": [
            {
                "id": f"column-{at}",
                "title": Truncator(column.heading).chars(60) or f"Column {at + 1}",
                "sample": Truncator(column.sample).chars(60),
                "field": column.field,
            }
            for at, column in enumerate(layout.columns)
        ],
        "first": "0" if layout.headings is None else "1",
        "headings": layout.headings,
        "omissions": layout.omissions,
        "odd": layout.odd,
    }


def _more(service: NewService) -> list[str]:
    """What the table says of a service besides its name, team and kind, each with its column."""
    details = []
    for name, value in service.details.items():
        heading, form = COLUMNS[name][0], SERVICE_FIELDS[name].form
        if form == "milliseconds":
            details.append(f"{heading.removesuffix(' ms')} {text_of(value)} ms")
        elif form == "versions":
            details += [f"{key} {version}" for key, version in value.items()]
        else:
            details.append(f"{heading}: {Truncator(value).chars(80)}")
    return details


def _new_teams(table: Table, teams: Sequence[str]) -> list[str]:
    """Owning teams that the table names and that would be made with it."""
    there = set(map(folded, teams))
    named = {folded(one.team): one.team for one in reversed(table.services) if one.team}
    return [name for name in reversed(named.values()) if folded(name) not in there]
