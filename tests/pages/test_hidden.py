"""What is hidden stays hidden: no page, fragment or file given to others depends on it, whatever happened before.

A story is made up step by step: people join and are shut out, answer, are asked about more or less, are done, show what
they say or stop, and an editor reveals and gives services to other teams. Then it is told once more with other hidden
answers of one person, and everything that the others can open must come out the same, byte by byte.
"""

import random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from advisor.assessments.access import Opened
from advisor.assessments.reads import visibility
from advisor.assessments.reads.answers import answers_file_of
from advisor.assessments.reads.visibility import Seen
from tests.conftest import SOAK
from tests.pages.story import PEOPLE, READERS, SERVICES, TEAM, TEAMS, Step, Story, a_world
from tests.pages.test_alone import FILE, body, differing, filled
from tests.people import Browser
from tests.sharing.test_table import BY_ROLE

pytestmark = [pytest.mark.django_db, pytest.mark.properties]
WHO, WHAT, LEVEL = st.sampled_from(sorted(PEOPLE)), st.sampled_from(SERVICES), st.integers(0, 4)
MOST = 150 if SOAK else 30
"""So many pages are opened after each story, others each time."""
ALWAYS = ("result/", "result.json", "history/", "compare/")
Look = list[tuple[str, str, bool]]


def to_open(story: Story, name: str, seed: int) -> Look:
    """Whose browser opens what, and whether as a fragment: of all that others than this person can open."""
    others = {who: key for who, key in PEOPLE.items() if who != name and story.there(who)} | READERS
    addresses = {address: one.route for one in BY_ROLE for address in filled(story.made, one)}
    every = [
        (who, address, htmx)
        for who in others
        for address, route in addresses.items()
        for htmx in ([False] if FILE.search(route) else [False, True])
    ]
    first = [(who, f"/a/{story.made.public_id}/{more}", False) for who in others for more in ALWAYS]
    return [*first, *random.Random(seed).sample(every, min(MOST, len(every)))]


def given(look: Look) -> dict[tuple[str, str, str], bytes]:
    found = {}
    for who, address, htmx in look:
        browser = Browser((PEOPLE | READERS)[who])
        response = browser.post(address, {}) if address.endswith(".pdf") else browser.get(address, htmx=htmx)
        found[who, address, "fragment" if htmx else "page"] = body(response)
    return found


def leaks(monkeypatch: pytest.MonkeyPatch, steps: list[Step], name: str, seed: int) -> dict[str, str]:
    """What others are given otherwise where this person's hidden answers are others."""
    with a_world(monkeypatch) as story:
        story.go(steps)
        secrets, look = story.hidden(name), to_open(story, name, seed)
        before = given(look)
    if not secrets:
        return {}
    with a_world(monkeypatch, secrets) as story:
        story.go(steps)
        return differing(before, given(look))


class Stories(RuleBasedStateMachine):
    """Makes up the steps; they are told when the story ends."""

    monkeypatch: pytest.MonkeyPatch

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[Step] = []
        self.name, self.seed = "Ada", 0

    @initialize(name=WHO, seed=st.integers(0, 2**16))
    def begin(self, name: str, seed: int) -> None:
        self.name, self.seed = name, seed

    @rule(name=WHO, what=st.sampled_from((*SERVICES, TEAM)), level=LEVEL)
    def say(self, name: str, what: str, level: int) -> None:
        self.steps.append(("say", name, what, level))

    @rule(name=WHO)
    def join(self, name: str) -> None:
        self.steps.append(("join", name))

    @rule(name=WHO)
    def shut(self, name: str) -> None:
        self.steps.append(("shut", name))

    @rule(name=WHO, slug=WHAT, shows=st.booleans())
    def be_done(self, name: str, slug: str, shows: bool) -> None:
        self.steps.append(("be_done", name, slug, shows))

    @rule(name=WHO, slugs=st.sampled_from(((), SERVICES[:1], SERVICES[1:], SERVICES)))
    def ask(self, name: str, slugs: tuple[str, ...]) -> None:
        self.steps.append(("ask", name, slugs))

    @rule(what=st.sampled_from((*SERVICES, TEAM)))
    def close(self, what: str) -> None:
        self.steps.append(("close", what))

    @rule(slug=WHAT)
    def again(self, slug: str) -> None:
        self.steps.append(("again", slug))

    @rule(slug=WHAT, team=st.sampled_from(TEAMS))
    def give(self, slug: str, team: str) -> None:
        self.steps.append(("give", slug, team))

    @rule(name=WHO)
    def show(self, name: str) -> None:
        self.steps.append(("show", name))

    @rule(name=WHO)
    def hide(self, name: str) -> None:
        self.steps.append(("hide", name))

    @rule(name=WHO, slug=WHAT)
    def know(self, name: str, slug: str) -> None:
        self.steps.append(("know", name, slug))

    @rule()
    def mark(self) -> None:
        self.steps.append(("mark",))

    def teardown(self) -> None:
        assert leaks(self.monkeypatch, self.steps, self.name, self.seed) == {}, self.steps


@pytest.mark.django_db(transaction=True)
def test_nothing_given_to_others_depends_on_what_is_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    Stories.monkeypatch = monkeypatch
    held = settings(
        max_examples=60 if SOAK else 4,
        stateful_step_count=30,
        suppress_health_check=[HealthCheck.too_slow],
        deadline=None,
    )
    run_state_machine_as_test(Stories, settings=held)


NARROWED: list[Step] = [
    ("say", "Ada", "token-stream", 3),
    ("show", "Ada"),
    ("join", "Ben"),
    ("say", "Ben", "token-stream", 1),
    ("say", "Ben", "edge", 1),
    ("be_done", "Ben", "token-stream", False),
    ("ask", "Ada", ()),
    ("know", "Ben", "token-stream"),
    ("ask", "Ada", SERVICES),
    ("ask", "Ben", SERVICES[:1]),
    ("say", "Ada", "token-stream", 0),
]
"""Ben is the only one asked for a while; Ada said something since she showed her answers."""


@pytest.mark.parametrize("name", ["Ada", "Ben"])
def test_narrowing_who_is_asked_gives_nothing_away(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert leaks(monkeypatch, NARROWED, name, 0) == {}


def test_leak_would_be_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def everything(opened: Opened, *, team_slug: str = "") -> Seen:
        return Seen(answers_file_of(opened.assessment, team_slug=team_slug), private=False)

    monkeypatch.setattr(visibility, "seen_by", everything)
    for name in ("Ada", "Ben"):
        found = leaks(monkeypatch, NARROWED, name, 0)
        assert any(one.endswith("result.json page") for one in found)
