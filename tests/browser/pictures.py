"""`./run pictures`: takes pictures of every page anew, from the app as it is served.

In: Chromium and pdftoppm. Out: PNG files with few colours in var/pictures/, to be looked at, and a line for each with
its size; in docs/pictures/ those that the documentation shows; the help page's. Every service in them is answered on
the pages themselves, as a person would. In var/pictures/pages/ each page there is, light, dark, narrow and printed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import django
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect, sync_playwright

import tests.environment  # noqa: F401  a data folder of its own, before Django reads its settings
from tests.browser.app import FLAGS, ROOT, context_of, running_app
from tests.browser.looks import TALLEST
from tests.browser.pictures_help import for_help
from tests.browser.pictures_several import several
from tests.needs import APT, chromium
from tests.shown_pictures import shown_in_docs

TAKEN, DOCS = ROOT / "var" / "pictures", ROOT / "docs" / "pictures"
COLOURS = 256
WIDE, NARROW = 1280, 320
PDF_DPI = "84"


@dataclass(frozen=True)
class Case:
    """A service with its answers, whose result is shown."""

    name: str
    service: str
    kind: str
    answers: Mapping[str, str]
    versions: Mapping[str, str]


def cases() -> list[Case]:
    from tests.browser.answers import FRAMEWORK, RAW, SPLIT, UNDECIDED

    gated = {**RAW, "runtime-mastery": "1", "scorecard.seniority": "1"}
    return [
        Case("raw", "Token stream", "streaming-bridge", RAW, {"Node version": "24", "Express version": "5.3.0"}),
        Case("framework", "Customer API", "product-api", FRAMEWORK, {}),
        Case("gated", "Guardrail scorer", "inference-edge", gated, {}),
        Case("split", "Assistant API", "streaming-inference", SPLIT, {}),
        Case("undecided", "Partner enrichment", "partner-api", UNDECIDED, {}),
    ]


class Studio:
    """Takes pictures with one browser of one app."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self.address = address

    @contextmanager
    def context(
        self, *, state: StorageState | None = None, width: int = WIDE, dark: bool = False
    ) -> Iterator[BrowserContext]:
        context = context_of(
            self.browser,
            base_url=self.address,
            viewport={"width": width, "height": 900 if width == WIDE else 720},
            color_scheme="dark" if dark else "light",
            storage_state=state,
            accept_downloads=True,
        )
        yield context
        context.close()

    def take(self, name: str, page: Page, *, height: int | None = None) -> None:
        """The page from its top, down to a height or to its end."""
        page.locator("html").evaluate("html => document.fonts.ready.then(() => html.scrollTo(0, 0))")
        full = page.evaluate("document.documentElement.scrollHeight")
        size = page.viewport_size
        assert size is not None
        # the window itself is made that tall, so that what sticks to its bottom does not lie across the page
        page.set_viewport_size({"width": size["width"], "height": min(full, height or TALLEST)})
        save(name, page.screenshot())
        page.set_viewport_size(size)

    def both(self, name: str, address: str, *, state: StorageState | None = None, height: int | None = None) -> None:
        """Light and dark, and 320 px wide."""
        for suffix, width, dark in (("", WIDE, False), ("-dark", WIDE, True), ("-320", NARROW, False)):
            with self.context(state=state, width=width, dark=dark) as context:
                page = context.new_page()
                page.goto(address)
                expect(page.locator("#waiting")).to_have_count(0)  # what is not worked out yet comes by itself
                self.take(f"{name}{suffix}", page, height=height if width == WIDE else 1500)


def save(name: str, data: bytes) -> None:
    """Writes a PNG with few colours, which for flat pages looks the same at a third of the size."""
    path = TAKEN / f"{name}.png"
    path.write_bytes(data)
    with Image.open(path) as picture:
        few = picture.convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}  {few.width}×{few.height}  {path.stat().st_size // 1024} KB", flush=True)


def answered(studio: Studio, case: Case) -> StorageState:
    """The cookies of a browser that has answered for this service."""
    from tests.browser.answers import answer_everything

    with studio.context() as context:
        page = context.new_page()
        page.goto("/quick/")
        page.get_by_label("What kind of service is it?").select_option(case.kind)
        page.locator("summary", has_text="Team, latency budget").click()
        page.get_by_label("Which team owns it?").fill("Edge" if case.name == "raw" else "Product")
        for label, version in case.versions.items():
            page.get_by_label(label).fill(version)
        page.get_by_role("button", name="Save and continue").click()
        answer_everything(page, case.answers, name=case.service)
        return context.storage_state()


def questions(studio: Studio) -> None:
    """A question page in the midst of answering."""
    from tests.browser.answers import RAW, choose

    with studio.context() as context:
        page = context.new_page()
        page.goto("/quick/")
        page.get_by_label("What is the service called?").fill("Token stream")
        for key in ("narrow-purpose", "serves-clients", "small-surface"):
            choose(page, key, RAW[key])
            expect(page.locator(f'[data-autosave="{key}"] [data-says=saved]')).to_contain_text("Saved")
        expect(page.locator("#so-far")).to_contain_text("3 of 20 answered")
        state = context.storage_state()
    studio.both("question", "/quick/", state=state, height=1500)


def pdf(studio: Studio, address: str, name: str, state: StorageState, folder: Path) -> None:
    """The first pages of the PDF that a page hands out."""
    with studio.context(state=state) as context:
        page = context.new_page()
        page.goto(address)
        expect(page.locator("#waiting")).to_have_count(0)
        with page.expect_download() as download:
            page.get_by_role("button", name="PDF").click()
        target = folder / "record.pdf"
        download.value.save_as(target)
    command = ["pdftoppm", "-r", PDF_DPI, "-png", str(target), str(folder / name)]
    subprocess.run(command, check=True)
    for number, path in enumerate(sorted(folder.glob(f"{name}-*.png")), start=1):
        save(f"{name}-{number}", path.read_bytes())


def platform(studio: Studio, folder: Path) -> None:
    """The pages of a platform: the example, and those of a copy of it, which its maker can change."""
    studio.both("demo", "/demo/", height=1500)
    with studio.context() as context:
        page = context.new_page()
        page.goto("/demo/")
        page.get_by_role("button", name="Copy as mine").click()
        page.wait_for_url("**/a/**")
        at = page.url.split("?")[0].split("#")[0]
        page.goto(at)  # the private link is shown once: not in a picture
        state = context.storage_state()
        address = page.locator("#services tbody a.tasks__name").nth(1).get_attribute("href") or ""
        team = page.locator("#teams a.tasks__name").first.get_attribute("href") or ""
    service = address.split("/services/")[1].split("/")[0]
    studio.both("hub", at, state=state, height=1500)
    studio.both("scorecard", team, state=state, height=1500)
    studio.both("platform", f"{at}result/", state=state, height=1500)
    studio.both("service", f"{at}services/{service}/result/", state=state, height=1800)
    studio.both("share", f"{at}share/", state=state, height=1500)
    pdf(studio, f"{at}result/", "platform-pdf", state, folder)
    people(studio, f"{at}plan/edit/", state)
    studio.both("plan", f"{at}plan/", state=state, height=1900)
    pdf(studio, f"{at}plan/", "interviews", state, folder)


def people(studio: Studio, address: str, state: StorageState) -> None:
    """Fills in some of the plan, as a meeting would."""
    typed = {
        "#step--audit--metering-owner": "Ines Duarte",
        "#step--audit--metering-by": "2026-12-11",
        "#step--prototype--metering-owner": "Ben Lindqvist",
        "#step--prototype--metering-by": "2027-01-22",
        "#owner--inference-edge-owner": "Ada Okafor",
        "#owner--inference-edge-backup": "Ben Lindqvist",
        "#owner--inference-edge-scope": "No tenants, no quotas: one kind of request.",
        "#owner--token-stream-owner": "Ben Lindqvist",
        "#concern--auth-owner": "Ines Duarte",
    }
    with studio.context(state=state) as context:
        page = context.new_page()
        page.goto(address)
        for field, text in typed.items():
            page.locator(field).fill(text)
        with page.expect_navigation():
            page.get_by_role("button", name="Save", exact=True).click()


def take_all(studio: Studio, folder: Path) -> None:
    studio.both("home", "/", height=1400)
    questions(studio)
    platform(studio, folder)
    for case in cases():
        state = answered(studio, case)
        if case.name == "raw":
            studio.both("check", "/quick/check/", state=state, height=1200)
            studio.both("result", "/quick/result/", state=state)
        else:
            with studio.context(state=state) as context:
                page = context.new_page()
                page.goto("/quick/result/")
                studio.take(f"result-{case.name}", page)
    several(studio)
    for_help(studio)
    studio.both("checklist", "/checklists/nodejs-express/", height=1500)
    with studio.context() as context:
        page = context.new_page()
        page.goto("/no-such-page/")
        studio.take("not-found", page)


def every_page() -> int:
    """Each page of the table in each look; pytest's exit status."""
    folder = TAKEN / "pages"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    command = [sys.executable, "-m", "pytest", "-n", "2", "tests/browser/test_pages.py", "-k", "accessible_and_fits"]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, "ADVISOR_TEST_LOOKS": str(folder)}, check=False
    ).returncode


def main() -> int:
    path = chromium()
    if path is None:
        print(
            f"Pictures need Chromium: {APT} chromium-headless-shell libatomic1",
            file=sys.stderr,
        )
        return 1
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "advisor.settings")
    django.setup()
    with tempfile.TemporaryDirectory() as name, running_app(Path(name)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        for old in [*TAKEN.glob("*.png"), *DOCS.glob("*.png")]:
            old.unlink()
        TAKEN.mkdir(parents=True, exist_ok=True)
        take_all(Studio(browser, address), Path(name))
        browser.close()
    for name in shown_in_docs():
        shutil.copy(TAKEN / name, DOCS)
    return every_page()


if __name__ == "__main__":
    sys.exit(main())
