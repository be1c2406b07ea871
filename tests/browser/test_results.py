"""Results in a real browser: what if beside the result, live and without JavaScript, and a platform's PDF."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open
from tests.browser.steps import follow

pytestmark = pytest.mark.browser
SERVICE = "/demo/services/token-stream/result/"
MOST_PIXELS = 1800
LATENCY = "Every millisecond this service itself adds to a request matters."


def level(page: Page, words: str) -> Locator:
    """One stop of the scale below the statement on latency."""
    return page.get_by_role("radiogroup", name=LATENCY).get_by_label(words, exact=True)


def test_what_if_follows_each_change_beside_the_result(open_page: Open) -> None:
    page, _ = open_page()
    page.goto(SERVICE)
    page.locator("#what-if summary").click()
    outcome = page.locator("#outcome")
    expect(outcome).to_contain_text("Change an answer")
    level(page, "not true").check()
    expect(outcome).to_contain_text("What you changed")
    expect(outcome).to_contain_text("Split becomes Express")
    page.get_by_label("How many raw services Edge can own at most").fill("x")
    page.get_by_label("How many raw services Edge can own at most").blur()
    expect(outcome).to_contain_text("Write a whole number")
    expect(page).to_have_url(re.compile(f"{SERVICE}$"))
    page.get_by_role("link", name="Reset to your answers").click()
    expect(level(page, "true")).to_be_checked()


def test_what_if_works_without_javascript(open_page: Open) -> None:
    page, _ = open_page(java_script_enabled=False)
    page.goto(SERVICE)
    page.locator("#what-if summary").click()
    level(page, "not true").check()
    follow(page.get_by_role("button", name="Show the effect"))
    expect(page.locator("#outcome")).to_contain_text("Split becomes Express")
    expect(level(page, "not true")).to_be_checked()
    follow(page.get_by_role("link", name="Back to the result"))
    expect(page).to_have_url(re.compile(f"{SERVICE}$"))


def test_result_is_short_and_an_address_opens_what_it_names_in_the_working(open_page: Open) -> None:
    page, _ = open_page(viewport={"width": 1280, "height": 900})
    for slug in ("inference-edge", "token-stream", "product-api", "webhooks"):
        page.goto(f"/demo/services/{slug}/result/")
        assert page.evaluate("document.documentElement.scrollHeight") <= MOST_PIXELS
    expect(page.locator("#flips")).to_be_hidden()
    for part in ("flips", "working"):
        page.goto(f"{SERVICE}#{part}")
        expect(page.locator("#flips")).to_be_visible()
        page.goto("/help/")


@pytest.mark.pango
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_platform_pdf_is_downloaded_by_whoever_copied_the_example(open_page: Open, scripts: bool) -> None:
    page, _ = open_page(java_script_enabled=scripts)
    page.goto("/demo/")
    follow(page.get_by_role("button", name="Copy as mine"))
    follow(page.get_by_role("row", name=re.compile("Token stream")).get_by_role("link", name=re.compile("^Split")))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Split it")
    follow(page.get_by_role("link", name="The whole platform"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Build on both")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the PDF").click()
    assert re.fullmatch(r"lumen-ai-\d{4}-\d\d-\d\d\.pdf", download.value.suggested_filename)
    assert download.value.path().read_bytes().startswith(b"%PDF")
