"""Makes the four web fonts of the usual build: three weights and an italic, whole, as a font's own release has them.

Run with `python -m tests.load.reference.make_fonts` from the development environment; the same bytes each time. The
font is Inter, under the SIL Open Font License; its text lies in static/fonts.
"""

import io
from importlib.metadata import files
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FOLDER = Path(__file__).parent / "fonts"
CUTS = {
    "regular": ("Inter[opsz,wght].ttf", 400),
    "medium": ("Inter[opsz,wght].ttf", 500),
    "bold": ("Inter[opsz,wght].ttf", 700),
    "italic": ("Inter-Italic[opsz,wght].ttf", 400),
}


def cut(name: str, weight: int) -> bytes:
    """One static font as woff2."""
    path = next(Path(str(file.locate())) for file in files("fontpkg-inter") or [] if str(file).endswith(name))
    font = TTFont(path, recalcTimestamp=False)
    font = instantiateVariableFont(font, {"wght": weight, "opsz": 14})
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for style, (source, weight) in CUTS.items():
        (FOLDER / f"{style}.woff2").write_bytes(cut(source, weight))
