"""Latency percentiles of a measurement by variant, against the budget, as SVG.

In: a `MeasurementLine`. Out: one `<svg>` element as text, safe to stand in HTML; empty where only a toy was measured.
Must not know: pages, PDFs. A table of the same figures stands beside it.
"""

from fractions import Fraction

from advisor.record.build.measurements import milliseconds
from advisor.record.formats.charts.drawing import (
    COLOURS,
    INK,
    MUTED,
    SUNKEN,
    drawn_line,
    drawn_rect,
    drawn_svg,
    drawn_text,
)
from advisor.record.formats.charts.text_width import fitted
from advisor.record.model.measurements import MeasurementLine, VariantLine
from advisor.record.model.vocabulary import some

WIDTH = 350
LEFT, RIGHT, ROW = 128.0, WIDTH - 60.0, 28.0
ROOM = Fraction(11, 10)
"""How far the scale goes beyond what is furthest right."""


def latency_chart(line: MeasurementLine) -> str:
    """A row for each variant: a bar from p50 to p99, a mark at p95, the interval of p99; the budget across all rows."""
    work = line.realistic
    if work is None:
        return ""
    furthest = max([*(max(one.p99, one.high) for one in work.variants), line.budget or Fraction()]) * ROOM
    parts: list[str] = []
    for index, variant in enumerate(work.variants):
        parts += _row(variant, 8 + index * ROW, furthest)
    bottom = 8 + len(work.variants) * ROW
    if line.budget is not None:
        mark = _at(line.budget, furthest)
        parts.append(drawn_line(mark, 2, mark, bottom, INK, "ink", width=1.6))
        parts.append(drawn_text(mark, bottom + 12, f"budget {milliseconds(line.budget)}", INK, "ink", anchor="middle"))
    sentences = [
        f"{one.name} {milliseconds(one.p50)}, {milliseconds(one.p95)}, {milliseconds(one.p99)}" for one in work.variants
    ]
    budget = "" if line.budget is None else f"; the budget is {milliseconds(line.budget)}"
    return drawn_svg(
        bottom + 20, f"Latency p50, p95 and p99: {some(sentences, len(sentences))}{budget}.", parts, width=WIDTH
    )


def _at(value: Fraction, furthest: Fraction) -> float:
    return LEFT + float(value / furthest) * (RIGHT - LEFT)


def _row(variant: VariantLine, y: float, furthest: Fraction) -> list[str]:
    colour, name = (COLOURS[variant.side], variant.side) if variant.side else (MUTED, "range")
    p50, p95, p99 = (_at(value, furthest) for value in (variant.p50, variant.p95, variant.p99))
    low, high = _at(variant.low, furthest), _at(variant.high, furthest)
    return [
        drawn_text(LEFT - 8, y + 13, fitted(variant.name, LEFT - 8), INK, "ink", anchor="end"),
        drawn_rect(LEFT, y + 3, RIGHT - LEFT, 13, SUNKEN, "sunken"),
        drawn_rect(p50, y + 3, max(p99 - p50, 1), 13, colour, name),
        drawn_line(p95, y + 3, p95, y + 16, SUNKEN, "line", width=1.6),
        drawn_line(low, y + 9.5, high, y + 9.5, INK),
        drawn_line(low, y + 6, low, y + 13, INK),
        drawn_line(high, y + 6, high, y + 13, INK),
        drawn_text(RIGHT + 8, y + 13, milliseconds(variant.p99), INK, "ink", weight=600 if variant.side else 400),
    ]
