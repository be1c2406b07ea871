"""The map of a platform as SVG: every service by its lean (across) and by how small its surface is (upwards).

In: a `DecisionRecord`. Out: one `<svg>` element as text. Must not know: pages, PDFs.

Shape and colour say the verdict, a number (and a name where there is room) says the service, a bar says how far open
answers can still move it. Marks that would lie on each other stand below each other, in the same order every time.
"""

from dataclasses import dataclass
from fractions import Fraction

from advisor.record.formats.charts.drawing import (
    COLOURS,
    INK,
    MUTED,
    Number,
    drawn_line,
    drawn_mark,
    drawn_rect,
    drawn_svg,
    drawn_text,
)
from advisor.record.formats.charts.text_width import fitted, text_width
from advisor.record.model.record import DecisionRecord
from advisor.record.model.sections import ServiceRecord
from advisor.record.model.vocabulary import listed
from advisor.record.numbers import decimal, signed

WIDTH, LEFT, RIGHT, TOP = 720, 92.0, 700.0, 30.0
MARK, ROW = 7.5, 19.0
NAMED = 14
"""Up to so many services the marks carry names; more carry numbers alone."""
LONGEST = 150.0
"""So wide a label gets at most; with less room beside the mark it is cut."""
CAPTION = "Across: where the answers lean; in the grey band it is too close to call. A bar: what open answers leave."
APART = "not placed yet"
"""Of services that too little is known of."""
GAP = 4
MOST_ROWS = 30
"""Marks that want the same place: so many rows of them, then they overlap."""


def at(lean: Number) -> float:
    """The position of a lean."""
    return LEFT + (float(lean) + 1) / 2 * (RIGHT - LEFT)


LINES = (LEFT, at(0), RIGHT)
"""The lines across which no label is written."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One service on the map: x positions of its mark and of its bar, its lane, its row in the lane."""

    number: int
    service: ServiceRecord
    x: float
    low: float
    high: float
    lane: int
    label: str
    row: int = 0

    @property
    def end(self) -> float:
        """Where mark and bar end on the right."""
        return max(self.x + MARK, self.high)

    @property
    def start(self) -> float:
        """Where mark and bar begin on the left."""
        return min(self.x - MARK, self.low)

    @property
    def left(self) -> float:
        return min(self.start - 2, self.label_x)

    @property
    def right(self) -> float:
        return max(self.end + 2, self.label_x + self.label_width)

    @property
    def room_left(self) -> float:
        """Between mark and bar and the line on their left."""
        return self.start - GAP - max(line for line in LINES if line <= self.start or line == LEFT) - 1

    @property
    def room_right(self) -> float:
        return min(line for line in LINES if line >= self.end or line == RIGHT) - self.end - GAP - 1

    @property
    def fitted_label(self) -> str:
        """The label, as far as there is room for it; at least its number."""
        fits = fitted(self.label, min(LONGEST, max(self.room_left, self.room_right)))
        return fits if fits.startswith(str(self.number)) else str(self.number)

    @property
    def label_width(self) -> float:
        return text_width(self.fitted_label)

    @property
    def label_x(self) -> float:
        """Right of the mark; left of it where a line or the frame stands in the way; else in the margin."""
        if self.label_width <= self.room_right:
            return self.end + GAP
        if self.label_width <= self.room_left:
            return self.start - GAP - self.label_width
        return max(self.end + GAP, RIGHT + 2)


def map_chart(record: DecisionRecord) -> str:
    """Every service that can be placed, and below them those that cannot; the title names them all."""
    spots, apart = _placed(record), _unplaced(record)
    rows = [max((spot.row for spot in spots if spot.lane == lane), default=0) + 1 for lane in range(5)]
    tops, y = [0.0] * 5, TOP
    for lane in range(4, -1, -1):
        tops[lane] = y
        y += rows[lane] * ROW + 12
    parts = [*_frame(record, tops, y), *_names(record, tops, rows)]
    for spot in spots:
        parts += _drawn(spot, tops[spot.lane] + 6 + (spot.row + 0.5) * ROW)
    y += 40
    if apart:
        parts.append(drawn_text(LEFT - 10, y + ROW / 2 + 4, APART, anchor="end"))
        for spot in apart:
            parts += _drawn(spot, y + (spot.row + 0.5) * ROW)
        y += (apart[-1].row + 1) * ROW + 8
    return drawn_svg(y, _title(record, spots, apart), parts, width=WIDTH, name="chart chart--map")


@dataclass(frozen=True, slots=True)
class Apart(Spot):
    """A service outside the frame: its label always stands on the right."""

    @property
    def fitted_label(self) -> str:
        return self.label

    @property
    def label_x(self) -> float:
        return self.end + GAP


def surface_of(record: DecisionRecord, service: ServiceRecord) -> tuple[int, ...]:
    """The levels that the statement "the surface is small" can still take; empty where the checklist has none."""
    for statement in record.checklist.statements:
        if statement.role == "surface":
            return service.recommendation.statements[statement.id].levels
    return ()


def _label(record: DecisionRecord, number: int, service: ServiceRecord) -> str:
    return f"{number} {service.name}" if len(record.services) <= NAMED else str(number)


def _placed(record: DecisionRecord) -> list[Spot]:
    """Every service that has a lean, in lanes, none on top of another."""
    spots: list[Spot] = []
    for number, service in enumerate(record.services, start=1):
        result, levels = service.recommendation, surface_of(record, service)
        bounds = result.bounds["lean"]
        if bounds is None or result.lean is None or not levels or result.outside:
            continue
        lane = sorted(levels)[(len(levels) - 1) // 2]
        label = _label(record, number, service)
        spots.append(Spot(number, service, at(result.lean), at(bounds[0]), at(bounds[1]), lane, label))
    return _side_by_side(spots)


def _unplaced(record: DecisionRecord) -> list[Spot]:
    """The services on which too little is answered for a lean, one beside the other."""
    spots: list[Spot] = []
    x, row = LEFT + MARK, 0
    for number, service in enumerate(record.services, start=1):
        result = service.recommendation
        if (
            result.bounds["lean"] is None
            or result.lean is not None
            or result.outside
            or not surface_of(record, service)
        ):
            continue
        label = fitted(_label(record, number, service), LONGEST)
        width = 2 * MARK + GAP + text_width(label)
        if x + width > RIGHT:
            x, row = LEFT + MARK, row + 1
        spots.append(Apart(number, service, x, x, x, 0, label, row))
        x += width + 3 * GAP
    return spots


def _side_by_side(spots: list[Spot]) -> list[Spot]:
    taken: dict[tuple[int, int], list[Spot]] = {}
    for spot in spots:
        row = next(
            (row for row in range(MOST_ROWS) if all(_apart(spot, other) for other in taken.get((spot.lane, row), []))),
            MOST_ROWS - 1,
        )
        placed = Spot(spot.number, spot.service, spot.x, spot.low, spot.high, spot.lane, spot.label, row)
        taken.setdefault((spot.lane, row), []).append(placed)
    return sorted((spot for group in taken.values() for spot in group), key=lambda spot: spot.number)


def _apart(one: Spot, other: Spot) -> bool:
    return one.right + 3 < other.left or other.right + 3 < one.left


def _frame(record: DecisionRecord, tops: list[float], bottom: float) -> list[str]:
    band = record.band
    return [
        drawn_rect(at(-band), TOP, at(band) - at(-band), bottom - TOP, "#e9ebe7", "sunken"),
        *(drawn_line(at(tick), TOP, at(tick), bottom) for tick in (-1, 0, 1)),
        *(drawn_line(LEFT, y, RIGHT, y) for y in (*tops, bottom)),
        drawn_text(LEFT, 18, record.raw_name, COLOURS["raw"], "raw", weight=600),
        drawn_text(RIGHT, 18, record.framework_name, COLOURS["framework"], "framework", anchor="end", weight=600),
        *(
            drawn_text(at(tick), bottom + 16, decimal(Fraction(tick)), anchor="middle")
            for tick in (-1, -band, 0, band, 1)
        ),
        drawn_text(at(0), bottom + 33, CAPTION, anchor="middle"),
    ]


def _names(record: DecisionRecord, tops: list[float], rows: list[int]) -> list[str]:
    """What the lanes mean: the surface, small at the top."""
    words = {4: "small surface", 2: "half", 0: "large surface"}
    return [
        drawn_text(LEFT - 10, tops[lane] + 10 + (rows[lane] * ROW) / 2, label, anchor="end")
        for lane, label in words.items()
    ]


def _drawn(spot: Spot, y: float) -> list[str]:
    parts = []
    if spot.low < spot.high:
        parts.append(drawn_rect(spot.low, y - 2, spot.high - spot.low, 4, MUTED, "range", opacity=0.45))
        parts += [drawn_line(x, y - 4, x, y + 4, MUTED, "muted") for x in (spot.low, spot.high)]
    parts.append(drawn_mark(spot.x, y, spot.service.recommendation.verdict, MARK))
    parts.append(
        drawn_text(spot.label_x, y + 4, spot.fitted_label, INK, "ink", weight=600 if spot.label.isdigit() else 400)
    )
    return parts


def _title(record: DecisionRecord, spots: list[Spot], apart: list[Spot]) -> str:
    sentences = []
    for spot in spots:
        service = spot.service
        lean = signed(service.recommendation.lean or Fraction(0))
        sentences.append(f"{spot.number} {service.name}, {service.verdict}, lean {lean}")
    title = f"Lean against surface. {listed(sentences) or 'No service can be placed yet'}."
    if apart:
        title += f" Too little is answered to place {listed([f'{one.number} {one.service.name}' for one in apart])}."
    return title
