"""Figures and charts of a record for templates: `{% load record %}`.

In: exact fractions and records. Out: text and SVG. Must not know: which page.
"""

from datetime import date
from fractions import Fraction

from django import template
from django.utils.safestring import SafeString, mark_safe

from advisor.checklist.answers import Evidence
from advisor.engine.recommendation import StatementState
from advisor.publish.notes import note_html
from advisor.record import numbers
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
from advisor.record.model.vocabulary import Vocabulary

register = template.Library()

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
def evidence(named: Evidence, as_of: date) -> str:
    """What somebody's answer rests on, and whether it no longer counts."""
    return evidence_text(named, as_of)


@register.simple_tag
def lean_chart(record: DecisionRecord, service: ServiceRecord) -> SafeString:
    return _svg(charts.lean_chart(record, service))


@register.simple_tag
def support_chart(record: DecisionRecord, service: ServiceRecord) -> SafeString:
    return _svg(charts.support_chart(record, service))


@register.simple_tag
def drivers_chart(record: DecisionRecord, service: ServiceRecord) -> SafeString:
    return _svg(charts.drivers_chart(record, service))


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
