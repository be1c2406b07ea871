"""Charts of one service as SVG text, the same in page and PDF: its lean, the support of each side, what pulls.

In: values of a `DecisionRecord`. Out: one `<svg>` element as text, safe to stand in HTML. Must not know: pages, PDFs.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import zip_longest

from advisor.record.formats.charts.drawing import (
    COLOURS,
    INK,
    MUTED,
    SUNKEN,
    WIDTH,
    Number,
    drawn_line,
    drawn_mark,
    drawn_rect,
    drawn_svg,
    drawn_text,
)
from advisor.record.formats.charts.text_width import text_width, wrapped
from advisor.record.model.entries import DriverLine
from advisor.record.model.record import DecisionRecord
from advisor.record.model.sections import ServiceRecord
from advisor.record.model.vocabulary import listed, quoted
from advisor.record.numbers import decimal, percent, signed

TEXT_LINE = 15.0
MOST_LINES = 6
"""Of a statement."""


def lean_chart(record: DecisionRecord, service: ServiceRecord, width: int = WIDTH) -> str:
    """The lean D from raw (−1) to the framework (+1): the band of indifference, the range that open answers leave, and
    where the answers stand."""
    result = service.recommendation
    band = record.band
    left, right, middle = 12.0, width - 12.0, 44.0

    def at(value: Number) -> float:
        return left + (float(value) + 1) / 2 * (right - left)

    parts = [
        drawn_rect(at(-band), 26, at(band) - at(-band), 36, SUNKEN, "sunken"),
        drawn_line(left, middle, right, middle),
        *(drawn_line(at(tick), 36, at(tick), 52) for tick in (-1, -band, 0, band, 1)),
        drawn_text(left, 14, record.raw_name, COLOURS["raw"], "raw", weight=600),
        drawn_text(right, 14, record.framework_name, COLOURS["framework"], "framework", anchor="end", weight=600),
        *(drawn_text(at(tick), 74, decimal(Fraction(tick)), anchor=anchor) for tick, anchor in _ticks(band)),
    ]
    bounds = result.bounds["lean"]
    if bounds and bounds[0] != bounds[1]:
        parts.append(
            drawn_rect(at(bounds[0]), middle - 4, at(bounds[1]) - at(bounds[0]), 8, MUTED, "range", opacity=0.45)
        )
    if result.lean is not None:
        parts.append(drawn_mark(at(result.lean), middle, _side_of(result.lean, band), 9))
    return drawn_svg(82, _lean_title(record, service, band), parts, width=width)


def support_chart(record: DecisionRecord, service: ServiceRecord, width: int = WIDTH) -> str:
    """The support of each side from 0 to 100%, with the threshold θ each has to reach."""
    left = max(text_width(line.name) for line in service.supports) + 14
    right, row = width - 50.0, 28.0
    parts = []
    for index, line in enumerate(service.supports):
        y = 8 + index * row
        colour = COLOURS[line.key]
        parts.append(drawn_text(left - 8, y + 13, line.name, anchor="end"))
        parts.append(drawn_rect(left, y + 3, right - left, 13, SUNKEN, "sunken"))
        still_open = line.low is not None and line.high is not None and line.low != line.high
        if line.support is not None:
            length, opacity = float(line.support) * (right - left), 0.35 if still_open else 1
            parts.append(drawn_rect(left, y + 3, length, 13, colour, line.key, opacity))
        if line.low is not None and line.high is not None and still_open:
            low, high = left + float(line.low) * (right - left), left + float(line.high) * (right - left)
            parts += [drawn_line(low, y + 9.5, high, y + 9.5, INK), drawn_line(low, y + 6, low, y + 13, INK)]
            parts.append(drawn_line(high, y + 6, high, y + 13, INK))
        mark = left + float(line.threshold) * (right - left)
        parts.append(drawn_line(mark, y - 1, mark, y + 20, INK, "ink", width=1.6))
        figure = "–" if line.support is None else percent(line.support)
        parts.append(drawn_text(right + 8, y + 13, figure, INK, "ink", weight=600))
    bottom = 8 + len(service.supports) * row + 6
    mark = left + float(service.supports[0].threshold) * (right - left)
    parts.append(drawn_text(mark, bottom, f"θ = {decimal(service.supports[0].threshold)}", anchor="middle"))
    return drawn_svg(bottom + 4, _support_title(service), parts, width=width)


def drivers_chart(record: DecisionRecord, service: ServiceRecord, width: int = WIDTH) -> str:
    """What pulls towards raw (to the left) and towards the framework (to the right), the strongest first: each
    statement in its own words, and what it adds."""
    rows = list(zip_longest(*_sides(service)))
    if not rows:
        return ""
    most = max(driver.contribution for row in rows for driver in row if driver)
    middle, reach = width / 2, width / 2 - 8
    parts = [
        drawn_text(middle - 8, 14, record.raw_name, COLOURS["raw"], "raw", anchor="end", weight=600),
        drawn_text(middle + 8, 14, record.framework_name, COLOURS["framework"], "framework", weight=600),
    ]
    y = 26.0
    for row in rows:
        height = max(len(_label(driver, reach)) for driver in row if driver) * TEXT_LINE
        for side, driver, direction in zip(("raw", "framework"), row, (-1, 1), strict=True):
            if driver:
                anchor, lines = "start" if direction > 0 else "end", _label(driver, reach)
                first = y + height - len(lines) * TEXT_LINE + 10
                for number, text in enumerate(lines):
                    place = first + number * TEXT_LINE
                    parts.append(drawn_text(middle + direction * 8, place, text, INK, "ink", anchor=anchor))
                length = float(driver.contribution / most) * reach
                start = middle + 2 if direction > 0 else middle - 2 - length
                parts.append(drawn_rect(start, y + height, length, 8, COLOURS[side], side))
        y += height + 20
    parts.append(drawn_line(middle, 20, middle, y - 6, INK, "ink"))
    return drawn_svg(y, _drivers_title(record, service), parts, width=width)


def _label(driver: DriverLine, room: float) -> list[str]:
    """The statement and what it adds, in lines."""
    adds = f" {driver.adds}"
    lines = wrapped(driver.statement.removesuffix("."), room, MOST_LINES)
    if text_width(lines[-1] + adds) <= room:
        return [*lines[:-1], lines[-1] + adds]
    return [*lines, driver.adds]


def _ticks(band: Fraction) -> tuple[tuple[Number, str], ...]:
    return (-1, "start"), (-band, "middle"), (0, "middle"), (band, "middle"), (1, "end")


def _side_of(lean: Fraction, band: Fraction) -> str:
    return "framework" if lean >= band else "raw" if lean <= -band else "undecided"


def _sides(service: ServiceRecord) -> tuple[Sequence[DriverLine], Sequence[DriverLine]]:
    """The drivers of raw and of the framework."""
    sides = (service.drivers_for, service.drivers_against)
    return sides if service.recommendation.against_side == "framework" else (sides[1], sides[0])


def _lean_title(record: DecisionRecord, service: ServiceRecord, band: Fraction) -> str:
    lean, bounds = service.recommendation.lean, service.recommendation.bounds["lean"]
    if lean is None:
        return "No lean yet: nothing on one of the sides is answered."
    scale = f"on a scale from −1 to 1 with a band of ±{decimal(band)}"
    sentence = f"The lean is {signed(lean)}, towards {service.lean_side}, {scale}"
    if bounds and bounds[0] != bounds[1]:
        sentence += f"; with the open answers it lies between {signed(bounds[0])} and {signed(bounds[1])}"
    return sentence + "."


def _support_title(service: ServiceRecord) -> str:
    sentences = []
    for line in service.supports:
        figure = "nothing answered" if line.support is None else percent(line.support)
        holds = {True: "holds", False: "does not hold", None: "open"}[line.holds]
        sentences.append(f"{line.name} {figure} ({holds})")
    return f"Support: {listed(sentences)}."


def _drivers_title(record: DecisionRecord, service: ServiceRecord) -> str:
    sentences = []
    for name, side in zip((record.raw_name, record.framework_name), _sides(service), strict=True):
        drivers = listed([f"{quoted(driver.statement)} {driver.adds}" for driver in side]) or "nothing"
        sentences.append(f"Towards {name}: {drivers}.")
    return " ".join(sentences)
