"""Pictures for the help page: one piece of a page for each step, light and dark.

In: a browser and the address of the app. Out: small WebP files in static/pictures/, and a line for each with its
height, which `advisor/pages/home/help_steps.py` states so that nothing moves while they load.
"""

import io
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from advisor.pages.home.help_steps import WIDTH
from tests.browser.app import ROOT
from tests.browser.pictures_several import restored, says
from tests.browser.steps import follow

if TYPE_CHECKING:
    from tests.browser.pictures import Studio

FOLDER = ROOT / "static" / "pictures"
MARGIN = 16
TALLEST = 420
QUALITY = 55


def save_small(name: str, data: bytes) -> None:
    path = FOLDER / f"{name}.webp"
    with Image.open(io.BytesIO(data)) as picture:
        picture.convert("RGB").save(path, "WEBP", quality=QUALITY, method=6)
        print(
            f"{path.relative_to(ROOT)}  {picture.width}×{picture.height}  {path.stat().st_size // 1024} KB", flush=True
        )


def piece(name: str, page: Page, part: Locator) -> None:
    """A part of a page as wide as every picture, down to a height or to its end, in both themes."""
    for suffix, scheme in (("", "light"), ("-dark", "dark")):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.locator("html").evaluate("html => document.fonts.ready.then(() => html.scrollTo(0, 0))")
        box = part.bounding_box()
        assert box is not None
        height = min(round(box["height"]), TALLEST)
        clip = {"x": MARGIN, "y": round(box["y"]), "width": WIDTH, "height": height}
        save_small(f"{name}{suffix}", page.screenshot(full_page=True, clip=clip))  # type: ignore[arg-type]


def for_help(studio: "Studio") -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.webp"):
        old.unlink()
    with studio.context(width=WIDTH + 2 * MARGIN) as context:
        page = context.new_page()
        page.set_viewport_size({"width": WIDTH + 2 * MARGIN, "height": 1600})
        at = restored(page)
        page.goto(f"{at}share/")
        page.get_by_label("Who is it for?").fill("Ben Lindqvist")
        page.locator("input[name=role][value=respond]").check()
        piece("invite", page, page.locator("main form.making").first)
        page.goto(f"{at}services/token-stream/purpose/")
        piece("answer", page, page.locator("#q-narrow-purpose"))
        compare(page, at)
        page.goto(f"{at}decide/edit/")
        piece("decide", page, page.locator("#choice-token-stream"))
        page.goto(f"{at}decide/")
        follow(page.get_by_role("button", name="Propose it"))
        says(page, "Ada Okafor", accepts=True, words="We can carry it.")
        says(page, "Ines Duarte", accepts=False, words="I would wait until a second person can run it.")
        follow(page.get_by_role("link", name="Check and sign"))
        piece("sign", page, page.locator("section[aria-labelledby=words]"))


def compare(page: Page, at: str) -> None:
    page.goto(f"{at}compare/services/token-stream/")
    page.locator("summary", has_text="differences:").click()
    different = page.locator(".difference").first
    piece("compare", page, different)
    different.get_by_text("Settle", exact=True).click()
    form = different.locator("form", has=page.get_by_role("button", name="Settle it"))
    form.locator(".scale__stops .stop").nth(3).click()
    form.get_by_label("Why?").fill("Five people merged changes in October.")
    form.get_by_label("Why?").blur()
    piece("settle", page, form)
    page.goto(f"{at}compare/services/product-api/")
    follow(page.get_by_role("button", name="Open a second round"))
    page.goto(f"{at}compare/")
    expect(page.locator("#services")).to_be_visible()
    piece("reveal", page, page.locator("#services"))
