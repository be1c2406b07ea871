"""A page as it is looked at: light, dark, 320 px wide and printed; and how far its content moved while it came.

In: a page that is open. Out: four pictures in the folder that ADVISOR_TEST_LOOKS names (`./run pictures` does), and a
layout shift. Must not know: any page.
"""

import os
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page

FOLDER = os.environ.get("ADVISOR_TEST_LOOKS", "")
TALLEST = 2600
"""Longer pages are cut here: a picture is looked at, not read."""
LOOKS: tuple[tuple[str, int, Literal["light", "dark"], Literal["screen", "print"]], ...] = (
    ("light", 1280, "light", "screen"),
    ("dark", 1280, "dark", "screen"),
    ("320", 320, "light", "screen"),
    ("print", 794, "light", "print"),  # the width of A4
)
SHIFT = """() => new Promise(resolve => {
  let moved = 0;
  new PerformanceObserver(list => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) moved += one.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(moved), 100);
})"""


def take_looks(page: Page, name: str) -> None:
    for look, width, scheme, media in LOOKS:
        page.emulate_media(color_scheme=scheme, media=media)
        page.set_viewport_size({"width": width, "height": 900})
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": min(height, TALLEST)})
        page.screenshot(path=Path(FOLDER, f"{name}-{look}.png"))


def layout_shift(page: Page) -> float:
    """The sum of the layout shifts of a page since it was opened that no click or key caused."""
    return float(page.evaluate(SHIFT))
