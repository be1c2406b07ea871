"""`/a/<id>/import/`: services from a CSV file or a pasted table; first a preview, and only then the import."""

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
    folded,
)
from advisor.assessments.actions.import_services import COLUMNS, MOST_BYTES, Table, Wrong, decoded, read_table
from advisor.assessments.checklists import at_digest
from advisor.assessments.models import OwningTeam, Service
from advisor.checklist.answers import SERVICE_FIELDS
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


def _read(opened: Opened, sent: str | Wrong) -> Table:
    if isinstance(sent, Wrong):
        return Table(problems=[sent])
    present = Service.objects.filter(assessment_id=opened.assessment.id).values_list("name", flat=True)
    return read_table(sent, at_digest(opened.assessment.checklist.digest), present=set(present))


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
        table, text = _read(opened, sent), sent if isinstance(sent, str) else ""
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
        "rows": [(one, _more(one)) for one in table.services] if table else [],
        "columns": [headings[0] for headings in COLUMNS.values()],
        "text": text,
        "new_teams": _new_teams(opened, table) if table else [],
    }
    return render(request, "assessments/import.html", context, status=422 if table and table.problems else 200)


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
