"""The files of a result: text at once, a PDF by way of the page that waits for it."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.http import content_disposition_header

from advisor.decisions.record_source import Files
from advisor.publish.documents import file_name
from advisor.publish.links import Ticket, waiting_path
from advisor.publish.pdfs import PDFS, WHOLE
from advisor.publish.queue import request_rendering
from advisor.quotas.clients import client_of
from advisor.record.formats.files import TEXTS, TextFormat
from advisor.record.model.record import DecisionRecord
from advisor.sharing.access import person_id, visitor_of


def text_paths(route: str, view: Callable[..., HttpResponseBase], name: str) -> list[URLPattern]:
    """An address for each format of text, which it gives to the view as `form`."""
    texts = [one for one in TEXTS.values() if not one.variant_of]
    return [path(f"{route}.{one.ending}", view, {"form": one}, name=f"{name}-{one.name}") for one in texts]


@dataclass(frozen=True, slots=True)
class Text:
    """A file of text."""

    name: str
    content: str
    media_type: str


def text_of(record: DecisionRecord, form: TextFormat) -> Text:
    """The record in one of its formats."""
    return Text(file_name(record, form.ending), form.write(record), form.media_type)


def text_file(text: Text) -> HttpResponse:
    """Hands it out."""
    response = HttpResponse(text.content, content_type=text.media_type)
    response["Content-Disposition"] = content_disposition_header(True, text.name)
    return response


def pdf_file(
    request: HttpRequest, record: DecisionRecord, *, scope_id: int | None, back: str, files: Files
) -> HttpResponse:
    """Starts the drawing and goes on to the page that waits for it, and opens for whoever asked alone;
    `?variant=page`: of the first page alone."""
    form = PDFS.get(request.GET.get("variant", ""), WHOLE)
    form = WHOLE if form.signed_only else form
    ticket = Ticket(
        scope_id=scope_id,
        key=request_rendering(record=record, form=form, client=client_of(request)),
        name=file_name(record, form.ending),
        back=back,
        others=files.others,
        person_id=person_id(visitor_of(request)),
    )
    return HttpResponseRedirect(waiting_path(ticket), status=HTTPStatus.SEE_OTHER)
