"""The answers to requests for results, whatever they are results of: a page, a question, a file.

In: a request, a `Site` that whoever asks may read. Out: a response. Must not know: who may read what.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from advisor.checklist.answers import AnswersFile
from advisor.decisions.record_cache import alone, content_of, made_of, record_of
from advisor.decisions.record_source import RecordSource, answered, answers_of, today, whole
from advisor.decisions.tasks import UnfinishedError, one_step, turns
from advisor.pages.http.record_files import pdf_file, text_file, text_of
from advisor.pages.http.turns import is_htmx
from advisor.pages.http.way import of_several
from advisor.pages.result.platform import page_with, platform_content
from advisor.pages.result.service import service_page
from advisor.pages.result.what_if import WhatIf, WhatIfQuestion, what_if
from advisor.record.formats.files import TextFormat
from advisor.record.model.record import DecisionRecord


def _of_team(site: RecordSource, slug: str) -> tuple[AnswersFile, str]:
    """The answers about the services of this service's team, and the service's name. AccessDenied: no such service."""
    row = site.service_at(slug)
    file = site.read(row.team_slug)
    if file is None:  # removed since its name was read
        raise Http404("There is no such service here.")
    return file, row.name


def _alone(site: RecordSource, slug: str) -> AnswersFile:
    """The answers about one service."""
    file, name = _of_team(site, slug)
    return alone(file, next(one for one in file.services if one.name == name))


def one_record(site: RecordSource, slug: str) -> DecisionRecord:
    """The record of one service. UnfinishedError: ask again."""
    return record_of(site.checklist, _alone(site, slug), today())


def platform(request: HttpRequest, site: RecordSource) -> HttpResponse:
    """The platform's verdict: what to build on what, whether the teams can carry it, what to do next."""
    file = answers_of(site)
    if file is None:
        return render(request, "results/none.html", {"site": site, "hub": site.hub})
    whose = site.whose([one.id for one in site.services]) if of_several(request) else ""
    return page_with(platform_content(site, file, today()), request, whose)


def platform_text(site: RecordSource, form: TextFormat) -> HttpResponseBase:
    """The platform's draft as text."""
    file = answers_of(site)
    return redirect(site.platform) if file is None else _text(site, file, form)


def _text(site: RecordSource, file: AnswersFile, form: TextFormat) -> HttpResponse:
    return text_file(made_of(site.checklist, file, today(), form.name, lambda record: text_of(record, form)))


def platform_drawn(request: HttpRequest, site: RecordSource) -> HttpResponseBase:
    """Starts the drawing of the platform's PDF."""
    try:
        record = whole(site) if request.method == "POST" else None
    except UnfinishedError:  # its page works the rest out, and then has the button again
        record = None
    if record is None:
        return redirect(site.platform)
    return pdf_file(request, record, scope_id=site.scope_id, back=site.platform, files=site.files())


def service(request: HttpRequest, site: RecordSource, slug: str) -> HttpResponse:
    """One service's verdict with its reasons, what would flip it, and what to do next."""
    record = one_record(site, slug)
    context = service_page(site, slug, record)
    context["unseen"] = "" if answered(record.answers) else site.nothing()
    context["whose"] = site.whose([site.service_at(slug).id]) if of_several(request) else ""
    return render(request, "results/service.html", context)


def service_text(site: RecordSource, slug: str, form: TextFormat) -> HttpResponse:
    """One service's draft as text."""
    return _text(site, _alone(site, slug), form)


def service_drawn(request: HttpRequest, site: RecordSource, slug: str) -> HttpResponseBase:
    """Starts the drawing of one service's PDF."""
    site.service_at(slug)
    if request.method != "POST":
        return redirect(site.service(slug))
    back = site.service(slug)
    try:
        record = one_record(site, slug)
    except UnfinishedError:  # its page works the rest out, and then has the button again
        return redirect(back)
    return pdf_file(request, record, scope_id=site.scope_id, back=back, files=site.files(slug))


def service_what_if(request: HttpRequest, site: RecordSource, slug: str) -> HttpResponse:
    """What would come of other answers about this service and its team; nothing is saved."""
    file, name = _of_team(site, slug)
    asked = WhatIfQuestion(site.checklist, file, name, today())
    outcome = _worked_out(asked, site.at("service-what-if", slug), request)
    back = site.service(slug)
    return _what_if(request, {"what_if": outcome, "trail": [*site.trail, (back, name)], "back": back, "about": name})


def team_what_if(request: HttpRequest, site: RecordSource, slug: str) -> HttpResponse:
    """What would come of another scorecard, or of more raw owners; nothing is saved."""
    file = site.read(slug)
    if file is None:  # a team without a service decides nothing
        raise Http404("There is no such team here.")
    outcome = _worked_out(WhatIfQuestion(site.checklist, file, "", today()), site.at("team-what-if", slug), request)
    context = {"what_if": outcome, "trail": site.trail, "back": site.platform, "about": file.teams[0].name}
    return _what_if(request, context)


def _worked_out(asked: WhatIfQuestion, address: str, request: HttpRequest) -> WhatIf:
    """What comes of what was chosen. UnfinishedError: ask again."""
    given, content = request.GET.dict(), content_of(asked.file)
    key = ("what-if", asked.checklist.digest, content.digest, asked.service, asked.as_of, address, *given.items())
    return turns.result(key, lambda: one_step(lambda: what_if(asked, address, given), content.size))


def _what_if(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The form with what comes of it; with htmx the outcome alone."""
    template = "results/_what_if_outcome.html" if is_htmx(request) else "results/what_if.html"
    return render(request, template, context)
