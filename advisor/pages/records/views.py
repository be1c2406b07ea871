"""`/r/<id>/`: what was signed off, as it was. Each view: who may → selector or service → response."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from advisor.decisions.files import current_status, drawing_key, pdf_of, request_file, text_of
from advisor.decisions.keys import public_keys
from advisor.decisions.models import Erasure
from advisor.decisions.selectors import OpenedRecord, erasure_at
from advisor.pages.http.access import opened_record, record_view
from advisor.pages.records.record_page import files_of, record_context
from advisor.publish.examining import reading_of
from advisor.publish.links import Ticket
from advisor.publish.models import Rendering
from advisor.publish.pdfs import PDFS, WHOLE, PdfFormat
from advisor.publish.protocol import packed_job
from advisor.publish.queue import queue_job
from advisor.publish.spool import store
from advisor.publish.views import WaitingWords, bytes_file, ready_report, waiting_page
from advisor.quotas.clients import client_of
from advisor.quotas.counts import spend
from advisor.record.formats.file_name import record_name
from advisor.record.formats.files import TEXTS, Format, TextFormat
from advisor.sharing.access import visitor_of
from advisor.sharing.members import note_seen
from advisor.sharing.policy import FORM, by_role
from advisor.sharing.roles import Role

VERIFYING = WaitingWords("Verifying the record", "Computing its verdicts again …", "The record could not be verified")


def _record_or_erasure(request: HttpRequest, role: Role, address: dict[str, Any]) -> OpenedRecord | Erasure:
    erasure = erasure_at(visitor_of(request), address["public_id"])
    if erasure is None:
        return opened_record(request, role, address)
    del address["public_id"]
    return erasure


@by_role("view", _record_or_erasure)
def record(request: HttpRequest, opened: OpenedRecord | Erasure) -> HttpResponse:
    """The record with its status, what was said, what it supersedes, and its files; of an erased one, that it was."""
    if isinstance(opened, Erasure):
        return render(request, "records/erased.html", {"stone": opened, "trail": [(reverse("my"), "My assessments")]})
    note_seen(scope_id=opened.record.scope_id, visitor=opened.visitor, today=timezone.localdate())
    return render(request, "records/record.html", record_context(opened))


@record_view("view", FORM)
def check(request: HttpRequest, opened: OpenedRecord) -> HttpResponseBase:
    """Has a render process compute digest and verdicts anew from what was frozen, and says what came of it."""
    key, content = drawing_key(opened.record, "verified"), opened.record.content
    if request.method == "POST":
        named = opened.record.checklist
        client = client_of(request)
        spend(client, renders=1)
        upload, (path,) = store([content.encode()])
        reading = reading_of([(opened.record.reference, path)], {named.digest: named.content}, (), public_keys())
        Rendering.objects.filter(key=key).delete()  # asked for now, it is computed now
        queue_job(key=key, job=lambda: packed_job(reading), client=client, upload=upload)
        return redirect("record-verify", opened.record.public_id)
    report = ready_report(request, key)
    if report is None:
        back = reverse("record", args=[opened.record.public_id])
        return waiting_page(request, Ticket(scope_id=None, key=key, name="", back=back), work=VERIFYING)
    return render(request, "records/record.html", record_context(opened) | {"verified": report.files[0]})


@record_view("view")
def text(request: HttpRequest, opened: OpenedRecord, form: TextFormat) -> HttpResponseBase:
    """The frozen text, or with `?variant=` another format that is made of it."""
    record, variant = opened.record, TEXTS.get(request.GET.get("variant", ""), form)
    form = variant if variant.variant_of == form.name else form
    content = text_of(record, form, current_status(record, opened.events))
    if content is None:
        raise Http404("It was signed off before there was this format.")
    return bytes_file(request, content.encode(), _name(opened, form), form.media_type)


def _name(opened: OpenedRecord, form: Format) -> str:
    return record_name(opened.record.number, opened.record.title, form.ending)


def _pdf_format(request: HttpRequest) -> PdfFormat:
    """Which PDF is asked for; 404 for one that there is not."""
    form = PDFS.get(request.GET.get("variant", WHOLE.name))
    if form is None:
        raise Http404("There is no such variant.")
    return form


@record_view("view")
def pdf(request: HttpRequest, opened: OpenedRecord) -> HttpResponseBase:
    """The PDF as it was first handed out, or with the status of today; while it is not there, the page that waits."""
    record, form = opened.record, _pdf_format(request)
    current = current_status(record, opened.events)
    content = pdf_of(record, form, current)
    if content is None:
        request_file(record=record, form=form, current=current, client=client_of(request))
        return redirect(f"{reverse('record-waiting', args=[record.public_id])}?variant={form.name}")
    return bytes_file(request, content, _name(opened, form))


@record_view("view", FORM)
def waiting(request: HttpRequest, opened: OpenedRecord) -> HttpResponseBase:
    """Says how far the PDF is and leads to it; POST has it drawn, or tries again."""
    record, form = opened.record, _pdf_format(request)
    current = current_status(record, opened.events)
    if request.method == "POST":
        request_file(record=record, form=form, current=current, client=client_of(request))
        return redirect(request.get_full_path())
    ticket = Ticket(
        scope_id=None,
        key=drawing_key(record, form.name, current),
        name=_name(opened, form),
        back=reverse("record", args=[record.public_id]),
        others=files_of(record).others,
    )
    return waiting_page(request, ticket, file=f"{reverse('record-pdf', args=[record.public_id])}?variant={form.name}")
