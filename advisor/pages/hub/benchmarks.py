"""`/a/<id>/edit/services/<slug>/benchmarks/`: results of measurements, written down by hand. Each view: who may →
selector or service → render."""

import json
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from pydantic import ValidationError

from advisor.assessments import addresses
from advisor.assessments.access import Opened, service_at
from advisor.assessments.actions.benchmarks import TooManyBenchmarksError, add_benchmark, remove_benchmark
from advisor.assessments.checklists import at_digest
from advisor.assessments.models import Service
from advisor.checklist.model import Checklist
from advisor.checklist.service import Benchmark
from advisor.checklist.text import tidied
from advisor.pages.http.access import assessment_view
from advisor.pages.http.fields import VERSION, MillisecondsField, WholeNumberField, version_fields
from advisor.record.build.evidence import INCLUDED, benchmark_line
from advisor.record.model.vocabulary import Vocabulary
from advisor.sharing.access import AccessDenied
from advisor.sharing.policy import FORM, POST

ROUTES = "Write a whole number of routes, from 1 on."
URL = "Write the full address, beginning with https:// or http://."


class BenchmarkForm(forms.Form):
    """One result, as whoever measured it says."""

    variant = forms.ChoiceField(
        label="What was measured?",
        error_messages={"required": "Choose what was measured.", "invalid_choice": "Choose one of the two."},
    )
    p99_ms = MillisecondsField("p99, in milliseconds", "99 of 100 requests were faster than this.", least=0.000001)
    includes = forms.MultipleChoiceField(
        label="What every request went through",
        help_text="Without any of these the figure says little about the real service.",
        required=False,
        choices=[(key, words[0].upper() + words[1:]) for key, words in INCLUDED.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    routes = WholeNumberField("How many routes?", ROUTES, least=1, most=1_000_000, initial=1)
    on = forms.DateField(
        label="When?",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": "Write the day as 2026-11-01, or leave it empty."},
    )
    url = forms.CharField(
        label="Where is the report?",
        required=False,
        max_length=2_000,
        empty_value="",
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://"}),
    )

    def __init__(self, checklist: Checklist, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        variant, p99 = self.fields["variant"], self.fields["p99_ms"]
        assert isinstance(variant, forms.ChoiceField)
        words = Vocabulary(checklist)
        variant.choices = [("", "Choose"), ("raw", words.raw), ("framework", words.framework)]
        p99.required = True
        p99.error_messages["required"] = "Write a number of milliseconds, such as 9 or 11.5."
        self.fields["routes"].error_messages["required"] = ROUTES
        self.fields |= version_fields(checklist)

    def clean_url(self) -> str:
        return "".join(tidied(str(self.cleaned_data["url"])).split())

    @property
    def version_fields(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name.startswith(VERSION)]

    def benchmark(self) -> Benchmark | None:
        """What was written; None where an address is none, which is then said at its field."""
        given = dict(self.cleaned_data)
        versions = {name.removeprefix(VERSION): given.pop(name) for name in self.fields if name.startswith(VERSION)}
        values = {key: value for key, value in given.items() if value not in ("", None)}
        values |= {"versions": {key: text for key, text in versions.items() if text}}
        try:
            return Benchmark.model_validate(values)
        except ValidationError:
            self.add_error("url", URL)
            return None


def _page(request: HttpRequest, opened: Opened, row: Service, form: BenchmarkForm) -> HttpResponse:
    checklist = at_digest(opened.assessment.checklist.digest)
    words = Vocabulary(checklist)
    there = [(one, Benchmark.model_validate_json(json.dumps(one))) for one in row.benchmarks]
    lines = [(json.dumps(one), benchmark_line(words, result, row.latency_budget_ms)) for one, result in there]
    context = {
        "opened": opened,
        "assessment": opened.assessment,
        "row": row,
        "form": form,
        "lines": lines,
        "trail": [(reverse("service-edit", args=[opened.assessment.public_id, row.slug]), row.name)],
        "result": addresses.address("service-result", opened.assessment.public_id, row.slug),
    }
    return render(request, "assessments/benchmarks.html", context, status=422 if form.errors else 200)


@assessment_view("edit", FORM)
def benchmarks(request: HttpRequest, opened: Opened, slug: str) -> HttpResponseBase:
    """The results that were written down, and one more."""
    row = service_at(opened, slug)
    checklist = at_digest(opened.assessment.checklist.digest)
    form = BenchmarkForm(checklist, request.POST) if request.method == "POST" else BenchmarkForm(checklist)
    if request.method == "POST" and form.is_valid():
        benchmark = form.benchmark()
        if benchmark is not None:
            try:
                add_benchmark(opened=opened, service=row, benchmark=benchmark)
                return redirect(reverse("service-benchmarks", args=[opened.assessment.public_id, slug]) + "#there")
            except TooManyBenchmarksError as error:
                form.add_error(None, str(error))
    return _page(request, opened, row, form)


@assessment_view("edit", POST)
def remove(request: HttpRequest, opened: Opened, slug: str) -> HttpResponseBase:
    """Takes one result away; pressed twice, it is gone once."""
    row = service_at(opened, slug)
    try:
        benchmark = Benchmark.model_validate_json(request.POST.get("benchmark", ""))
    except ValidationError:
        raise AccessDenied("There is no such result.") from None
    remove_benchmark(opened=opened, service=row, benchmark=benchmark)
    return redirect(reverse("service-benchmarks", args=[opened.assessment.public_id, slug]) + "#there")
