"""Which pictures of docs/pictures/ there is a use for."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def shown_in_docs() -> list[str]:
    """The names of the pictures that the README or a page of the documentation shows."""
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    return sorted({name for page in pages for name in re.findall(r"pictures/([\w-]+\.png)", page.read_text("utf-8"))})
