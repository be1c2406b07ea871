"""Fonts of this machine for scripts that the bundled font lacks: which are here, and what each can draw.

In: the folders that `ADVISOR_FONTS` names. Out: fonts in a fixed order, so that the same machine with the same fonts
gives the same bytes. Only files with a name of `WANTED` are ever read. Must not know: Django, documents, processes.
"""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

FOLDERS = "/usr/share/fonts:/usr/local/share/fonts"
WANTED = (
    "DejaVuSans.ttf",
    "Lohit-*.ttf",
    "Loma.ttf",
    "wqy-microhei.ttc",
    "DroidSansFallbackFull.ttf",
    "NotoSans*-Regular.ttf",
    "NotoSans*-Regular.otf",
    "NotoSansCJK-Regular.ttc",
    "FreeSans.ttf",
    "unifont.*tf",
)
"""Names of files, the first that has a character draws it: small fonts first, and each a whole script."""


@dataclass(frozen=True, slots=True)
class Script:
    """A script that is told of by `doctor`: a letter that shows whether it can be drawn, and Debian's smallest package
    for it."""

    name: str
    letter: str
    package: str


SCRIPTS = (
    Script("Chinese, Japanese and Korean", "決", "fonts-wqy-microhei"),
    Script("Arabic", "ش", "fonts-dejavu-core"),
    Script("Hebrew", "ש", "fonts-dejavu-core"),
    Script("Devanagari", "स", "fonts-lohit-deva"),
    Script("Thai", "ร", "fonts-tlwg-loma-ttf"),
)


@dataclass(frozen=True, slots=True)
class ScriptFont:
    """A font file of this machine."""

    path: Path

    @property
    def file(self) -> str:
        """What a document asks for it by."""
        return self.path.name

    @property
    def name(self) -> str:
        """Family and version, such as "DejaVu Sans 2.37"."""
        return _facts(self.path)[0]

    @property
    def points(self) -> frozenset[int]:
        """The code points that it draws."""
        return _facts(self.path)[1]

    def content(self) -> bytes:
        """The bytes of the font; of a collection, of its first face."""
        if self.path.suffix != ".ttc":
            return self.path.read_bytes()
        out = io.BytesIO()
        with _opened(self.path) as font:
            font.save(out)
        return out.getvalue()


@cache
def installed() -> tuple[ScriptFont, ...]:
    """The fonts of this machine, looked up once in a process."""
    folders = [Path(name) for name in os.environ.get("ADVISOR_FONTS", FOLDERS).split(":") if name and name != "none"]
    fonts: dict[str, ScriptFont] = {}
    for pattern in WANTED:
        for folder in folders:
            for path in sorted(folder.rglob(pattern)):
                fonts.setdefault(path.name, ScriptFont(path))
    return tuple(fonts.values())


@lru_cache(maxsize=65536)
def font_of(point: int) -> ScriptFont | None:
    """The font that draws a code point which the bundled font lacks."""
    return next((font for font in installed() if point in font.points), None)


def identity() -> str:
    """Changes with the fonts of this machine."""
    return "".join(f"{font.file}:{font.path.stat().st_size};" for font in installed())


def scripts() -> Iterator[tuple[Script, ScriptFont | None]]:
    """Each script of the list with the font that draws it here."""
    for script in SCRIPTS:
        yield script, font_of(ord(script.letter))


@cache
def _facts(path: Path) -> tuple[str, frozenset[int]]:
    """Name and code points; of a file that is no font, none."""
    from fontTools.ttLib import TTLibError

    try:
        with _opened(path) as font:
            name = f"{font['name'].getBestFamilyName()} {font['head'].fontRevision:.2f}"
            return name, frozenset(font.getBestCmap() or {})
    except (TTLibError, KeyError, OSError):
        return path.name, frozenset()


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    from fontTools.ttLib import TTFont  # takes a tenth of a second, and only other scripts need it

    with path.open("rb") as file:
        yield TTFont(file, lazy=True, fontNumber=0, recalcTimestamp=False, recalcBBoxes=False)
