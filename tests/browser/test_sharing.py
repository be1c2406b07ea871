"""Two people in two browsers: a link that leaves no trace, a name and nothing else, and being shut out in mid-edit."""

import re

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.conftest import PHONE, Open
from tests.browser.steps import follow

pytestmark = pytest.mark.browser


def made_by(page: Page, below: str = "") -> str:
    """The address of a new platform."""
    page.goto(f"{below}/new/")
    page.get_by_label("What is the platform called?").fill("Acme AI")
    page.get_by_label("Your name").fill("Ada")
    page.get_by_label("Services, one per line").fill("Infer")
    follow(page.get_by_role("button", name="Create the assessment"))
    found = re.search(rf"\d({below}/a/[^/]+/)", page.url)
    assert found is not None, page.url
    return found[1]


def link_for(page: Page, at: str, role: str, label: str) -> str:
    page.goto(at + "share/")
    page.locator(f"[name=role][value={role}]").check()
    page.get_by_label("Who is it for?").fill(label)
    follow(page.get_by_role("button", name="Create the link"))
    return page.get_by_label("The link", exact=True).input_value()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_link_is_shown_once_leaves_no_trace_and_asks_for_a_name(open_page: Open, script: bool) -> None:
    ada, _ = open_page(java_script_enabled=script)
    at = made_by(ada)
    link = link_for(ada, at, "respond", "Ben")
    ada.get_by_text("QR code").click()
    code = ada.get_by_role("img", name=re.compile("QR code of the link"))
    expect(code).to_be_visible()
    box = code.bounding_box()
    assert box is not None
    assert box["width"] >= 200
    ada.reload()
    assert link not in ada.content()

    ben, _ = open_page(java_script_enabled=script, viewport=PHONE)
    asked: list[Request] = []
    ben.on("request", lambda request: asked.append(request))
    ben.goto(link)
    expect(ben.get_by_role("heading", level=1)).to_have_text(re.compile(r"Join\s+Acme AI"))
    ben.get_by_label("Your name").fill("Ben")
    follow(ben.get_by_role("button", name="Join"))
    expect(ben.get_by_role("link", name="Answer for Infer")).to_be_visible()
    token = link.rsplit("/", 1)[1]
    later = [request for request in asked if request.url != link]
    assert len(asked) - len(later) == 1
    assert len(later) >= 4
    assert not [one.url for one in later if token in one.url or token in one.headers.get("referer", "")]
    ada.goto(at + "people/")
    expect(ada.get_by_role("row", name="Ben all services Not started")).to_be_visible()


def shut_out(ada: Page, at: str) -> None:
    ada.goto(at + "share/")
    follow(ada.get_by_role("button", name="Shut out Ben"))
    expect(ada.get_by_role("button", name="Shut out Ben")).to_have_count(0)


def joined(open_page: Open, ada: Page, at: str, *, script: bool) -> Page:
    link = link_for(ada, at, "respond", "Ben")
    ben, watch = open_page(java_script_enabled=script)
    watch.expected_statuses = {404}
    ben.goto(link)
    ben.get_by_label("Your name").fill("Ben")
    follow(ben.get_by_role("button", name="Join"))
    follow(ben.get_by_role("link", name="Answer for Infer"))
    return ben


def test_shut_out_in_mid_edit_keeps_what_was_typed_without_a_script(open_page: Open) -> None:
    ada, _ = open_page()
    at = made_by(ada)
    ben = joined(open_page, ada, at, script=False)
    ben.locator("summary").first.click()
    ben.locator("textarea").first.fill("Only the gateway calls it.")
    shut_out(ada, at)
    follow(ben.get_by_role("button", name="Save and continue"))
    expect(ben.get_by_label("What you sent was not saved.")).to_have_value(
        re.compile("note: Only the gateway calls it[.]")
    )


def test_shut_out_in_mid_edit_is_told_on_the_page_that_saves_itself(open_page: Open) -> None:
    ada, _ = open_page()
    at = made_by(ada)
    ben = joined(open_page, ada, at, script=True)
    shut_out(ada, at)
    ben.locator("summary").first.click()
    note = ben.locator("textarea").first
    note.fill("Only the gateway calls it.")
    ben.locator(".stop").nth(3).click()
    expect(
        ben.get_by_text("Not saved: you can't open this any more. Copy what you typed before you leave.").first
    ).to_be_visible()
    expect(note).to_have_value("Only the gateway calls it.")
    ben.on("dialog", lambda dialog: dialog.accept())
