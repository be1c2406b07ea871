"""What charts are drawn with: colours, lines, marks and text as SVG.

In: places, text. Out: elements as text, safe to stand in HTML. Must not know: records, what is drawn.

Colours are presentation attributes, because page CSS does not reach SVG inside the PDF renderer and a strict content
policy forbids `style`; the classes let a page's own style sheet override them in the dark. A diamond stands for raw, a
square for the framework and a ring for what is open, so that nothing rests on colour alone. `<title>` says the whole
chart in a sentence, and a table stands beside each chart wherever it is shown.
"""

from fractions import Fraction
from html import escape

from advisor.record.formats.charts.text_width import from_right

INK, MUTED, LINE, SUNKEN = "#15202b", "#52606b", "#9aa5ad", "#e9ebe7"
COLOURS = {"raw": "#a84a0b", "framework": "#17589f", "split": "#6a4c86", "sustain": "#33414d"}
WIDTH = 400
Number = Fraction | float | int


def drawn_svg(height: float, title: str, parts: list[str], *, width: int = WIDTH, name: str = "chart") -> str:
    """The element around the parts of a chart."""
    return (
        f'<svg class="{name}" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {_n(height)}" width="{width}" '
        f'height="{_n(height)}" role="img" font-family="Inter" font-size="12">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def drawn_rect(x: float, y: float, width: float, height: float, fill: str, name: str, opacity: float = 1) -> str:
    see = "" if opacity == 1 else f' fill-opacity="{_n(opacity)}"'
    size = f'width="{_n(max(width, 0))}" height="{_n(height)}"'
    return f'<rect class="chart-{name}" x="{_n(x)}" y="{_n(y)}" {size} fill="{fill}"{see}/>'


def drawn_line(
    x1: float, y1: float, x2: float, y2: float, stroke: str = LINE, name: str = "line", width: float = 1
) -> str:
    place = f'x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"'
    return f'<line class="chart-{name}-stroke" {place} stroke="{stroke}" stroke-width="{_n(width)}"/>'


def drawn_text(
    x: float, y: float, text: str, fill: str = MUTED, name: str = "muted", anchor: str = "start", weight: int = 400
) -> str:
    way = ""
    if from_right(text):  # start and end are the other way round for such a text
        anchor, way = {"start": "end", "end": "start"}.get(anchor, anchor), ' direction="rtl"'
    place = f'x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}"{way}'
    return f'<text class="chart-{name}" {place} fill="{fill}" font-weight="{weight}">{escape(text)}</text>'


def drawn_mark(x: float, y: float, side: str, size: float) -> str:
    """A diamond for raw, a square for the framework, both for a split, a ring for neither."""
    halo = 'stroke="#ffffff" stroke-width="1.5"'
    if side == "raw":
        points = f"{_n(x)},{_n(y - size)} {_n(x + size)},{_n(y)} {_n(x)},{_n(y + size)} {_n(x - size)},{_n(y)}"
        return f'<polygon class="chart-raw" points="{points}" fill="{COLOURS["raw"]}" {halo}/>'
    if side == "framework":
        place = f'x="{_n(x - size * 0.8)}" y="{_n(y - size * 0.8)}" width="{_n(size * 1.6)}" height="{_n(size * 1.6)}"'
        return f'<rect class="chart-framework" {place} fill="{COLOURS["framework"]}" {halo}/>'
    if side == "split":
        # the two marks side by side, each half as large, one above the other
        left, right, half = x - size * 0.38, x + size * 0.42, size * 0.62
        points = (
            f"{_n(left)},{_n(y - size)} {_n(left + half)},{_n(y - size + half)} "
            f"{_n(left)},{_n(y - size + 2 * half)} {_n(left - half)},{_n(y - size + half)}"
        )
        edge = half * 1.4
        place = f'x="{_n(right - edge / 2)}" y="{_n(y + size - edge)}" width="{_n(edge)}" height="{_n(edge)}"'
        return (
            f'<polygon class="chart-raw" points="{points}" fill="{COLOURS["raw"]}"/>'
            f'<rect class="chart-framework" {place} fill="{COLOURS["framework"]}"/>'
        )
    ring = f'cx="{_n(x)}" cy="{_n(y)}" r="{_n(size * 0.75)}"'
    return f'<circle class="chart-ring" {ring} fill="#ffffff" stroke="{MUTED}" stroke-width="2.5"/>'


def verdict_mark(verdict: str) -> str:
    """The shape that stands for a verdict: a diamond, a square, both halves, or a ring.

    >>> "polygon" in verdict_mark("raw"), "circle" in verdict_mark("undecided")
    (True, True)
    """
    name = {"raw": "Diamond: raw", "framework": "Square: framework", "split": "Diamond and square: split"}
    title = escape(name.get(verdict, "Ring: neither" if verdict == "neither" else "Ring: undecided"))
    return (
        '<svg class="verdict-mark" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 22" width="22" height="22" '
        f'role="img"><title>{title}</title>{drawn_mark(11, 11, verdict, 10)}</svg>'
    )
