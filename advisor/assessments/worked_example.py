"""The worked example on the home and help pages: a real recommendation, drawn from answers that come with a checklist.

In: a checklist and a date. Out: values a template can draw, in words and in positions of a chart. Must not know:
requests, rows of the database. Every figure comes from the engine; none is written here.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

from django.conf import settings

from advisor.assessments.checklists import library
from advisor.checklist.model import Checklist
from advisor.checklist.reading import read_answers
from advisor.engine.recommend import recommend
from advisor.record.build.record import build_record
from advisor.record.model.entries import SupportLine
from advisor.record.model.record import DecisionRecord
from advisor.record.model.sections import ServiceRecord
from advisor.record.numbers import percent, signed

EXAMPLE = "examples/demo.yaml"
"""In the folder of a checklist: the answers that /demo/ shows."""


@dataclass(frozen=True, slots=True)
class ExampleRow:
    name: str
    side: str
    verdict: str
    strength: str
    lean: str
    x: str
    mark_x: str


@dataclass(frozen=True, slots=True)
class Bar:
    side: str
    label: str
    figure: str
    percent: str
    mark: str
    mark_words: str
    low: str = ""
    width: str = ""
    """Where the support can still end, if answers are open."""


@dataclass(frozen=True, slots=True)
class ExampleService:
    name: str
    side: str
    advice: str
    bars: tuple[Bar, ...]
    flips: str


@dataclass(frozen=True, slots=True)
class Picture:
    title: str
    rows: tuple[ExampleRow, ...]
    band: str
    band_width: str
    detail: ExampleService


def worked_platform(checklist: Checklist, today: date) -> Picture | None:
    """The example platform as a picture; None for a checklist that brings no example."""
    record = example_record(checklist, today)
    if record is None:
        return None
    band = checklist.thresholds.exact("band")
    return Picture(
        title=record.answers.platform,
        rows=tuple(_row(service) for service in record.services),
        band=number(band * 100),
        band_width=number(band * 200),
        detail=_detail(record.services[0]),
    )


def example_record(checklist: Checklist, today: date) -> DecisionRecord | None:
    """The record of the example answers of a checklist, made once a day and kept."""
    return _example_record(checklist.slug, checklist.digest, today)


@lru_cache(maxsize=4)
def _example_record(slug: str, digest: str, today: date) -> DecisionRecord | None:
    path = settings.CHECKLISTS_DIR / slug / EXAMPLE
    if not path.is_file():
        return None
    answers = read_answers(path.read_bytes(), EXAMPLE, library())
    checklist = library().get(slug)
    return build_record(checklist, answers, recommend(checklist, answers, as_of=today), as_of=today)


def number(value: Fraction) -> str:
    """A position of a chart: at most two decimals, always with a point."""
    return f"{float(value):.2f}".rstrip("0").rstrip(".")


def bar(line: SupportLine) -> Bar:
    """One line of support as a bar with the threshold it has to reach."""
    share = line.support if line.support is not None else Fraction(0)
    still_open = line.low is not None and line.high is not None and line.low != line.high
    low, high = (line.low or Fraction(0), line.high or Fraction(0)) if still_open else (Fraction(0), Fraction(0))
    return Bar(
        side=line.key,
        label=line.name,
        figure=percent(share) if line.support is not None else "open",
        percent=number(share * 100),
        mark=number(line.threshold * 100),
        mark_words=f"{'enough' if line.key == 'sustain' else 'holds'} from {percent(line.threshold)}"
        + (f", can end between {percent(low)} and {percent(high)}" if still_open else ""),
        low=number(low * 100) if still_open else "",
        width=number((high - low) * 100) if still_open else "",
    )


def _row(service: ServiceRecord) -> ExampleRow:
    lean = service.recommendation.lean or Fraction(0)
    return ExampleRow(
        name=service.name,
        side=service.recommendation.verdict,
        verdict=service.verdict,
        strength=service.strength,
        lean=f"{signed(lean, 2)} on a scale from −1, raw, to +1, framework",
        x=number(lean * 100),
        mark_x=number(lean * 100 - 8),
    )


def _detail(service: ServiceRecord) -> ExampleService:
    return ExampleService(
        name=service.name,
        side=service.recommendation.verdict,
        advice=service.advice,
        bars=tuple(bar(line) for line in service.supports if line.key in {"raw", "framework", "sustain"}),
        flips=service.flips_sentence,
    )
