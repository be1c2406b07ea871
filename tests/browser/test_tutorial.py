"""The tutorial, step by step, as three people follow it: whatever it tells somebody to press is there."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.answers import RAW
from tests.browser.conftest import Open
from tests.browser.steps import follow
from tests.browser.test_platform import answer

pytestmark = [pytest.mark.browser, pytest.mark.pango]
TEXT = (Path(__file__).resolve().parents[2] / "docs" / "tutorial.md").read_text(encoding="utf-8")
DOUBT = {**RAW, "runtime-mastery": "0"}


class Reader:
    """Somebody who presses what the tutorial tells them to, in its order."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.main = page.get_by_role("main")

    def press(self, words: str, *, tab: bool = False) -> None:
        follow(self.told(words, self.page if tab else self.main))

    def told(self, words: str, where: "Page | Locator") -> Locator:
        assert f"**{words}**" in " ".join(TEXT.split()), f"the tutorial does not name {words}"
        named = re.compile(rf"^{re.escape(words)}$")
        return where.get_by_role("link", name=named).or_(where.get_by_role("button", name=named)).first

    def invite(self, hub: str, name: str) -> str:
        self.page.goto(hub)
        self.press("Invite and share")
        self.page.get_by_label("Who is it for?").fill(name)
        self.press("Create the link")
        return self.page.locator("#link-address").input_value()

    def join(self, link: str, name: str) -> None:
        self.page.goto(link)
        self.page.locator("[name=name]").fill(name)
        self.press("Join")

    def answer(self, hub: str, answers: dict[str, str]) -> None:
        self.page.goto(hub)
        follow(self.page.locator("#teams").get_by_role("link", name="Edge", exact=True))
        answer(self.page, answers)
        self.page.goto(hub)
        follow(self.page.locator("#services").get_by_role("link", name="Token stream", exact=True))
        self.press("All statements on one page")
        answer(self.page, answers)
        self.press("I am done with this service")

    def accept(self, hub: str) -> None:
        self.page.goto(hub)
        self.press("Decide", tab=True)
        self.page.get_by_role("radio", name="I accept").check()
        self.press("Save my statement")


def test_tutorial_followed_by_three_people_ends_with_a_signed_record(open_page: Open) -> None:
    ada, ben, cleo = (Reader(open_page()[0]) for _ in range(3))
    ada.page.goto("/")
    ada.press("Start a platform")
    ada.page.get_by_label("What is the platform called?").fill("Acme AI")
    ada.page.get_by_label("Your name").fill("Ada")
    ada.page.locator("[name=services]").fill("Token stream")
    ada.page.locator("[name=teams]").fill("Edge")
    ada.press("Create the assessment")
    hub = ada.page.url.split("?")[0].split("#")[0]
    for one, name in ((ben, "Ben"), (cleo, "Cleo")):
        one.join(ada.invite(hub, name), name)
    for one, answers in ((ada, dict(RAW)), (ben, DOUBT), (cleo, dict(RAW))):
        one.answer(hub, answers)

    ada.page.goto(hub)
    ada.press("Compare", tab=True)
    follow(ada.main.get_by_role("link", name="Token stream", exact=True))
    differing = ada.page.locator("#s-runtime-mastery")
    differing.get_by_text("Settle", exact=True).click()
    differing.get_by_label("true", exact=True).check()
    differing.get_by_label("Why?").fill("Two of us run such servers.")
    ada.told("Settle it", differing).click()
    expect(ada.page.get_by_role("heading", level=1)).to_have_text("You agree on everything now.")

    ada.press("Decide", tab=True)
    ada.press("Write the decision")
    ada.page.locator("[name=choice-token-stream][value=raw]").check()
    for name in ("Ada", "Ben", "Cleo"):
        ada.page.get_by_role("checkbox", name=name).check()
    ada.page.locator("[name=review]").fill("2030-05-01")
    follow(ada.page.get_by_role("button", name="Save", exact=True).last)
    ada.press("Propose it")
    for one in (ada, ben, cleo):
        one.accept(hub)
    ada.page.goto(f"{hub}decide/")
    ada.press("Check and sign")
    ada.told("Sign the decision", ada.main).click()
    ada.page.wait_for_url("**/r/*/")
    expect(ada.page.get_by_role("main")).to_contain_text("ADR-0001")
