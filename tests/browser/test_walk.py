"""From the home page through the questions to a PDF on disk, with JavaScript and without, wide and narrow."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from tests.browser.answers import RAW, answer_everything, choose
from tests.browser.axe import violations
from tests.browser.conftest import DESK, PHONE, Open
from tests.browser.steps import follow
from tests.patience import PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.pango]
NAME = "Token stream"
FILE = r"token-stream-\d{4}-\d\d-\d\d\."


def ask_for_pdf(page: Page, to: Path) -> Path:
    """Presses the button and waits for the file, which the waiting page hands out by itself."""
    with page.expect_download() as download:
        page.get_by_role("button", name="PDF").click()
    assert re.fullmatch(FILE + "pdf", download.value.suggested_filename)
    target = to / download.value.suggested_filename
    download.value.save_as(target)
    return target


@pytest.mark.parametrize(
    ("script", "viewport"), [(False, DESK), (True, PHONE)], ids=["no-script-wide", "script-narrow"]
)
def test_walk_from_home_ends_in_a_pdf(open_page: Open, tmp_path: Path, script: bool, viewport: dict[str, int]) -> None:
    page, _ = open_page(java_script_enabled=script, viewport=viewport, accept_downloads=True)
    page.goto("/")
    follow(page.get_by_role("link", name="Try one service").last)
    answer_everything(page, RAW, name=NAME, one_by_one=script)
    expect(page.get_by_role("main")).to_contain_text("20 of 20 answered for Token stream")
    follow(page.get_by_role("main").get_by_role("link", name="See the result"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Build it on Raw Node.js")
    with pikepdf.open(ask_for_pdf(page, tmp_path)) as pdf:
        assert str(pdf.Root.Lang) == "en"
        assert NAME in str(pdf.docinfo["/Title"])
        assert len(pdf.attachments) == 2


def test_other_files_hold_the_same_service(open_page: Open, tmp_path: Path) -> None:
    page, _ = open_page(accept_downloads=True)
    page.goto("/quick/")
    page.get_by_label("What is the service called?").fill(NAME)
    choose(page, "narrow-purpose", "4")
    expect(page.locator("[data-says=saved]").first).to_contain_text("Saved")
    page.goto("/quick/result/")
    for link, ending in (("Markdown", "md"), ("JSON", "json"), ("Answers (YAML)", "yaml")):
        with page.expect_download() as download:
            page.get_by_role("link", name=link).click()
        assert re.fullmatch(FILE + ending, download.value.suggested_filename)
        download.value.save_as(tmp_path / ending)
        assert NAME in (tmp_path / ending).read_text()


def test_result_is_offered_as_soon_as_it_is_settled(open_page: Open) -> None:
    page, _ = open_page()
    page.goto("/quick/questions/people/")
    panel = page.locator("#so-far")
    expect(panel.get_by_role("link", name="See the result")).to_have_count(0)
    choose(page, "runtime-mastery", "0")
    expect(panel.locator(".callout")).to_contain_text("runtime")
    page.goto("/quick/")
    for key, value in {"serves-clients": "4", "cross-cutting-needs": "4", "expected-growth": "4"}.items():
        choose(page, key, value)
    choose(page, "narrow-purpose", "0")
    expect(panel.locator(".panel").get_by_role("link", name="See the result")).to_be_visible()
    expect(panel).to_contain_text("nothing still open can change this")


def test_start_over_asks_once_and_begins_anew(open_page: Open) -> None:
    page, _ = open_page()
    page.goto("/quick/")
    choose(page, "narrow-purpose", "4")
    expect(page.locator("#so-far")).to_contain_text("1 of 20 answered")
    page.reload()
    follow(page.get_by_role("link", name="Start over"))
    follow(page.get_by_role("button", name="Delete the answers and start over"))
    expect(page).to_have_url(re.compile("/quick/$"))
    expect(page.locator("#so-far")).to_contain_text("0 of 20 answered")


LOSE = """
CREATE TRIGGER lose AFTER UPDATE ON publish_rendering WHEN NEW.state = 'done' BEGIN
  UPDATE publish_rendering SET state = 'failed', reason = 'The renderer was stopped.', job = OLD.job, content = x''
  WHERE key = NEW.key;
END
"""


def test_failed_rendering_says_so_and_is_tried_again(open_page: Open, folder: Path) -> None:
    page, _ = open_page(accept_downloads=True)
    answer_everything(page, {**RAW, "easy-onboarding": "0"}, name=NAME)
    page.goto("/quick/result/")
    with closing(sqlite3.connect(folder / "advisor.sqlite3", timeout=PATIENCE, isolation_level=None)) as database:
        database.execute(LOSE)
        try:
            page.get_by_role("button", name="PDF").click()
            expect(page.get_by_role("alert")).to_contain_text("The renderer was stopped.")
        finally:
            database.execute("DROP TRIGGER lose")
    assert violations(page) == []
    expect(page.get_by_role("link", name="Markdown")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Try again").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
