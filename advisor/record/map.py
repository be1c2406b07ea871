"""The map of a platform as SVG: every service by its lean (across) and by how small its surface is (upwards).

In: a `DecisionRecord`. Out: one `<svg>` element as text. Must not know: pages, PDFs.

Shape and colour say the verdict, a number (and a name where there is room) says the service, a bar says how far open
answers can still move it. Marks that would lie on each other stand below each other, in the same order every time.
"""

from dataclasses import dataclass
from fractions import Fraction

from advisor.record.charts import (
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
from advisor.record.figures import decimal, signed
from advisor.record.parts import ServiceRecord
from advisor.record.record import DecisionRecord
from advisor.record.text_width import fitted, text_width
from advisor.record.words import listed

WIDTH, LEFT, RIGHT, TOP = 720, 92.0, 700.0, 30.0
MARK, ROW = 7.5, 19.0
NAMED = 14
"""Up to so many services the marks carry names; more carry numbers alone."""
LONGEST = 150.0
"""So wide a label gets at most; with less room beside the mark it is cut."""
GAP = 4
MOST_ROWS = 30
"""Marks that want the same place: so many rows of them, then they overlap."""


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
    def left(self) -> float:
        return min(self.low, self.x - MARK - 2, self.label_x if self.label_left else self.x)

    @property
    def right(self) -> float:
        return max(self.high, self.x + MARK + 2, self.x if self.label_left else self.label_x + self.label_width)

    @property
    def start(self) -> float:
        """Where mark and bar begin on the left."""
        return min(self.x - MARK, self.low)

    @property
    def shown(self) -> str:
        """The label, as far as there is room for it."""
        return fitted(self.label, min(LONGEST, max(self.room_left, self.room_right)))

    @property
    def room_left(self) -> float:
        return self.start - GAP

    @property
    def room_right(self) -> float:
        return WIDTH - self.end - 2 * GAP

    @property
    def label_width(self) -> float:
        return text_width(self.shown)

    @property
    def label_left(self) -> bool:
        """The label stands left of the mark where there is no room on its right."""
        return self.label_width > self.room_right

    @property
    def label_x(self) -> float:
        return self.start - GAP - self.label_width if self.label_left else self.end + GAP


def at(lean: Number) -> float:
    """The position of a lean."""
    return LEFT + (float(lean) + 1) / 2 * (RIGHT - LEFT)


def map_chart(record: DecisionRecord) -> str:
    """Every service that can be placed; the sentence in the title names them all."""
    spots = _placed(record)
    rows = [max((spot.row for spot in spots if spot.lane == lane), default=0) + 1 for lane in range(5)]
    tops, y = [0.0] * 5, TOP
    for lane in range(4, -1, -1):
        tops[lane] = y
        y += rows[lane] * ROW + 12
    parts = [*_frame(record, tops, y), *_names(record, tops, rows)]
    for spot in spots:
        parts += _drawn(spot, tops[spot.lane] + 6 + (spot.row + 0.5) * ROW)
    return drawn_svg(y + 40, _title(record, spots), parts, width=WIDTH, name="chart chart--map")


def surface_of(record: DecisionRecord, service: ServiceRecord) -> tuple[int, ...]:
    """The levels that the statement "the surface is small" can still take; empty where the checklist has none."""
    for statement in record.checklist.statements:
        if statement.role == "surface":
            return service.recommendation.statements[statement.id].levels
    return ()


def _placed(record: DecisionRecord) -> list[Spot]:
    """Every service that has a lean or a range of it, in lanes, none on top of another."""
    found: list[Spot] = []
    for number, service in enumerate(record.services, start=1):
        bounds, lean, levels = (
            service.recommendation.bounds["lean"],
            service.recommendation.lean,
            surface_of(record, service),
        )
        if bounds is None or not levels or service.recommendation.outside:
            continue
        middle = (bounds[0] + bounds[1]) / 2 if lean is None else lean
        label = f"{number} {service.name}" if len(record.services) <= NAMED else str(number)
        lane = sorted(levels)[(len(levels) - 1) // 2]
        found.append(Spot(number, service, at(middle), at(bounds[0]), at(bounds[1]), lane, label))
    return _side_by_side(found)


def _side_by_side(spots: list[Spot]) -> list[Spot]:
    taken: dict[tuple[int, int], list[Spot]] = {}
    for spot in spots:
        row = next(
            (row for row in range(MOST_ROWS) if all(_apart(spot, other) for other in taken.get((spot.lane, row), []))),
            MOST_ROWS - 1,
        )
        placed = Spot(spot.number, spot.service, spot.x, spot.low, spot.high, spot.lane, spot.label, row)
        taken.setdefault((spot.lane, row), []).append(placed)
    return sorted((spot for found in taken.values() for spot in found), key=lambda spot: spot.number)


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
        drawn_text(at(0), bottom + 33, "lean; in the grey band neither side is ahead", anchor="middle"),
    ]


def _names(record: DecisionRecord, tops: list[float], rows: list[int]) -> list[str]:
    """What the lanes mean: the surface, small at the top."""
    words = {4: "small surface", 2: "half", 0: "large surface"}
    return [
        drawn_text(LEFT - 10, tops[lane] + 10 + (rows[lane] * ROW) / 2, said, anchor="end")
        for lane, said in words.items()
    ]


def _drawn(spot: Spot, y: float) -> list[str]:
    parts = []
    if spot.low < spot.high:
        parts.append(drawn_rect(spot.low, y - 2, spot.high - spot.low, 4, MUTED, "range", opacity=0.45))
        parts += [drawn_line(x, y - 4, x, y + 4, MUTED, "muted") for x in (spot.low, spot.high)]
    parts.append(drawn_mark(spot.x, y, spot.service.recommendation.verdict, MARK))
    parts.append(drawn_text(spot.label_x, y + 4, spot.shown, INK, "ink", weight=600 if spot.label.isdigit() else 400))
    return parts


def _title(record: DecisionRecord, spots: list[Spot]) -> str:
    told = []
    for spot in spots:
        service = spot.service
        lean = service.recommendation.lean
        where = "lean open" if lean is None else f"lean {signed(lean)}"
        told.append(f"{spot.number} {service.name}, {service.verdict}, {where}")
    return f"Lean against surface. {listed(told) or 'No service can be placed yet'}."
