"""Figures and charts of a record for templates.

In: exact fractions and records. Out: text and SVG. Must not know: which page.
"""

from datetime import date
from fractions import Fraction

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from advisor.checklist.answer import Evidence
from advisor.engine.recommendation import StatementState
from advisor.publish.notes import address_html, linked_html, note_html
from advisor.record import numbers
from advisor.record.build import alternatives as considered
from advisor.record.build.evidence import evidence_text
from advisor.record.formats import matrix
from advisor.record.formats.charts import capacity, drawing, latency
from advisor.record.formats.charts import map as platform_map
from advisor.record.formats.charts import service as charts
from advisor.record.formats.charts.text_width import fitted
from advisor.record.formats.differences import DifferenceLine, plot_of
from advisor.record.model.measurements import MeasurementLine
from advisor.record.model.record import DecisionRecord
from advisor.record.model.sections import ServiceRecord
from advisor.record.model.vocabulary import Vocabulary, some

register = template.Library()
register.filter("figure", numbers.figure)

RUNNING_WIDTH, RUNNING_SIZE = 238, 8
"""Points: half of a page between its margins (static/css/record.css), and the type there."""


def _svg(text: str) -> SafeString:
    return mark_safe(text)  # noqa: S308  the charts escape every text they hold


@register.filter
def percent(value: Fraction | None) -> str:
    """A share as whole per cent, a dash where there is none."""
    return "–" if value is None else numbers.percent(value)


@register.filter
def decimal(value: Fraction | None) -> str:
    return "–" if value is None else numbers.decimal(value)


@register.filter
def signed(value: Fraction | None) -> str:
    return "–" if value is None else numbers.signed(value)


@register.filter
def note(text: str) -> SafeString:
    """What someone typed, in Markdown, as harmless HTML. Goes into a block, never into a paragraph."""
    return mark_safe(note_html(text))  # noqa: S308  passed an allow-list


@register.filter
def running(text: str) -> str:
    """A title, cut to what the head of a page has room for."""
    return fitted(text, RUNNING_WIDTH, RUNNING_SIZE)


@register.filter
def bare(text: str) -> str:
    """A sentence without its full stop, where something else follows."""
    return text.removesuffix(".")


@register.filter
def linked(text: str) -> SafeString:
    """A text whose web addresses can be clicked."""
    return mark_safe(linked_html(text))  # noqa: S308  escapes all of it


@register.filter
def address(text: str) -> SafeString:
    """A web address that can be clicked."""
    return mark_safe(address_html(text))  # noqa: S308  escapes it


@register.filter
def evidence(named: Evidence, as_of: date) -> SafeString:
    """What somebody's answer rests on, its address a link, and whether it no longer counts."""
    text = evidence_text(named, as_of)
    if not named.url:
        return format_html("{}", text)
    before, url, after = text.partition(named.url)
    return format_html("{}{}{}", before, address(url), after)


@register.simple_tag
def lean_chart(record: DecisionRecord, service: ServiceRecord, width: int = drawing.WIDTH) -> SafeString:
    return _svg(charts.lean_chart(record, service, width))


@register.simple_tag
def support_chart(record: DecisionRecord, service: ServiceRecord, width: int = drawing.WIDTH) -> SafeString:
    return _svg(charts.support_chart(record, service, width))


@register.simple_tag
def drivers_chart(record: DecisionRecord, service: ServiceRecord, width: int = drawing.WIDTH) -> SafeString:
    return _svg(charts.drivers_chart(record, service, width))


@register.simple_tag
def map_chart(record: DecisionRecord) -> SafeString:
    return _svg(platform_map.map_chart(record))


@register.simple_tag
def capacity_chart(record: DecisionRecord) -> SafeString:
    return _svg(capacity.capacity_chart(record))


@register.simple_tag
def latency_chart(line: MeasurementLine) -> SafeString:
    """Percentiles by variant against the budget."""
    return _svg(latency.latency_chart(line))


@register.simple_tag
def closed(record: DecisionRecord) -> list[tuple[str, str]]:
    """What closes raw, each once, and the services that it closes it to."""
    services: dict[str, list[str]] = {}
    for line in record.platform.closed:
        services.setdefault(line.gate.title, []).extend(line.services)
    return [(title, some(names)) for title, names in services.items()]


@register.simple_tag
def alternatives(record: DecisionRecord) -> tuple[considered.AlternativeLine, ...]:
    """What speaks for and against each alternative here."""
    return considered.alternatives(record)


@register.simple_tag
def answer_tables(record: DecisionRecord) -> tuple[matrix.AnswerTable, ...]:
    return matrix.answer_tables(record)


@register.simple_tag
def written(service: ServiceRecord) -> tuple[matrix.WordsLine, ...]:
    return matrix.written(service)


@register.simple_tag
def verdict_mark(verdict: str) -> SafeString:
    """The shape of a verdict, with its name as the alternative text."""
    return _svg(drawing.verdict_mark(verdict))


@register.simple_tag
def agreement_chart(record: DecisionRecord, state: StatementState) -> SafeString:
    """The same of a record."""
    return _svg(plot_of(Vocabulary(record.checklist), state))


@register.simple_tag
def dot_plot(line: DifferenceLine) -> SafeString:
    """What each person said to one statement."""
    return _svg(line.plot)
