"""Saving while one answers: nothing typed is lost, and nothing is overwritten in silence."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.answers import choose
from tests.browser.conftest import Open
from tests.browser.steps import follow

pytestmark = pytest.mark.browser
KEY = "narrow-purpose"


def statement(page: Page, key: str = KEY) -> Locator:
    return page.locator(f'[data-autosave="{key}"]')


def saved(page: Page, key: str = KEY) -> Locator:
    return statement(page, key).locator("[data-says=saved]")


def chosen(page: Page, value: str, key: str = KEY) -> Locator:
    return page.locator(f'input[name="answer-{key}"][value="{value}"]')


def start(page: Page, value: str = "4") -> None:
    page.goto("/quick/")
    choose(page, KEY, value)
    expect(saved(page)).to_contain_text("Saved")


def test_answer_chosen_is_saved_by_itself_and_moves_the_panel(open_page: Open) -> None:
    page, _ = open_page()
    page.goto("/quick/")
    expect(page.locator("#so-far")).to_contain_text("0 of 20 answered")
    choose(page, KEY, "3")
    expect(saved(page)).to_have_text(re.compile(r"Saved \d"))
    expect(page.locator("#so-far")).to_contain_text("1 of 20 answered")
    expect(page.locator("#page-progress")).to_contain_text("1 of 5, saved")
    page.reload()
    expect(chosen(page, "3")).to_be_checked()


def test_connection_lost_in_mid_save_keeps_the_answer_and_sends_it_later(open_page: Open) -> None:
    page, watch = open_page()
    start(page)
    watch.offline = True
    page.context.set_offline(True)
    choose(page, KEY, "1")
    expect(statement(page).locator(".failed")).to_contain_text("no connection")
    expect(chosen(page, "1")).to_be_checked()
    page.context.set_offline(False)
    expect(statement(page).locator(".retried")).to_contain_text("Saved")
    watch.offline = False
    page.reload()
    expect(chosen(page, "1")).to_be_checked()


def test_reply_lost_after_the_save_is_told_apart_from_a_stale_one(open_page: Open) -> None:
    page, watch = open_page()
    start(page)
    lost = 0

    def lose(route: Route) -> None:
        nonlocal lost
        lost += 1
        route.fetch()  # the server has it
        route.abort("connectionreset")

    watch.offline = True
    page.route(f"**/quick/answers/{KEY}/", lose, times=1)
    choose(page, KEY, "0")
    expect(statement(page).locator(".retried")).to_contain_text("Saved")
    assert lost == 1
    watch.offline = False
    expect(statement(page).locator(".conflict")).to_have_count(0)
    page.reload()
    expect(chosen(page, "0")).to_be_checked()


def test_server_in_trouble_keeps_what_was_typed_and_tries_again(open_page: Open) -> None:
    page, watch = open_page()
    start(page)
    watch.expected_statuses = {503}
    saves = f"**/quick/answers/{KEY}/"
    page.route(saves, lambda route: route.fulfill(status=503, body="busy"))
    statement(page).locator("summary").click()
    note = statement(page).locator("textarea")
    note.fill("Relays tokens, nothing else.")
    note.blur()
    expect(statement(page).locator(".failed")).to_contain_text("will try again")
    expect(note).to_have_value("Relays tokens, nothing else.")
    page.unroute(saves)
    expect(statement(page).locator(".retried")).to_contain_text("Saved")
    page.reload()
    expect(statement(page).locator("textarea")).to_have_value("Relays tokens, nothing else.")


@pytest.mark.parametrize(("button", "stays"), [("Keep mine", "1"), ("Take the saved one", "3")])
def test_two_tabs_answering_the_same_statement_show_both_values(open_page: Open, button: str, stays: str) -> None:
    first, watch = open_page()
    watch.expected_statuses = {412}
    start(first)
    second = first.context.new_page()
    second.goto("/quick/")
    choose(first, KEY, "3")
    expect(first.locator("#so-far")).to_contain_text("1 of 20 answered")
    expect(saved(first)).to_contain_text("Saved")
    with second.expect_response(lambda response: response.status == 412):
        choose(second, KEY, "1")
    conflict = statement(second).locator(".conflict")
    expect(conflict).to_contain_text("mostly not true")
    expect(conflict).to_contain_text("mostly true")
    conflict.get_by_role("button", name=button).press("Enter")
    expect(statement(second).locator(".statement__state")).to_be_focused()
    expect(statement(second).locator(".conflict")).to_have_count(0)
    expect(saved(second)).to_contain_text("Saved")
    second.reload()
    expect(chosen(second, stays)).to_be_checked()


def test_two_tabs_without_javascript_save_the_rest_and_give_the_conflict_back(open_page: Open) -> None:
    first, watch = open_page(java_script_enabled=False)
    watch.expected_statuses = {412}
    first.goto("/quick/")
    second = first.context.new_page()
    second.goto("/quick/")
    choose(first, KEY, "4")
    follow(first.get_by_role("button", name="Save and continue"))
    second.goto("/quick/")
    first.goto("/quick/")
    choose(first, KEY, "3")
    follow(first.get_by_role("button", name="Save and continue"))
    choose(second, KEY, "0")
    choose(second, "serves-clients", "2")
    follow(second.get_by_role("button", name="Save and continue"))
    expect(second.locator(".errors")).to_contain_text("changed while you were typing")
    expect(statement(second).locator(".conflict")).to_contain_text("not true")
    expect(statement(second).locator(".conflict")).to_contain_text("mostly true")
    follow(second.get_by_role("button", name="Keep mine"))
    second.goto("/quick/")
    expect(chosen(second, "0")).to_be_checked()
    expect(chosen(second, "2", "serves-clients")).to_be_checked()


def test_note_that_is_too_long_is_refused_at_its_field_and_kept(open_page: Open) -> None:
    page, watch = open_page()
    watch.expected_statuses = {422}
    start(page)
    text = "x" * 20_001
    statement(page).locator("summary").click()
    note = statement(page).locator("textarea")
    note.evaluate("area => area.removeAttribute('maxlength')")
    note.fill(text)
    note.blur()
    expect(statement(page).locator(".field__error")).to_contain_text("20,000")
    expect(note).to_have_value(text)
    note.fill(text[:-1])
    note.blur()
    expect(saved(page)).to_contain_text("Saved")


def test_back_button_shows_what_is_saved(open_page: Open) -> None:
    page, _ = open_page()
    start(page, "2")
    follow(page.get_by_role("link", name="The team"))
    expect(page).to_have_url(re.compile("/quick/team/"))
    page.go_back()
    expect(chosen(page, "2")).to_be_checked()
    expect(saved(page)).to_contain_text("Saved")


def test_does_not_apply_asks_for_a_reason_before_it_is_saved(open_page: Open) -> None:
    page, watch = open_page()
    watch.expected_statuses = {422}
    page.goto("/quick/")
    reason = statement(page, "serves-clients").get_by_label("Why does it not apply?")
    expect(reason).to_be_hidden()
    choose(page, "serves-clients", "na")
    expect(reason).to_be_visible()
    reason.fill("No callers but our own gateway.")
    reason.blur()
    expect(saved(page, "serves-clients")).to_contain_text("Saved")
    page.reload()
    expect(reason).to_have_value("No callers but our own gateway.")


def test_page_sent_while_an_answer_is_still_being_saved_is_no_conflict_with_oneself(open_page: Open) -> None:
    page, watch = open_page()
    start(page, "4")
    page.goto("/quick/")
    watch.offline = True  # leaving the page cuts the slow save off

    def overtaken(route: Route) -> None:
        route.fetch()  # "not true" is stored, but before its reply arrives another level is chosen and the page sent
        chosen(page, "1").evaluate("input => { input.checked = true; }")
        page.get_by_role("button", name="Save and continue").evaluate("button => button.form.requestSubmit(button)")
        route.abort("connectionreset")

    page.route(f"**/quick/answers/{KEY}/", overtaken, times=1)
    choose(page, KEY, "0")
    expect(page).to_have_url(re.compile("/quick/questions/"))
    page.goto("/quick/")
    expect(chosen(page, "1")).to_be_checked()


def test_limit_that_is_reached_is_told_and_the_save_tried_again_when_the_server_says(open_page: Open) -> None:
    page, watch = open_page()
    start(page)
    watch.expected_statuses = {429}
    headers = {"Content-Type": "text/plain; charset=utf-8", "Retry-After": "3"}
    said = "On this server one browser can save 600 times a minute, and yours has. Try again in a few seconds."
    saves = f"**/quick/answers/{KEY}/"
    page.route(saves, lambda route: route.fulfill(status=429, body=said, headers=headers))
    choose(page, KEY, "1")
    expect(statement(page).locator(".failed")).to_contain_text(f"Not saved. {said} This page will try again.")
    page.unroute(saves)
    expect(statement(page).locator(".retried")).to_contain_text("Saved")
    page.reload()
    expect(chosen(page, "1")).to_be_checked()
