"""`/a/<id>/import/`: services from a file or a pasted table; first a preview, and only then the import.

The preview says what each column was taken for and takes another choice. A choice holds for the text it was made for:
where that was changed since, columns are looked at anew.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import Truncator

from advisor.assessments.access import Opened
from advisor.assessments.actions.create import (
    NameTakenError,
    NewService,
    TooManyError,
    add_services,
    added_before,
)
from advisor.assessments.actions.import_services import MOST_BYTES, Table, Wrong, decoded, read_table
from advisor.assessments.checklists import at_digest
from advisor.assessments.models import OwningTeam, Service
from advisor.assessments.tables.columns import COLUMNS, Layout
from advisor.checklist.service import SERVICE_FIELDS
from advisor.checklist.text import folded
from advisor.pages.http.access import assessment_view
from advisor.pages.http.fields import text as text_of
from advisor.pages.http.form_token import form_token
from advisor.quotas.clients import client_of
from advisor.quotas.counts import spend
from advisor.sharing.policy import FORM


def _sent(request: HttpRequest) -> str | Wrong:
    """What was pasted, or else what was uploaded."""
    file = request.FILES.get("file")
    if file is not None and not request.POST.get("text", "").strip():
        return decoded(file.read(MOST_BYTES + 1))
    return request.POST.get("text", "")


@dataclass(frozen=True)
class ColumnChoice:
    """What somebody said the columns of a text are; nothing where they said nothing of this one."""

    first: bool | None = None
    """Whether its first row is one of headings."""
    columns: tuple[str, ...] = ()


def _choice(request: HttpRequest, text: str) -> ColumnChoice:
    post = request.POST
    if post.get("of") != _digest(text):
        return ColumnChoice()
    first = {"1": True, "0": False}.get(post.get("first", ""))
    if post.get("first") != post.get("first-was"):
        return ColumnChoice(first)
    width = sum(key.startswith("column-") for key in post)
    return ColumnChoice(first, tuple(post.get(f"column-{at}", "") for at in range(width)))


def _digest(text: str) -> str:
    """Of which text it was; browsers send line breaks in more than one way."""
    lines = "\n".join(line.rstrip() for line in text.strip("\ufeff \t\r\n").splitlines())
    return hashlib.sha256(lines.encode(errors="replace")).hexdigest()[:16]


def _read(opened: Opened, sent: str | Wrong, choice: ColumnChoice) -> Table:
    if isinstance(sent, Wrong):
        return Table(problems=[sent])
    present = Service.objects.filter(assessment_id=opened.assessment.id).values_list("name", flat=True)
    checklist = at_digest(opened.assessment.checklist.digest)
    return read_table(sent, checklist, present=set(present), first=choice.first, chosen=choice.columns)


def _imported(opened: Opened, table: Table, token: str) -> Table:
    """Makes the services of a table without a problem; what then came in between is a problem of its own."""
    try:
        add_services(assessment=opened.assessment, visitor=opened.visitor, services=table.services, token=token)
    except (NameTakenError, TooManyError) as error:
        return Table(problems=[Wrong(1, "", str(error).rstrip("."), "change the table, then look at it again")])
    return table


@assessment_view("edit", FORM)
def upload(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """GET: where to paste or choose a file. POST: the preview, or every problem; with `go`, the import."""
    token = form_token(request)
    hub = reverse("assessment-hub", args=[opened.assessment.public_id])
    table, text = None, ""
    if request.method == "POST":
        if added_before(assessment=opened.assessment, visitor=opened.visitor, token=token):
            return redirect(hub)
        sent = _sent(request)
        text = sent if isinstance(sent, str) else ""
        table = _read(opened, sent, _choice(request, text))
        if "change" in request.POST:
            table = None
        elif "go" in request.POST and not table.problems:
            spend(client_of(request), imports=1, services=len(table.services))
            table = _imported(opened, table, token)
            if not table.problems:
                return redirect(f"{hub}?added={len(table.services)}#services")
    context = {
        "opened": opened,
        "assessment": opened.assessment,
        "checklist": at_digest(opened.assessment.checklist.digest),
        "token": token,
        "table": table,
        "problems": [{"anchor": "id_text", "text": one.text} for one in table.problems] if table else [],
        "rows": [(one, _more(one)) for one in table.services] if table else [],
        "columns": {name: headings[0] for name, headings in COLUMNS.items()},
        "text": text,
        "of": _digest(text),
        "layout": _shown_layout(table.layout) if table and table.layout else None,
        "new_teams": _new_teams(opened, table) if table else [],
    }
    return render(request, "assessments/import.html", context, status=422 if table and table.problems else 200)


def _shown_layout(layout: Layout) -> dict[str, Any]:
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
        "left_out": layout.left_out,
        "odd": layout.odd,
    }


def _more(service: NewService) -> list[str]:
    """What the table says of a service besides its name, team and kind, each with its column."""
    told = []
    for name, value in service.details.items():
        heading, form = COLUMNS[name][0], SERVICE_FIELDS[name].form
        if form == "milliseconds":
            told.append(f"{heading.removesuffix(' ms')} {text_of(value)} ms")
        elif form == "versions":
            told += [f"{key} {version}" for key, version in value.items()]
        else:
            told.append(f"{heading}: {Truncator(value).chars(80)}")
    return told


def _new_teams(opened: Opened, table: Table) -> list[str]:
    """Owning teams that the table names and that would be made with it."""
    rows = OwningTeam.objects.filter(assessment_id=opened.assessment.id)
    there = {folded(name) for name in rows.values_list("name", flat=True)}
    named = {folded(one.team): one.team for one in reversed(table.services) if one.team}
    return [name for name in reversed(named.values()) if folded(name) not in there]
