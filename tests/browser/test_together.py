"""Three people in three browsers: invited by link, each answers alone, then all is revealed and settled."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answers import RAW
from tests.browser.conftest import Open
from tests.browser.steps import follow
from tests.browser.test_platform import answer, make, to_all_statements

pytestmark = pytest.mark.browser
DOUBTS = {**RAW, "runtime-mastery": "0"}
"""Ben's answers: of a team that does not know the runtime, which closes raw."""
KEY = "runtime-mastery"


def invite(page: Page, hub: str, label: str) -> str:
    """Makes a link by which somebody may answer."""
    page.goto(f"{hub}share/")
    page.get_by_label("Who is it for?").fill(label)
    follow(page.get_by_role("button", name="Create the link"))
    return page.locator("#link-address").input_value()


def join(page: Page, link: str, name: str) -> None:
    page.goto(link)
    page.locator("[name=name]").fill(name)
    follow(page.get_by_role("button", name="Join"))


def answer_alone(page: Page, hub: str, answers: dict[str, str]) -> None:
    """Answers for the team and the service, and says to be done."""
    page.goto(hub)
    follow(page.locator("#teams").get_by_role("link", name="Core", exact=True))
    answer(page, answers)
    to_all_statements(page, hub, "Infer")
    answer(page, answers)
    follow(page.get_by_role("button", name="I am done with this service"))


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def reads(page: Page, address: str, heading: str) -> None:
    """The page at this address says this above everything else."""
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)


def test_three_people_answer_alone_and_settle_what_is_left(open_page: Open) -> None:
    ada, _ = open_page()
    hub = make(ada, "Infer")
    links = {name: invite(ada, hub, name) for name in ("Ben", "Cleo")}
    result, compare = f"{hub}services/infer/result/", f"{hub}compare/services/infer/"
    people = {}
    for name, link in links.items():
        people[name], _ = open_page(java_script_enabled=False)
        join(people[name], link, name)
    answer_alone(ada, hub, dict(RAW))
    answer_alone(people["Ben"], hub, DOUBTS)

    # alone: each sees the verdict of their own answers, and of the others how many are done
    reads(ada, result, "Build it on Raw Node.js")
    reads(people["Ben"], result, "Build it on a framework such as Express")
    reads(people["Cleo"], compare, "Not revealed yet")
    reads(ada, compare, "Not revealed yet")
    ada.goto(hub)
    everyone = ada.locator("#everyone-infer")
    expect(everyone).to_have_text("Open: 2 of 3 done")

    # the last one is done: Ada's page says so by itself, and everyone's answers count
    answer_alone(people["Cleo"], hub, dict(RAW))
    expect(everyone).to_have_text("Revealed: 3 people")
    reads(ada, compare, "You differ on 1 statement; it changes the outcome.")
    expect(ada.get_by_role("main")).to_contain_text("Ben: Express")
    for person in (ada, people["Ben"]):
        reads(person, result, "Too early to say")

    # on paper: what was said, on two pages at most, without a form
    ada.goto(compare)
    assert pages_of(ada.pdf(format="A4")) <= 2
    ada.emulate_media(media="print")
    expect(ada.locator("main form:visible, main .button:visible")).to_have_count(0)
    ada.goto(f"{hub}services/infer/all/")
    chosen = ada.locator(".stop:has(:checked)").first
    assert chosen.evaluate("one => getComputedStyle(one).color") == "rgb(0, 0, 0)"
    ada.emulate_media(media="screen")

    # Ada settles it, and says why
    ada.goto(compare)
    box = ada.locator(f"#s-{KEY}")
    box.get_by_text("Settle", exact=True).click()
    box.get_by_label("true", exact=True).check()
    box.get_by_label("Why?").fill("Ada and Cleo built two of these.")
    box.get_by_role("button", name="Settle it").click()
    expect(ada.get_by_role("heading", level=1)).to_have_text("You agree on everything now.")
    for person in (ada, *people.values()):
        reads(person, result, "Build it on Raw Node.js")
    people["Ben"].goto(compare)
    expect(people["Ben"].get_by_role("main")).to_contain_text("Ada and Cleo built two of these.")
    expect(people["Ben"].get_by_role("button", name="Settle it")).to_have_count(0)
