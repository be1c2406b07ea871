"""The files of a result: Markdown, JSON and YAML at once, the PDF by way of the page that waits for it."""

from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import content_disposition_header

from advisor.checklist.writing import write_answers
from advisor.decisions.record_source import Files
from advisor.publish.documents import file_name
from advisor.publish.links import Ticket, waiting_path
from advisor.publish.queue import request_rendering
from advisor.quotas.clients import client_of
from advisor.record.formats.markdown.record import markdown
from advisor.record.model.record import DecisionRecord
from advisor.sharing.access import person_id, visitor_of

TYPES = {
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
    "yaml": "application/yaml; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Text:
    """A file of text."""

    name: str
    content: str


def text_of(record: DecisionRecord, ending: str) -> Text:
    """The record as Markdown or JSON, or its answers as YAML."""
    if ending == "yaml":
        content = write_answers(record.answers)
    else:
        content = markdown(record) if ending == "md" else record.json_text
    return Text(file_name(record, ending), content)


def text_file(text: Text, ending: str) -> HttpResponse:
    """Hands it out."""
    response = HttpResponse(text.content, content_type=TYPES[ending])
    response["Content-Disposition"] = content_disposition_header(True, text.name)
    return response


def pdf_file(
    request: HttpRequest, record: DecisionRecord, *, scope_id: int | None, back: str, files: Files
) -> HttpResponse:
    """Starts the drawing and goes on to the page that waits for it, and opens for whoever asked alone;
    `?variant=page`: of the first page alone."""
    variant = "page" if request.GET.get("variant") == "page" else "pdf"
    ticket = Ticket(
        scope_id=scope_id,
        key=request_rendering(record=record, variant=variant, client=client_of(request)),
        name=file_name(record, "page.pdf" if variant == "page" else "pdf"),
        back=back,
        others=(("Markdown", files.markdown), ("JSON", files.json)),
        person_id=person_id(visitor_of(request)),
    )
    return HttpResponseRedirect(waiting_path(ticket), status=HTTPStatus.SEE_OTHER)
