"""Pictures of what several people do together: join, compare, read the history, decide, and the signed-off record.

In: a studio. Out: pictures. The platform is restored from an answers file with three people's answers, as one restores
any other; everything after that is done on the pages.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from playwright.sync_api import Page, StorageState, expect

from tests.browser.steps import follow

if TYPE_CHECKING:
    from tests.browser.pictures import Studio

DECISION = """
decision:
  deciders: [Ada Okafor, Ines Duarte]
  consulted: [Cleo Brandt]
  choices:
    - {service: Token stream, choice: raw, because: It relays one kind of request and owns its socket.}
    - {service: Product API, choice: framework, because: Eleven people change it every week.}
  consequences:
    good: [The hot path stays small enough to read in an afternoon.]
    bad: [Two ways of building; the conventions have to be written down.]
  risks: [{risk: Ben is the only one who has run raw Node.js under load., owner: Ines Duarte}]
  actions: [{what: Write the conventions of raw services down., owner: Ben Lindqvist, by: "2027-01-15"}]
  review: "2027-05-01"
  tripwires:
    - {service: Token stream, when: p99, now: 2}
    - {service: Product API, when: routes, above: 60, now: 41}
"""
BEN = {"latency-first": "2", "small-surface": "3", "expected-growth": "2", "scorecard.seniority": "2"}
CLEO = {"latency-first": "1", "runtime-mastery": "2", "many-contributors": "3", "scorecard.seniority": "3"}


def answers_file() -> str:
    """Three people's answers about two services, and what they decided, as a file."""
    from tests.browser.answers import FRAMEWORK, RAW

    def lines(given: Mapping[str, str], *, of_team: bool) -> str:
        chosen = {key: level for key, level in given.items() if key.startswith("scorecard.") == of_team}
        return ", ".join(f"{key.removeprefix('scorecard.')}: {level}" for key, level in chosen.items())

    people = []
    for name, changed in (("Ada Okafor", {}), ("Ben Lindqvist", BEN), ("Cleo Brandt", CLEO)):
        of_raw, of_framework = {**RAW, **changed}, {**FRAMEWORK, **changed}
        people.append(
            f"  - name: {name}\n"
            f"    teams: {{Edge: {{{lines(of_raw, of_team=True)}}}, Product: {{{lines(FRAMEWORK, of_team=True)}}}}}\n"
            f"    services:\n"
            f"      Token stream: {{{lines(of_raw, of_team=False)}}}\n"
            f"      Product API: {{{lines(of_framework, of_team=False)}}}\n"
        )
    return (
        "format: advisor-assessment/1\nchecklist: nodejs-express\nplatform: Lumen AI\n"
        "teams:\n  - {name: Edge, raw_owners: 2}\n  - {name: Product, raw_owners: 0}\n"
        "services:\n"
        "  - {name: Token stream, team: Edge, kind: streaming-bridge, latency_budget_ms: 5}\n"
        "  - {name: Product API, team: Product, kind: product-api}\n"
        "respondents:\n" + "".join(people) + DECISION
    )


def restored(page: Page) -> str:
    """The address of a platform with these answers."""
    page.goto("/restore/")
    page.locator("textarea[name=text]").fill(answers_file())
    follow(page.get_by_role("button", name="Check it"))
    follow(page.get_by_role("button", name="Restore as a new assessment"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Lumen AI")
    return page.url.split("?")[0].split("#")[0]


def invited(studio: "Studio", page: Page, at: str) -> StorageState:
    """The cookies of somebody who followed a link and has not said a name yet."""
    page.goto(f"{at}share/")
    page.get_by_label("Who is it for?").fill("Dana, of the board")
    follow(page.get_by_role("button", name="Create the link"))
    with studio.context() as context:
        context.new_page().goto(page.locator("#link-address").input_value())
        return context.storage_state()


def says(page: Page, who: str, *, accepts: bool, words: str) -> None:
    page.get_by_label("Whose statement is this?").select_option(who)
    page.get_by_label("I accept it" if accepts else "I don't, because").check()
    page.get_by_label("In their own words").fill(words)
    page.get_by_label("When did they say it?").fill("2026-11-27")
    page.get_by_label("Where? A link, or the name of the meeting").fill("Architecture board")
    follow(page.get_by_role("button", name="Save my statement"))
    expect(page.locator("#words")).to_contain_text(words)


def several(studio: "Studio") -> None:
    with studio.context() as context:
        page = context.new_page()
        at = restored(page)
        state, joining = context.storage_state(), invited(studio, page, at)
        studio.both("join", f"{at}join/", state=joining, height=1200)
        studio.both("compare", f"{at}compare/services/token-stream/", state=state, height=1800)
        page.goto(f"{at}decide/")
        follow(page.get_by_role("button", name="Propose it"))
        says(page, "Ada Okafor", accepts=True, words="We can carry it.")
        studio.both("decide", f"{at}decide/", state=state, height=1800)
        says(page, "Ines Duarte", accepts=False, words="I would wait until a second person can run it.")
        studio.both("history", f"{at}history/", state=state, height=1200)
        follow(page.get_by_role("link", name="Check and sign"))
        follow(page.get_by_role("button", name="Sign the decision"))
        studio.both("record", page.url, state=state, height=1800)
