"""Cuts the bundled fonts from the variable Inter of the development package `fontpkg-inter`.

In: nothing but the installed package. Out: the fonts in `static/fonts/`, the list of their characters, their licence;
the same bytes each time. Run it with `python -m tests.publish.cut_font`; the README in that folder says when.
"""

import io
from importlib.metadata import files
from pathlib import Path

from fontTools.subset import Options, Subsetter, parse_unicodes
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FONTS = Path(__file__).resolve().parents[2] / "static" / "fonts"

# Latin with its accents and combining marks, Greek, Cyrillic, punctuation, figures, currency, arrows, mathematical
# signs, the shapes of the charts, ✓ and ✗.
CHARACTERS = """
20-7E A0-17F 192 218-21B 259 2B9-2BC 2C6 2C7 2D8-2DD 300-304 306-30C 323 327 328 370-3FF 400-45F 490-491 4D8-4E9
1E80-1E85 1E9E 1EA0-1EF9 2000-200B 2010-2027 202F-203A 2044 2070 2074-2079 2080-2089 20AC 20BD 2116 2122 2126
2150-215E 2190-2199 21D2 2202 2206 220F 2211 2212 2215 2219-221A 221E 222B 2248 2260 2264 2265 25A0 25A1 25B2 25B3
25B6 25B8 25BC 25C6 25C7 25CB 25CF 2713 2717
"""
FIRST = """
20-7E A0-FF 2000-200B 2010-2027 202F-203A 20AC 2122 2150-215E 2190-2199 2212 2248 2260 2264 2265 25A0-25CF 2713 2717
"""
"""Of these, what English pages need: the first of the two fonts of the pages, which every page loads."""
FEATURES = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "tnum", "case", "frac", "zero", "sups", "subs"]


def source(name: str) -> Path:
    """The one file of the package whose path ends so."""
    found = [file for file in files("fontpkg-inter") or [] if str(file).endswith(name)]
    return Path(str(found[0].locate()))


# For the pages one variable font in two files, of which a browser loads the second only where a page needs it; for PDFs
# fixed ones, because fixing a variable one for each size and weight takes longer than all the rest of drawing one.
OF_PAGES = ("inter.woff2", "inter-further.woff2")
CUTS: dict[str, dict[str, float | tuple[float, float]]] = {
    **{name: {"wght": (400, 800)} for name in OF_PAGES},
    "inter-text-400.woff2": {"wght": 400, "opsz": 14},
    "inter-text-600.woff2": {"wght": 600, "opsz": 14},
    "inter-display-600.woff2": {"wght": 600, "opsz": 32},
}


def characters_of(name: str) -> set[int]:
    """The characters that a file is to have."""
    all_, first = (set(parse_unicodes(" ".join(one.split()))) for one in (CHARACTERS, FIRST))
    return {OF_PAGES[0]: all_ & first, OF_PAGES[1]: all_ - first}.get(name, all_)


def cut(name: str, limits: dict[str, float | tuple[float, float]]) -> bytes:
    """The font as woff2, its axes limited so, with its characters and no hinting."""
    font = TTFont(source("Inter[opsz,wght].ttf"), recalcTimestamp=False)
    narrowed = io.BytesIO()
    instantiateVariableFont(font, limits).save(narrowed)
    font = TTFont(narrowed, recalcTimestamp=False)  # read anew: glyphs without variation are gone only then
    options = Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.flavor = "woff2"
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters_of(name))
    subsetter.subset(font)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def characters(data: bytes) -> list[int]:
    """The code points that a font draws, sorted."""
    return sorted(TTFont(io.BytesIO(data)).getBestCmap())


def ranges(points: list[int]) -> str:
    """Code points as lines "first-last", in hexadecimal."""
    lines = []
    start = previous = points[0]
    for point in [*points[1:], -1]:
        if point != previous + 1:
            lines.append(f"{start:X}-{previous:X}\n")
            start = point
        previous = point
    return "".join(lines)


if __name__ == "__main__":
    FONTS.mkdir(parents=True, exist_ok=True)
    for name, limits in CUTS.items():
        data = cut(name, limits)
        (FONTS / name).write_bytes(data)
        print(f"static/fonts/{name}: {len(data):,} bytes")
    (FONTS / "inter-characters.txt").write_text(ranges(characters(data)))
    (FONTS / "inter-LICENSE.txt").write_bytes(source("fontpkg_inter/LICENSE").read_bytes())
