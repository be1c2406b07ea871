"""A service's prototype kit: the zip made for it, and the results file it is given back.

In: a request, the site of the results, an opened assessment. Out: a response. Must not know: what is in a kit, what
figures mean.
"""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header

from advisor.assessments.access import Opened, service_at
from advisor.assessments.actions.benchmarks import TooManyBenchmarksError, add_measurement, remove_measurement
from advisor.assessments.checklists import kit_root, kits_of
from advisor.checklist.model import Checklist
from advisor.decisions.record_source import RecordSource
from advisor.kit.archive import kit_digest, kit_zip
from advisor.kit.folder import kit_for
from advisor.kit.order import DEFAULT_RATE, MOST_RATE, order_of
from advisor.kit.results import MOST_BYTES, ResultsError, read_results
from advisor.pages.http.fields import WholeNumberField
from advisor.pages.result.responses import one_record
from advisor.quotas.clients import client_of
from advisor.quotas.counts import spend
from advisor.record.formats.file_name import slug as file_slug
from advisor.record.model.measurements import RULE

RATE = f"Write a whole number of requests per second, from 1 to {MOST_RATE:,}."


class KitForm(forms.Form):
    """What the kit is made for, beside what is known of the service."""

    kit = forms.ChoiceField(label="What does the service do?")
    rate = WholeNumberField("Requests a second", RATE, least=1, most=MOST_RATE, initial=DEFAULT_RATE)

    def __init__(self, checklist: Checklist, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = {one.id: one.title for one in checklist.next_steps.components}
        there, field = kits_of(checklist), self.fields["kit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one, titles[one]) for one in there]
        field.initial = kit_for(kit_root(checklist), checklist, kind)
        field.error_messages["invalid_choice"] = "Choose one of the kits listed."
        self.fields["rate"].error_messages["required"] = RATE


def kit_page(request: HttpRequest, opened: Opened, site: RecordSource, slug: str) -> HttpResponseBase:
    """GET: the kit and what was measured. POST: takes a results file, or says what is wrong with it."""
    if not kits_of(site.checklist):
        raise Http404("This checklist has no kits.")
    problem = ""
    if request.method == "POST":
        problem = _taken(request, opened, site, slug)
        if not problem:
            return redirect(site.service(slug) + "#measured")
    return _page(request, opened, site, slug, problem=problem)


def kit_file(request: HttpRequest, site: RecordSource, slug: str) -> HttpResponseBase:
    """The zip; a rate or a kit that is none leads back to the page."""
    record = one_record(site, slug)
    service = record.services[0]
    form = KitForm(site.checklist, service.service.kind or "", request.GET)
    if not form.is_valid():
        return redirect(site.kit(slug) + f"?{request.GET.urlencode()}")
    order = order_of(record, service, form.cleaned_data["kit"], form.cleaned_data["rate"])
    data = kit_zip(kit_root(site.checklist), site.checklist, order)
    response = HttpResponse(data, content_type="application/zip")
    name = f"{file_slug(service.name, 'service')}-kit.zip"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def measurement_removed(request: HttpRequest, opened: Opened, site: RecordSource, slug: str) -> HttpResponseBase:
    remove_measurement(opened=opened, service=service_at(opened, slug), digest=request.POST.get("digest", ""))
    return redirect(site.kit(slug) + "#there")


def _taken(request: HttpRequest, opened: Opened, site: RecordSource, slug: str) -> str:
    """Keeps the results that were sent; else what is wrong with them."""
    row, file = service_at(opened, slug), request.FILES.get("results")
    data = file.read(MOST_BYTES + 1) if file is not None else request.POST.get("text", "").encode(errors="replace")
    if not data.strip():
        return "Choose the results.json that the kit wrote, or paste its text."
    spend(client_of(request), uploads=1)
    root = kit_root(site.checklist)
    digests = {one: kit_digest(root, one) for one in kits_of(site.checklist)}
    try:
        measurement = read_results(data, digests=digests, service=row.name, today=timezone.localdate())
        add_measurement(opened=opened, service=row, measurement=measurement)
    except (ResultsError, TooManyBenchmarksError) as error:
        return str(error)
    return ""


def _page(request: HttpRequest, opened: Opened, site: RecordSource, slug: str, *, problem: str) -> HttpResponse:
    row, service = service_at(opened, slug), one_record(site, slug).services[0]
    given = request.GET if {"kit", "rate"} & set(request.GET) else None
    form = KitForm(site.checklist, row.kind, given)
    context = {
        "form": form,
        "problem": problem,
        "text": request.POST.get("text", ""),
        "service": service,
        "zip": site.at("service-kit-zip", slug),
        "remove": site.at("service-kit-remove", slug),
        "details": site.at("service-edit", slug),
        "rule": RULE,
        "trail": [*site.trail, (site.service(slug), service.name)],
        "back": site.service(slug),
        "public_id": opened.assessment.public_id,
        "slug": slug,
    }
    return render(request, "results/kit.html", context, status=422 if problem or form.errors else 200)
