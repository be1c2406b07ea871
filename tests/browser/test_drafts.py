"""What is typed survives: a closed tab, a lost connection, a refusal; and goes when it is stored, or not one's own."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.answers import choose
from tests.browser.conftest import Open, Platform
from tests.browser.steps import follow

pytestmark = pytest.mark.browser
KEY = "narrow-purpose"
WORDS = "Relays tokens, nothing else."
DRAFTS = "() => Object.keys(localStorage).filter(key => key.startsWith('advisor-draft:'))"


def statement(page: Page, key: str = KEY) -> Locator:
    return page.locator(f'[data-autosave="{key}"]')


def note(page: Page) -> Locator:
    box = statement(page)
    if not box.locator("textarea").is_visible():
        box.locator("summary").click()
    return box.locator("textarea")


def drafts(page: Page) -> list[str]:
    return list(page.evaluate(DRAFTS))


def offer(page: Page) -> Locator:
    return page.locator("[data-offer]")


def began(page: Page) -> None:
    """A service with one answer that is saved."""
    page.goto("/quick/")
    choose(page, KEY, "4")
    expect(statement(page).locator("[data-says=saved]")).to_contain_text("Saved")


def another_tab(context: BrowserContext, page: Page, address: str) -> Page:
    """The tab is closed, and the page opened again in another."""
    tab = context.new_page()
    page.close()
    tab.goto(address)
    return tab


def test_note_typed_is_saved_after_a_pause_without_leaving_the_field(open_page: Open) -> None:
    page, _ = open_page()
    began(page)
    with page.expect_response(re.compile(f"answers/{KEY}/")) as saved:
        note(page).press_sequentially(WORDS)
    assert saved.value.status == 200
    expect(statement(page).locator("[data-says=saved]")).to_contain_text("Saved")
    expect(note(page)).to_be_focused()
    assert drafts(page) == []
    page.reload()
    expect(note(page)).to_have_value(WORDS)


def test_note_typed_and_page_hidden_is_saved_by_a_request_that_outlives_the_page(open_page: Open) -> None:
    page, _ = open_page()
    began(page)
    page.clock.install()  # no pause ever passes
    note(page).fill(WORDS)
    with page.expect_request(re.compile(f"answers/{KEY}/")) as sent:
        page.evaluate("() => window.dispatchEvent(new Event('pagehide'))")
    answer = sent.value.response()
    assert answer is not None
    assert answer.status == 200
    page.reload()
    expect(note(page)).to_have_value(WORDS)
    expect(statement(page).locator(".conflict")).to_have_count(0)


def typed_offline(page: Page, type_: Callable[[Page], None], watch: object) -> None:
    watch.offline = True  # type: ignore[attr-defined]
    page.context.set_offline(True)
    type_(page)
    page.wait_for_function("() => Object.keys(localStorage).length > 0")  # before the tab is closed


NOTHING_LEAVES = """() => {
  window.fetch = () => Promise.reject(new TypeError("no connection"));
  XMLHttpRequest.prototype.send = () => undefined;
}"""
"""A page that the browser closes is online again before it is gone, and would send at once what is not saved."""


def online_in_another_tab(page: Page, watch: object) -> Page:
    """The tab was closed while there was no connection, and the page is opened again in another."""
    context = page.context
    page.evaluate(NOTHING_LEAVES)
    page.close()
    context.set_offline(False)
    tab = context.new_page()
    tab.goto("/quick/")
    watch.offline = False  # type: ignore[attr-defined]
    return tab


def test_note_typed_offline_and_tab_closed_is_offered_and_saved_when_taken(open_page: Open) -> None:
    page, watch = open_page()
    began(page)
    typed_offline(page, lambda each: note(each).fill(WORDS), watch)
    tab = online_in_another_tab(page, watch)
    expect(offer(tab)).to_contain_text(WORDS)
    expect(offer(tab)).to_contain_text("wasn't saved")
    expect(statement(tab).locator("textarea")).to_have_value("")
    offer(tab).get_by_role("button", name="Use what I typed").click()
    expect(note(tab)).to_have_value(WORDS)
    expect(statement(tab).locator("[data-says=saved]")).to_contain_text("Saved")
    expect(offer(tab)).to_have_count(0)
    tab.reload()
    expect(note(tab)).to_have_value(WORDS)
    expect(offer(tab)).to_have_count(0)
    assert drafts(tab) == []


def test_answer_chosen_offline_and_tab_closed_is_offered_and_dropped_when_not_wanted(open_page: Open) -> None:
    page, watch = open_page()
    began(page)
    typed_offline(page, lambda each: choose(each, KEY, "1"), watch)
    expect(statement(page).locator(".failed")).to_contain_text("no connection")
    tab = online_in_another_tab(page, watch)
    expect(offer(tab)).to_contain_text(re.compile("mostly not true", re.IGNORECASE))
    offer(tab).get_by_role("button", name="Use what is saved").click()
    expect(tab.locator(f'input[name="answer-{KEY}"][value="4"]')).to_be_checked()
    assert drafts(tab) == []


def test_first_answer_ever_given_offline_is_offered_to_the_browser_that_has_no_cookie_yet(open_page: Open) -> None:
    page, watch = open_page()
    page.goto("/quick/")
    typed_offline(page, lambda each: choose(each, KEY, "3"), watch)
    tab = online_in_another_tab(page, watch)
    offer(tab).get_by_role("button", name="Use what I typed").click()
    expect(statement(tab).locator("[data-says=saved]")).to_contain_text("Saved")
    assert drafts(tab) == []


def test_new_platform_typed_and_tab_closed_is_offered_and_gone_once_it_is_made(open_page: Open) -> None:
    page, _ = open_page()
    page.goto("/new/")
    page.locator("[name=title]").fill("Acme AI")
    page.locator("[name=services]").fill("Infer\nBilling")
    tab = another_tab(page.context, page, "/new/")
    expect(offer(tab)).to_contain_text("Acme AI")
    expect(tab.locator("[name=title]")).to_have_value("")
    offer(tab).get_by_role("button", name="Use what I typed").click()
    expect(tab.locator("[name=services]")).to_have_value("Infer\nBilling")
    tab.locator("[name=your_name]").fill("Ada")
    follow(tab.get_by_role("button", name="Create the assessment"))
    expect(tab).to_have_url(re.compile("/a/"))
    assert drafts(tab) == []
    tab.goto("/new/")
    expect(offer(tab)).to_have_count(0)


def test_form_that_was_refused_stays_a_draft_until_it_is_stored(open_page: Open) -> None:
    page, watch = open_page()
    watch.expected_statuses = {422}
    page.goto("/new/")
    page.locator("[name=title]").fill("Acme AI")
    page.locator("[name=services]").fill("x" * 301)
    page.locator("form.making").evaluate("form => { form.noValidate = true; }")
    follow(page.get_by_role("button", name="Create the assessment"))
    expect(page.locator(".errors")).to_be_visible()
    expect(offer(page)).to_have_count(0)
    tab = another_tab(page.context, page, "/new/")
    expect(offer(tab)).to_contain_text("Acme AI")


LONG = [
    ("{a}/decide/edit/", "textarea[name=good]"),
    ("{a}/plan/edit/", "textarea"),
    ("{a}/edit/services/infer/", "[name=description]"),
    ("{a}/add/services/", "[name=services]"),
    ("{a}/import/", "[name=text]"),
    ("/checklists/check/", "[name=text]"),
    ("/restore/", "[name=text]"),
]


@pytest.mark.parametrize(("where", "field"), LONG)
def test_long_form_typed_and_tab_closed_is_offered_beside_what_is_saved(
    open_page: Open, platform: Platform, where: str, field: str
) -> None:
    page, _ = open_page(storage_state=platform.state)
    at = platform.at(where)
    page.goto(at)
    page.locator(f"main form[data-draft] {field}").first.fill(WORDS)
    tab = another_tab(page.context, page, at)
    expect(offer(tab)).to_contain_text(WORDS)
    expect(tab.locator(f"main form[data-draft] {field}").first).not_to_have_value(WORDS)
    offer(tab).get_by_role("button", name="Use what I typed").click()
    expect(tab.locator(f"main form[data-draft] {field}").first).to_have_value(WORDS)


def test_draft_beside_an_offer_overwrites_neither(open_page: Open) -> None:
    page, _ = open_page()
    page.goto("/new/")
    page.locator("[name=title]").fill("First")
    tab = another_tab(page.context, page, "/new/")
    expect(offer(tab)).to_contain_text("First")
    tab.locator("[name=title]").fill("Second")
    last = another_tab(tab.context, tab, "/new/")
    expect(offer(last)).to_have_count(2)
    expect(offer(last).filter(has_text="First")).to_have_count(1)
    expect(offer(last).filter(has_text="Second")).to_have_count(1)


def test_draft_of_somebody_else_in_the_same_browser_is_not_offered(open_page: Open) -> None:
    page, _ = open_page()
    began(page)
    page.goto("/new/")
    page.locator("[name=title]").fill("Acme AI")
    page.context.clear_cookies()
    tab = another_tab(page.context, page, "/new/")
    expect(tab.locator("[name=title]")).to_be_visible()
    expect(offer(tab)).to_have_count(0)
    stored = tab.evaluate("() => JSON.stringify(localStorage)")
    assert "csrf" not in stored


def test_signing_up_keeps_what_a_guest_typed_and_signing_out_clears_it(open_page: Open) -> None:
    page, _ = open_page()
    began(page)
    page.goto("/new/")
    page.locator("[name=title]").fill("Acme AI")
    page.goto("/accounts/signup/")
    page.locator("[name=email]").fill("ada@example.com")
    page.locator("[name=password1]").fill("a long enough phrase")
    follow(page.locator("main").get_by_role("button").first)
    page.goto("/new/")
    expect(offer(page)).to_contain_text("Acme AI")
    page.goto("/accounts/logout/")
    follow(page.get_by_role("button", name="Sign out"))
    assert drafts(page) == []


def test_revoked_access_clears_what_was_typed_there_and_nothing_else(open_page: Open, platform: Platform) -> None:
    page, watch = open_page(storage_state=platform.state)
    watch.expected_statuses = {404}
    page.goto(f"{platform.address}/edit/services/infer/")
    page.locator("textarea[name=description]").fill(WORDS)
    page.goto("/checklists/check/")
    page.locator("[name=text]").fill(WORDS)
    assert len(drafts(page)) == 2
    page.context.clear_cookies()
    page.goto(f"{platform.address}/edit/services/infer/")
    assert ["/".join(key.split("/")[2:]) for key in drafts(page)] == ["file/"]


def test_refusal_says_that_the_draft_is_here_only_where_it_is_the_one_that_was_sent(open_page: Open) -> None:
    page, watch = open_page()
    watch.expected_statuses = {403}
    said = page.get_by_text("What you typed is still in this browser.")
    page.goto("/new/")
    page.locator("[name=title]").fill("Acme AI")
    page.goto("/checklists/check/")
    page.evaluate("() => { document.querySelector('main form [name=csrfmiddlewaretoken]').value = 'x'; }")
    page.evaluate("() => { delete document.querySelector('main form').dataset.draft; }")
    page.locator("main form textarea").first.fill("a: b")
    page.locator("main form").first.evaluate("form => form.requestSubmit()")
    expect(page.locator("h1")).to_contain_text("wasn't saved")
    expect(said).to_be_hidden()
    page.goto("/new/")
    page.locator("[name=title]").fill("Acme AI, anew")
    page.evaluate("() => { document.querySelector('main form [name=csrfmiddlewaretoken]').value = 'x'; }")
    page.locator("form.making").evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
    expect(page.locator("h1")).to_contain_text("wasn't saved")
    expect(said).to_be_visible()
