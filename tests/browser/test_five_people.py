"""Five people in five browsers, from the first service to the signed record and its restore: at each step everyone sees
the one step that is theirs. One of them has no JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answers import RAW
from tests.browser.conftest import Open
from tests.browser.steps import follow
from tests.browser.test_platform import answer, make, to_all_statements
from tests.browser.test_tutorial import DOUBT

pytestmark = [pytest.mark.browser, pytest.mark.pango]
COUNT = """addEventListener("click", event => {
  if (event.isTrusted) localStorage.clicks = 1 + Number(localStorage.clicks || 0)
}, true)"""
NOTHING = "Nothing is revealed yet. Answers and verdicts appear here once they are."


def clicks(page: Page) -> int:
    """How often whoever sits there has clicked since this was last asked."""
    return int(page.evaluate("() => {const n = localStorage.clicks || 0; localStorage.clicks = 0; return n}"))


def invited(page: Page, hub: str, label: str, role: str) -> str:
    page.goto(f"{hub}share/")
    page.get_by_label("Who is it for?").fill(label)
    page.locator(f"[name=role][value={role}]").check()
    follow(page.get_by_role("button", name="Create the link"))
    return page.locator("#link-address").input_value()


def answered(page: Page, hub: str, answers: dict[str, str]) -> None:
    page.goto(hub)
    follow(page.locator("#teams").get_by_role("link", name="Core", exact=True))
    answer(page, answers)
    to_all_statements(page, hub, "Infer")
    answer(page, answers)


def steps(people: dict[str, Page], hub: str) -> dict[str, str]:
    """What the one big button of each overview says, or why there is none."""
    found = {}
    for name, page in people.items():
        page.goto(hub)
        box = page.locator(".next")
        button = box.locator(".button--big")
        assert button.count() <= 1
        found[name] = (button.first if button.count() else box.locator("bdi").first).inner_text()
    return found


def go_on(page: Page, hub: str) -> None:
    """Takes the step that the overview offers."""
    page.goto(hub)
    follow(page.locator(".next .button--big"))


def test_five_people_get_from_the_first_service_to_a_signed_record_and_its_restore(open_page: Open) -> None:
    ada, _ = open_page()
    ada.add_init_script(COUNT)
    hub = make(ada, "Infer")
    links = {
        name: invited(ada, hub, name, role) for name, role in (("Ben", "respond"), ("Cleo", "respond"), ("Vic", "view"))
    }
    people = {"Ada": ada}
    for name, link in links.items():
        people[name], _ = open_page(java_script_enabled=name != "Ben")
        people[name].goto(link)
        if name != "Vic":
            people[name].locator("[name=name]").fill(name)
            follow(people[name].get_by_role("button", name="Join"))
    ask = "Answer for Infer"
    assert steps(people, hub) == {"Ada": ask, "Ben": ask, "Cleo": ask, "Vic": NOTHING}

    clicks(ada)
    answered(ada, hub, dict(RAW))
    to_a_verdict = clicks(ada)
    answered(people["Ben"], hub, DOUBT)
    done = "I'm done with Infer"
    assert steps(people, hub) == {"Ada": done, "Ben": done, "Cleo": ask, "Vic": NOTHING}
    for name in ("Ada", "Ben"):
        go_on(people[name], hub)
    assert clicks(ada) == 1  # one act, however many services there are
    assert steps(people, hub) == {"Ada": "Remind them", "Ben": "See who is done", "Cleo": ask, "Vic": NOTHING}
    answered(people["Cleo"], hub, dict(RAW))
    go_on(people["Cleo"], hub)
    assert steps(people, hub) == {"Ada": "Compare", "Ben": "Compare", "Cleo": "Compare", "Vic": "See the result"}

    ada.goto(f"{hub}decide/edit/")
    ada.locator("[name=choice-infer][value=raw]").check()
    ada.locator("[name=because-infer]").fill("Ada and Cleo built two of these.")
    ada.locator("[name=deciders]").fill("Board")
    ada.locator("[name=review]").fill("2030-05-01")
    follow(ada.get_by_role("button", name="Save", exact=True).last)
    follow(ada.get_by_role("button", name="Make a link for Board"))
    people["Board"], _ = open_page()
    people["Board"].goto(ada.locator("#link-address").input_value())
    readers = {"Ben": "See the result", "Cleo": "See the result", "Vic": "See the result"}
    assert {name: step for name, step in steps(people, hub).items() if name in readers} == readers

    clicks(ada)
    ada.goto(f"{hub}decide/")
    follow(ada.get_by_role("button", name="Propose it"))
    told = steps(people, hub)
    assert (told["Board"], told["Ada"], told["Ben"]) == ("Read the proposal", "See the proposal", "See the proposal")
    go_on(people["Board"], hub)
    people["Board"].get_by_label("I accept it").check()
    follow(people["Board"].get_by_role("button", name="Save my statement"))
    assert steps(people, hub)["Ada"] == "Go to sign-off"
    go_on(ada, hub)
    follow(ada.get_by_role("link", name="Check and sign"))
    ada.get_by_role("button", name="Sign the decision").click()
    ada.wait_for_url("**/r/*/")
    to_a_signature, record = clicks(ada), ada.url
    assert steps(people, hub) == dict.fromkeys(people, "Read the record")
    assert to_a_verdict <= 5  # the ways between the pages; each answer is a click more
    assert to_a_signature <= 4  # propose, go to sign-off, check, sign

    people["Vic"].goto(record)
    main = people["Vic"].get_by_role("main")
    expect(main).to_contain_text("Accepted by Board")
    expect(main).to_contain_text("Where people differed")
    file = ada.context.request.get(f"{record.rstrip('/')}.json").body()
    ada.goto("/restore/")
    ada.get_by_label("A record or an answers file").set_input_files(
        {"name": "record.json", "mimeType": "application/json", "buffer": file}
    )
    ada.get_by_role("button", name="Check it").click()
    expect(ada.get_by_role("heading", name="This record is genuine")).to_be_visible()
    follow(ada.get_by_role("button", name="Restore as a new assessment"))
    expect(ada).to_have_url(re.compile("/a/[^/]+/$"))
    again = ada.url
    assert steps({"Ada": ada}, again) == {"Ada": "Continue the decision"}
