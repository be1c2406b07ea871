"""`/a/<id>/import/`: services from a file or a pasted table; first a preview, and only then the import.

The preview says what each column was taken for and takes another choice (`pages/http/table_preview.py`).
"""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from advisor.assessments.access import Opened
from advisor.assessments.actions.create import (
    NameTakenError,
    TooManyError,
    add_services,
    added_before,
)
from advisor.assessments.actions.import_services import Table, Wrong, read_table
from advisor.assessments.checklists import at_digest
from advisor.assessments.models import OwningTeam, Service
from advisor.pages.http.access import assessment_view
from advisor.pages.http.form_token import form_token
from advisor.pages.http.table_preview import ColumnChoice, column_choice, preview_context, sent_table
from advisor.quotas.clients import client_of
from advisor.quotas.counts import spend
from advisor.sharing.policy import FORM


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
        return Table(problems=[Wrong(1, "", str(error).rstrip("."), "change the table, then preview it again")])
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
        sent = sent_table(request.POST, request.FILES, "text")
        text = sent if isinstance(sent, str) else ""
        table = _read(opened, sent, column_choice(request.POST, text))
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
        "problems": [{"anchor": "id_text", "text": one.text} for one in table.problems] if table else [],
        "text": text,
        **preview_context(table, text, _team_names(opened)),
    }
    return render(request, "assessments/import.html", context, status=422 if table and table.problems else 200)


def _team_names(opened: Opened) -> list[str]:
    return list(OwningTeam.objects.filter(assessment_id=opened.assessment.id).values_list("name", flat=True))
