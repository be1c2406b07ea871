"""`/demo/record/`: what a signed-off record looks like. Looking makes no row.

In: the decision that comes with a checklist's example. Out: the same page and files as of a real record, made from the
same values as a real one is; nobody owns it, so that nothing can become of it.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from pydantic import BaseModel, ConfigDict

from advisor.checklist.decision import DecisionEntry
from advisor.checklist.values import Day
from advisor.checklist.yaml_reader import read_document
from advisor.decisions.record_source import Files, files_at
from advisor.decisions.selectors import STATUS_WORDS
from advisor.engine.recommend import recommend
from advisor.pages.http.example import OPEN, Example, Reader, example
from advisor.pages.http.record_files import pdf_file, text_file, text_of
from advisor.pages.records.record_page import page_values
from advisor.record.build.record import build_record
from advisor.record.formats.files import TextFormat
from advisor.record.model.as_json import SIGNED
from advisor.record.model.record import DecisionRecord
from advisor.sharing.policy import open_to_all

FILE = "examples/decision.yaml"
"""In the folder of a checklist, beside the example's answers."""
REFERENCE = "ADR-0001"


class ExampleWord(BaseModel):
    """What a decider of the example said."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
    who: str
    what: str
    words: str


class Signed(BaseModel):
    """The example's decision, and when it was signed off."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
    on: Day
    decision: DecisionEntry
    said: list[ExampleWord]


@dataclass(frozen=True, slots=True)
class Event:
    """What was said of the example, as the page shows it."""

    kind: str
    who: str
    words: str
    made_at: datetime

    def get_kind_display(self) -> str:
        return self.kind


@dataclass(frozen=True, slots=True)
class OpenedExample(Reader):
    """The example, as one who may only read sees it."""

    events: tuple[Event, ...] = ()
    holds: bool = True
    status_name: str = STATUS_WORDS[SIGNED]


def _signed(sample: Example) -> Signed:
    """The example's decision. 404 for a checklist that brings none."""
    path = settings.CHECKLISTS_DIR / sample.checklist.slug / FILE
    if not path.is_file():
        raise Http404
    return Signed.model_validate(read_document(path.read_bytes(), FILE).value)


@lru_cache(maxsize=4)
def _made(digest: str, link: str) -> tuple[DecisionRecord, Signed]:
    """The example's record, worked out once: by the digest of its checklist and the address in its QR code."""
    instance = example()
    signed = _signed(instance)
    answers = instance.answers.model_copy(update={"decision": signed.decision.model_copy(update={"status": SIGNED})})
    record = build_record(
        instance.checklist,
        answers,
        recommend(instance.checklist, answers, as_of=signed.on),
        as_of=signed.on,
        reference=REFERENCE,
        status=SIGNED,
        link=link,
        positions=[{**one.model_dump(), "on": signed.on.isoformat()} for one in signed.said],
    )
    return record, signed


def made(request: HttpRequest) -> tuple[DecisionRecord, Signed]:
    """The example's record with what was said of it."""
    return _made(example().checklist.digest, request.build_absolute_uri(reverse("demo-record")))


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def _context(request: HttpRequest) -> dict[str, Any]:
    record, signed = made(request)
    on, last = _at(signed.on), signed.decision.deciders[0]
    events = [Event(one.what, one.who, one.words, on) for one in signed.said]
    events = [Event("proposed", last, "", on), *events, Event("signed", last, "", on)]
    row = {
        "reference": record.reference,
        "title": record.title,
        "made_at": on,
        "digest": record.digest,
        "engine": record.recommendation.engine,
    }
    return {
        **page_values(record.json, record.checklist),
        "demo": True,
        "opened": OpenedExample(events=tuple(events)),
        "record": row,
        "files": _files(),
        "trail": [(reverse("home"), "Home"), (reverse("demo"), record.title)],
    }


def _files() -> Files:
    return files_at(lambda form: reverse(f"demo-record-{form}"))


@open_to_all(OPEN)
@require_safe
def record(request: HttpRequest) -> HttpResponse:
    """The example's record as a page."""
    return render(request, "records/record.html", _context(request))


@open_to_all(OPEN)
@require_safe
def text(request: HttpRequest, form: TextFormat) -> HttpResponse:
    """It, or its answers, as text."""
    return text_file(text_of(made(request)[0], form))


@open_to_all(OPEN)
@require_http_methods(["GET", "HEAD", "POST"])
def pdf(request: HttpRequest) -> HttpResponseBase:
    """Starts the drawing of its PDF."""
    back = reverse("demo-record")
    if request.method != "POST":
        return redirect(back)
    return pdf_file(request, made(request)[0], scope_id=None, back=back, files=_files())
