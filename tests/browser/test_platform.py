"""A whole platform, from nothing to its PDF; what is lost on the way, and what two tabs say of one statement."""

import re
from collections.abc import Mapping
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Locator, Page, Route, expect

from advisor.assessments.checklists import newest
from tests.browser.answers import FRAMEWORK, RAW, SPLIT, UNDECIDED, choose, choose_all
from tests.browser.conftest import Open
from tests.browser.steps import all_arrived, asked, follow, press_enter
from tests.browser.test_keyboard import tab_to
from tests.browser.test_saving import KEY, chosen, statement

pytestmark = [pytest.mark.browser, pytest.mark.pango]
SERVICES: Mapping[str, Mapping[str, str]] = {
    "Infer": RAW,
    "Token stream": RAW,
    "Product API": FRAMEWORK,
    "Assistant": SPLIT,
    "Partner enrichment": UNDECIDED,
}


def make(page: Page, *services: str) -> str:
    """Makes a platform on its page; the address of its hub."""
    page.goto("/")
    follow(page.get_by_role("main").get_by_role("link", name="Start a platform").first)
    page.get_by_label("What is the platform called?").fill("Acme AI")
    page.get_by_label("Your name").fill("Ada")
    page.locator("textarea[name=services]").fill("\n".join(services))
    page.locator("textarea[name=teams]").fill("Core")
    follow(page.get_by_role("button", name="Create the assessment"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Acme AI")
    return page.url.split("?")[0].split("#")[0]


def to_all_statements(page: Page, hub: str, service: str) -> None:
    page.goto(hub)
    follow(page.locator("#services").get_by_role("link", name=service, exact=True))
    follow(page.get_by_role("link", name="All statements on one page"))


def answer(page: Page, answers: Mapping[str, str]) -> None:
    """Answers what the open page asks, and saves it with its button."""
    choose_all(page, {key: answers[key] for key in asked(page)})
    follow(page.get_by_role("button", name="Save and continue"))


def lose_the_connection(page: Page, offline: Locator) -> None:
    """Cuts the connection while an answer and its note are given; both come through when it is back."""
    box = statement(page)
    box.locator("summary").first.click()
    note = box.locator("textarea").first
    page.context.set_offline(True)
    choose(page, KEY, "2")
    note.fill("Relays tokens, nothing else.")
    note.blur()
    expect(box.locator(".failed").first).to_contain_text("no connection")
    page.context.set_offline(False)
    expect(offline.first).to_contain_text("Saved")
    page.reload()
    expect(chosen(page, "2")).to_be_checked()
    expect(statement(page).locator("textarea").first).to_have_value("Relays tokens, nothing else.")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_platform_of_five_services_from_nothing_to_its_pdf(open_page: Open, tmp_path: Path, script: bool) -> None:
    page, watch = open_page(java_script_enabled=script, accept_downloads=True)
    hub = make(page, *SERVICES)
    for number, (service, answers) in enumerate(SERVICES.items()):
        to_all_statements(page, hub, service)
        if script and not number:
            watch.offline = True
            lose_the_connection(page, statement(page).locator(".retried, [data-says=saved]"))
            watch.offline = False
        answer(page, answers)
        expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
        expect(page.get_by_role("main")).to_contain_text(f"Every statement about {service} is answered.")
    page.goto(hub)
    follow(page.locator("#teams").get_by_role("link", name="Core", exact=True))
    answer(page, RAW)
    page.goto(hub)
    expect(page.get_by_role("main")).to_contain_text("5 of 5 services answered")
    follow(page.get_by_role("main").get_by_role("link", name="result").first)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Product API")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the PDF").click()
    download.value.save_as(tmp_path / "platform.pdf")
    with pikepdf.open(tmp_path / "platform.pdf") as pdf:
        assert "Acme AI" in str(pdf.docinfo["/Title"])
        assert len(pdf.attachments) == 2
        answers_file = pdf.attachments["answers.yaml"].get_file().read_bytes().decode()
    assert all(service in answers_file for service in SERVICES)


def test_two_tabs_on_one_statement_of_a_service_show_both_values(open_page: Open) -> None:
    first, watch = open_page()
    watch.expected_statuses = {412}
    to_all_statements(first, make(first, "Infer"), "Infer")
    second = first.context.new_page()
    second.goto(first.url)
    choose(first, KEY, "3")
    expect(statement(first).locator("[data-says=saved]")).to_contain_text("Saved")
    with second.expect_response(lambda response: response.status == 412):
        choose(second, KEY, "1")
    conflict = statement(second).locator(".conflict")
    expect(conflict).to_contain_text("mostly not true")
    expect(conflict).to_contain_text("mostly true")
    conflict.get_by_role("button", name="Keep mine").click()
    expect(statement(second).locator("[data-says=saved]")).to_contain_text("Saved")
    first.reload()
    expect(chosen(first, "1")).to_be_checked()


def test_reply_to_a_service_answer_lost_on_the_way_is_no_conflict(open_page: Open) -> None:
    page, watch = open_page()
    to_all_statements(page, make(page, "Infer"), "Infer")
    watch.offline = True

    def lose(route: Route) -> None:
        route.fetch()  # the server has it
        route.abort("connectionreset")

    page.route(f"**/answers/{KEY}/", lose, times=1)
    choose(page, KEY, "0")
    expect(statement(page).locator(".retried")).to_contain_text("Saved")
    expect(statement(page).locator(".conflict")).to_have_count(0)
    watch.offline = False
    page.reload()
    expect(chosen(page, "0")).to_be_checked()


def type_into(page: Page, selector: str, text: str) -> None:
    tab_to(page, selector)
    page.keyboard.type(text)


def enter_at(page: Page, selector: str) -> None:
    tab_to(page, selector)
    press_enter(page)


@pytest.mark.slow  # in every run the questions on a narrow page: `test_keyboard.py`
def test_platform_is_made_answered_decided_and_signed_by_keyboard_alone(open_page: Open) -> None:
    page, _ = open_page(reduced_motion="reduce")  # on its way to the focus a page would cover or hide it for a moment
    page.goto("/")
    enter_at(page, 'main a[href="/new/"]')
    type_into(page, "[name=title]", "Acme AI")
    type_into(page, "[name=your_name]", "Ada")
    type_into(page, "[name=services]", "Infer")
    type_into(page, "[name=teams]", "Core")
    enter_at(page, "button.button--primary")
    enter_at(page, "main a.button--primary")
    expect(page).to_have_url(re.compile("/services/infer/"))
    answered = 0
    for _ in newest().sections:
        for key in asked(page):
            answered += 1
            tab_to(page, f'input[name="answer-{key}"]')
            page.keyboard.press("Space")
            page.keyboard.press("ArrowRight")
            all_arrived(page)
            expect(page.locator("[data-says=saved]").first).to_contain_text("Saved")
            expect(page.locator(f'input[name="answer-{key}"]:checked')).to_be_focused()
            expect(page.locator(":focus")).to_have_value("1")
        enter_at(page, "button[value=next]")
    assert answered == len(newest().statements)
    enter_at(page, "form button.button--primary")
    expect(page.get_by_role("main")).to_contain_text("You are done")
    enter_at(page, 'a[href$="#shown"]')
    enter_at(page, "#shown button")
    expect(page.get_by_role("button", name="Stop showing my answers")).to_be_visible()
    enter_at(page, '.way__tabs a[href$="/decide/"]')
    enter_at(page, "main a.button--primary")
    tab_to(page, "[name=choice-infer]")
    page.keyboard.press("ArrowRight")  # from "not decided" around to the first
    expect(page.locator("[name=choice-infer][value=raw]")).to_be_checked()
    type_into(page, "[name=because-infer]", "We have built two of these.")
    tab_to(page, '[type=checkbox][value="Ada"]')
    page.keyboard.press("Space")
    type_into(page, "[name=review]", "05012030")
    enter_at(page, "form.decide > .buttons button")
    enter_at(page, "button.button--primary")
    expect(page.locator("#say")).to_be_visible()
    tab_to(page, "#say [name=what]")
    page.keyboard.press("Space")
    enter_at(page, "#say button")
    enter_at(page, "main a.button--primary")
    tab_to(page, "button.button--primary")
    page.keyboard.press("Enter")
    page.wait_for_url("**/r/*/")  # after it was drawn
    expect(page.get_by_role("main")).to_contain_text("Accepted by Ada")
