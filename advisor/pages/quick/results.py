"""What comes of it: the result, its files, and starting over."""

from datetime import date
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from advisor.assessments.services import mark_opened, start_over
from advisor.checklist.writing import write_answers
from advisor.pages.picture import bar
from advisor.pages.questionnaire.so_far import so_far
from advisor.pages.quick.sitting import sitting_of
from advisor.pages.quick.views import private
from advisor.publish.documents import file_name, lacking_characters
from advisor.publish.links import Ticket, waiting_path
from advisor.publish.services import request_rendering
from advisor.record.as_json import json_text
from advisor.record.as_markdown import markdown
from advisor.sharing.access import visitor_of
from advisor.sharing.policy import own_only

FILES = {
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
    "yaml": "application/yaml; charset=utf-8",
}


def today() -> date:
    """The date a draft takes: that of its download."""
    return timezone.now().date()


@own_only
@private
@require_safe
def result(request: HttpRequest) -> HttpResponse:
    """The verdict with its reasons, what would flip it, and what to do next."""
    sitting = sitting_of(visitor_of(request))
    if sitting.place is None:
        return render(request, "quick/no_result.html", {"sitting": sitting})
    mark_opened(assessment=sitting.service.assessment, today=today())
    record = sitting.record(today())
    service = record.services[0]
    context = {
        "sitting": sitting,
        "record": record,
        "service": service,
        "told": service.recommendation,
        "so_far": so_far(sitting),
        "bars": [bar(line) for line in service.supports],
        "lacking": lacking_characters(record),
        "guidance": [g for g in sitting.checklist.guidance if g.where in (service.recommendation.verdict, "result")],
    }
    return render(request, "quick/result.html", context)


@own_only
@private
@require_safe
def download(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The result as Markdown or JSON, or the answers as YAML."""
    sitting = sitting_of(visitor_of(request))
    if sitting.place is None:
        return redirect("quick-result")
    record = sitting.record(today())
    if ending == "yaml":
        text = write_answers(record.answers)
    else:
        text = markdown(record) if ending == "md" else json_text(record.json)
    response = HttpResponse(text, content_type=FILES[ending])
    response["Content-Disposition"] = f'attachment; filename="{file_name(record, ending)}"'
    return response


@own_only
@private
@require_http_methods(["GET", "HEAD", "POST"])
def pdf(request: HttpRequest) -> HttpResponseBase:
    """Starts the drawing of the PDF and goes on to the page that waits for it."""
    sitting = sitting_of(visitor_of(request))
    if request.method != "POST" or sitting.place is None:
        return redirect("quick-result")
    record = sitting.record(today())
    ticket = Ticket(
        scope_id=sitting.place.scope_id,
        key=request_rendering(record=record),
        name=file_name(record, "pdf"),
        back=reverse("quick-result"),
        others=(("Markdown", reverse("quick-markdown")), ("JSON", reverse("quick-json"))),
    )
    return HttpResponseRedirect(waiting_path(ticket), status=HTTPStatus.SEE_OTHER)


@own_only
@private
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest) -> HttpResponseBase:
    """Asks once whether to delete the answers and start over; then does."""
    visitor = visitor_of(request)
    sitting = sitting_of(visitor)
    if request.method != "POST":
        return render(request, "quick/start_over.html", {"sitting": sitting})
    if visitor is not None:
        start_over(visitor=visitor, public_id=request.POST.get("assessment", ""))
    return redirect("quick")
