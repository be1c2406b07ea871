"""The tutorial, step by step, as three people follow it in three browsers: whatever it tells somebody to press is
there, each answers alone, and all is revealed when the last one is done. Two of them have no JavaScript."""

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

    def reads(self, address: str, heading: str) -> None:
        """The page at this address says this above everything else."""
        self.page.goto(address)
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)


def printed(page: Page, compare: str, all_on_one: str) -> None:
    """On paper what was said takes two pages at most, and has no form."""
    page.goto(compare)
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) <= 2
    page.emulate_media(media="print")
    expect(page.locator("main form:visible, main .button:visible")).to_have_count(0)
    page.goto(all_on_one)
    chosen = page.locator(".stop:has(:checked)").first
    assert chosen.evaluate("one => getComputedStyle(one).color") == "rgb(0, 0, 0)"
    page.emulate_media(media="screen")


def test_tutorial_followed_by_three_people_ends_with_a_signed_record(open_page: Open) -> None:
    ada, ben, cleo = (Reader(open_page(java_script_enabled=script)[0]) for script in (True, False, False))
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
    for one, answers in ((ada, dict(RAW)), (ben, DOUBT)):
        one.answer(hub, answers)

    # alone: each sees the verdict of their own answers, and of the others how many are done
    result, compare = f"{hub}services/token-stream/result/", f"{hub}compare/services/token-stream/"
    ada.reads(result, "Build it on Raw Node.js")
    ben.reads(result, "Build it on a framework such as Express")
    for one in (ada, cleo):
        one.reads(compare, "Not revealed yet")
    ada.page.goto(hub)
    everyone = ada.page.locator("#everyone-token-stream")
    expect(everyone).to_have_text("Open: 2 of 3 done")

    # the last one is done: Ada's page says so by itself, and everyone's answers count
    cleo.answer(hub, dict(RAW))
    expect(everyone).to_have_text("Revealed: 3 people")
    ada.reads(compare, "You differ on 1 statement; it changes the outcome.")
    expect(ada.main).to_contain_text("Ben: Express")
    for one in (ada, ben):
        one.reads(result, "Too early to say")
    printed(ada.page, compare, f"{hub}services/token-stream/all/")

    ada.page.goto(hub)
    ada.press("Compare", tab=True)
    follow(ada.main.get_by_role("link", name="Token stream", exact=True))
    differing = ada.page.locator("#s-runtime-mastery")
    differing.get_by_text("Settle", exact=True).click()
    differing.get_by_label("true", exact=True).check()
    differing.get_by_label("Why?").fill("Two of us run such servers.")
    ada.told("Settle it", differing).click()
    expect(ada.page.get_by_role("heading", level=1)).to_have_text("You agree on everything now.")
    for one in (ada, ben):
        one.reads(result, "Build it on Raw Node.js")
    ben.page.goto(compare)
    expect(ben.main).to_contain_text("Two of us run such servers.")
    expect(ben.page.get_by_role("button", name="Settle it")).to_have_count(0)
    ada.page.goto(compare)

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
