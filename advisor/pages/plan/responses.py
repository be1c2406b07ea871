"""What the page of a plan shows, and its files, whatever it is a plan of.

In: a request, a `Site` that whoever asks may read. Out: a response. Must not know: who may read what. Every word is the
record's. UnfinishedError: the record is not worked out yet.
"""

from collections.abc import Sequence
from http import HTTPStatus

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render

from advisor.decisions.record_source import RecordSource, whole
from advisor.decisions.tasks import UnfinishedError
from advisor.pages.http.record_files import Text, text_file
from advisor.publish.interviews import interviews_name, request_interviews
from advisor.publish.links import Ticket, waiting_path
from advisor.quotas.clients import client_of
from advisor.record.formats.as_csv import csv_of
from advisor.record.formats.file_name import slug
from advisor.record.model.record import DecisionRecord
from advisor.sharing.access import person_id, visitor_of


def plan(
    request: HttpRequest,
    site: RecordSource,
    edit: str = "",
    dates: str = "",
    unfinished: Sequence[tuple[str, str]] = (),
) -> HttpResponseBase:
    """Next steps in their order, then people; `edit` is where names and days are set, empty for whoever only reads;
    `dates` is their calendar file; `unfinished` says what steps lack, each with its field in the form."""
    record = whole(site)
    if record is None:
        return redirect(site.platform)
    context = {
        "record": record,
        "plan": record.hiring,
        "platform": record.platform,
        "trail": site.trail if site.up else (),  # of an assessment it is a tab
        "edit": edit,
        "unfinished": unfinished if edit else (),
        "kit": _kit(site, record),
        "dates": dates if any(step.by for step in record.platform.steps) or record.platform.further else "",
        "csv": site.at("plan-csv"),
        "interviews": site.at("interviews-pdf"),
    }
    return render(request, "plan/plan.html", context)


def _kit(site: RecordSource, record: DecisionRecord) -> str:
    """Where the kit of the service to prototype is; empty where there is none, or for whoever may not change it."""
    about = next((step.about for step in record.platform.steps if step.key == "prototype"), "")
    return next((site.kit(one.slug) for one in site.services if one.name == about), "")


def steps_csv(site: RecordSource) -> HttpResponseBase:
    """The next steps for a spreadsheet."""
    record = whole(site)
    if record is None:
        return redirect(site.platform)
    name = f"{slug(record.title, 'platform')}-next-steps.csv"
    return text_file(Text(name, csv_of(record), "text/csv; charset=utf-8"))


def interviews_drawn(request: HttpRequest, site: RecordSource) -> HttpResponseBase:
    """Starts the drawing of the interviews, and goes on to the page that waits for them."""
    back = site.at("plan")
    try:
        record = whole(site) if request.method == "POST" else None
    except UnfinishedError:  # the page works the rest out, and then has the button again
        record = None
    if record is None:
        return redirect(back)
    key, name = request_interviews(record=record, client=client_of(request)), interviews_name(record)
    mine = person_id(visitor_of(request))
    ticket = Ticket(scope_id=site.scope_id, key=key, name=name, back=back, person_id=mine)
    return HttpResponseRedirect(waiting_path(ticket), status=HTTPStatus.SEE_OTHER)
