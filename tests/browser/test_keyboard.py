"""The whole way by keyboard alone, with a visible focus at each step."""

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Open
from tests.browser.steps import all_arrived, asked, press_enter

pytestmark = pytest.mark.browser

SEEN = """() => {
  const at = document.activeElement;
  const shown = [at, at.closest("label")].filter(Boolean);
  const uncovered = (one) => {
    const { left, right, top, bottom } = one.getClientRects()[0];
    const there = document.elementFromPoint((left + right) / 2, (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2);
    return there !== null && (one.contains(there) || there.contains(one));
  };
  return shown.some((one) => getComputedStyle(one).outlineStyle !== "none" && uncovered(one));
}"""
"""Whether the focus shows and nothing lies over it."""


def tab_to(page: Page, selector: str, *, most: int = 80) -> None:
    """Presses Tab until the focus is on what the selector names; each stop on the way must show its focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):  # past the end; the next is the first
            continue
        assert page.evaluate(SEEN), page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def test_skip_link_is_first_and_leads_past_the_header(open_page: Open) -> None:
    page, _ = open_page()
    page.goto("/help/")
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Skip to the content")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_questions_by_keyboard_alone_lead_to_a_result(open_page: Open) -> None:
    page, _ = open_page(viewport=PHONE, reduced_motion="reduce")  # wide, in the soak: `test_platform.py`
    page.goto("/")
    tab_to(page, "main a.button--primary")
    press_enter(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("What the service is for")
    for _ in range(4):
        for key in asked(page):
            tab_to(page, f'input[name="answer-{key}"]')
            page.keyboard.press("Space")
            page.keyboard.press("ArrowRight")
            expect(page.locator(f'input[name="answer-{key}"]:checked')).to_have_value("1")
        all_arrived(page)
        tab_to(page, "button[value=next]")
        press_enter(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    tab_to(page, "a.button--primary")
    press_enter(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Build it on a framework such as Express")


@pytest.mark.parametrize(
    ("template", "link"),
    [("publish/_waiting.html", "#back"), ("publish/_working.html", "#again"), ("results/_waiting.html", "#again")],
)
def test_focus_stays_while_a_waiting_page_renews_itself(open_page: Open, template: str, link: str) -> None:
    page, _ = open_page(watched=False)  # the page that is renewed is no page of the app's
    told = render_to_string(
        template, {"here": "/renewed/", "ticket": {"back": "/"}, "working": {"done": 1, "total": 2}}
    )
    page.route("**/renewed/", lambda route: route.fulfill(body=told, content_type="text/html"))
    page.goto("/help/")
    page.evaluate("told => { const main = document.querySelector('main'); main.innerHTML = told; }", told)
    page.locator(link).focus()
    page.evaluate("document.querySelector('#waiting').dataset.first = ''; htmx.process(document.querySelector('main'))")
    expect(page.locator("#waiting:not([data-first])")).to_be_visible()
    expect(page.locator(link)).to_be_focused()
