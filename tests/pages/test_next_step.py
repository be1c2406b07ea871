"""Role × state of an assessment → the one step that is next, the stage it is in, and the tabs it has."""

import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest

from advisor.assessments.access import Opened
from advisor.assessments.models import Assessment, CurrentAnswer, Decider, OwningTeam, Respondent, Service
from advisor.decisions.listing import Listing, ServiceRow, TeamRow
from advisor.decisions.models import Position
from advisor.decisions.next_step import HubState, NextStep, step_of
from advisor.decisions.positions import DeciderWord
from advisor.decisions.standing import Stage, Standing
from advisor.pages.http.way import _tabs
from advisor.sharing.roles import ROLES, Role
from tests.pages.making import VIC, joined, let_in, platform, rated, said
from tests.people import ADA, BEN, Browser, text_of

HUB = "/a/x/"
ASSESSMENT = Assessment(public_id="x", title="Acme AI")
ROW = ServiceRow("infer", "infer", "Core", "", "", f"{HUB}services/infer/shape/", "", 0, 16, False, "", "", people=2)
CARD = TeamRow("core", "Core", f"{HUB}teams/core/", 1, 4, 4, None)
BLANK = Standing(described=True, several=True, open=True)
REVEALED = Standing(described=True, several=True, together=True)
BEGUN = replace(REVEALED, begun=True)
PROPOSED = replace(BEGUN, proposed=True)
SIGNED = replace(BEGUN, signed=True, record="rec", reference="ADR-0001")
ADA_ROW = Respondent(name="Ada")


def opened(role: Role) -> Opened:
    return Opened(ASSESSMENT, frozenset(ROLES[: ROLES.index(role) + 1]), ADA)


def listing(*rows: ServiceRow, cards: tuple[TeamRow, ...] = (CARD,), **more: Any) -> Listing:
    return Listing(list(rows), list(cards), [], more.pop("respondent", ADA_ROW), **more)


def decider(name: str, *, own: bool = False, said: bool = False) -> DeciderWord:
    return DeciderWord(name, Position(what="accepted") if said else None, Decider(name=name), own, False)


def step(role: Role, shown: Listing, standing: Standing, *words: DeciderWord, review: str = "") -> NextStep:
    return step_of(HubState(opened(role), shown, standing, words, review))


DONE = replace(ROW, done=16, submitted=True)
READY = replace(ROW, done=16)
ALONE = replace(ROW, done=16, people=1, check=f"{HUB}services/infer/check/")
"""Nobody else is asked about it."""
THEIRS = replace(ROW, asked=False, people=1, people_done=1)
"""One other person alone is asked about it, and is done."""
ANSWERERS: tuple[Role, ...] = ("respond", "edit", "own")


@pytest.mark.parametrize(
    ("roles", "shown", "standing", "words", "address"),
    [
        (("respond",), listing(), Standing(several=True), "", ""),
        (("edit", "own"), listing(), Standing(several=True), "Add services", "add/services/"),
        (ANSWERERS, listing(ROW, respondent=None), BLANK, "Join", "join/"),
        (ANSWERERS, listing(ROW), BLANK, "Answer for infer", "services/infer/shape/"),
        (ANSWERERS, listing(replace(ROW, done=3)), BLANK, "Continue with infer", "services/infer/shape/"),
        (
            ANSWERERS,
            listing(READY, cards=(replace(CARD, done=0),)),
            BLANK,
            "Fill in the scorecard of Core",
            "teams/core/",
        ),
        (ANSWERERS, listing(READY), BLANK, "I'm done with infer", "done/"),
        (ANSWERERS, listing(READY, replace(READY, name="b")), BLANK, "I'm done with all 2 services", "done/"),
        (("respond",), listing(DONE, waits_for=("Ben",)), BLANK, "See who is done", "progress/"),
        (("edit", "own"), listing(DONE, waits_for=("Ben",)), BLANK, "Remind them", "people/"),
        (ANSWERERS, listing(DONE, differ=23, changing=6), REVEALED, "Compare", "compare/"),
        (("edit", "own"), listing(DONE, differ=2, changing=0), REVEALED, "Decide", "decide/"),
        (("respond",), listing(DONE, differ=2, changing=0), REVEALED, "See the result", "result/"),
        (("edit", "own"), listing(DONE), BEGUN, "Continue the decision", "decide/"),
        (("respond",), listing(DONE), BEGUN, "See the result", "result/"),
        (("edit", "own"), listing(DONE), Standing(described=True, open=True), "See the result", "result/"),
        # others take part without being asked about anything
        (ANSWERERS, listing(ALONE), BLANK, "Show my answers about infer", "services/infer/check/"),
        (
            ANSWERERS,
            listing(DONE, ALONE, waits_for=("Ben",)),
            BLANK,
            "Show my answers about infer",
            "services/infer/check/",
        ),
        (("edit", "own"), listing(THEIRS), BLANK, "Reveal infer", "compare/services/infer/"),
        (("respond",), listing(THEIRS), BLANK, "See who is done", "progress/"),
        (("edit", "own"), listing(replace(THEIRS, people_done=0), waits_for=("Ben",)), BLANK, "Remind them", "people/"),
        (
            ("edit", "own"),
            listing(replace(ALONE, revealed=True)),
            replace(REVEALED, together=False),
            "Decide",
            "decide/",
        ),
        (("view",), listing(ROW, respondent=None), BLANK, "", ""),
        (("view",), listing(DONE, respondent=None), REVEALED, "See the result", "result/"),
    ],
)
def test_next_step_in_a_state_is_the_one_of_the_role(
    roles: tuple[Role, ...], shown: Listing, standing: Standing, words: str, address: str
) -> None:
    for role in roles:
        found = step(role, shown, standing)
        assert (found.words, found.address) == (words, HUB + address if words else "")
        assert found.posts == (address == "done/")


@pytest.mark.parametrize(("role", "instead"), [("respond", ""), ("own", "Reveal without my answers")])
def test_next_step_of_the_last_one_says_that_the_others_wait_and_how_an_owner_goes_on_without(
    role: Role, instead: str
) -> None:
    last = replace(ROW, people=3, people_done=2)
    found = step(role, listing(last), BLANK)
    assert found.words == "Answer for infer"
    assert found.why.startswith("Everyone else is done and waits for you. ")
    assert (found.instead, found.instead_address) == (instead, f"{HUB}compare/" if instead else "")
    assert not step(role, listing(replace(last, done=3)), BLANK).instead
    assert "waits for you" not in step(role, listing(last, replace(last, people_done=1)), BLANK).why


@pytest.mark.parametrize("role", ROLES)
def test_next_step_of_a_decider_who_is_silent_is_the_proposal_whatever_else_is_open(role: Role) -> None:
    shown = listing(ROW, respondent=None if role == "view" else ADA_ROW)
    found = step(role, shown, PROPOSED, decider("Ada", own=True), decider("Dora"))
    assert (found.words, found.address) == ("Read the proposal", f"{HUB}decide/")
    assert found.why == "You decide here. Accept what is proposed, or say why not."


def test_next_step_of_a_proposal_names_who_is_silent_and_sends_an_owner_to_sign_once_nobody_is() -> None:
    silent = (decider("Ada", own=True, said=True), decider("Dora"))
    for role in ("edit", "own"):
        assert step(role, listing(DONE), PROPOSED, *silent).why == "A decision is proposed. Waiting for Dora."
    spoken = (decider("Ada", own=True, said=True), decider("Dora", said=True))
    assert step("own", listing(DONE), PROPOSED, *spoken).words == "Go to sign-off"
    assert step("edit", listing(DONE), PROPOSED, *spoken).words == "See the proposal"
    assert step("view", listing(DONE, respondent=None), PROPOSED, *silent).words == "Read the proposal"


@pytest.mark.parametrize("role", ROLES)
def test_next_step_after_sign_off_is_the_record_for_everybody(role: Role) -> None:
    found = step(role, listing(DONE), SIGNED, review="2027-05-01")
    assert (found.words, found.address) == ("Read the record", "/r/rec/")
    assert found.why == "Signed as ADR-0001. Review on 1 May 2027."


@pytest.mark.parametrize(
    ("standing", "stage", "stages"),
    [
        (Standing(), "describe", 4),
        (Standing(described=True, open=True), "answer", 4),
        (Standing(described=True, open=True, all_done=True), "decide", 4),
        (Standing(described=True, open=True, begun=True), "decide", 4),
        (BLANK, "answer", 6),
        (replace(BLANK, some_done=True), "reveal", 6),
        (REVEALED, "compare", 6),
        (replace(REVEALED, together=False), "decide", 6),
        (BEGUN, "decide", 6),
        (PROPOSED, "decide", 6),
        (SIGNED, "signed", 6),
        (replace(SIGNED, signed=False), "decide", 6),
    ],
)
def test_stage_of_an_assessment_is_the_first_that_is_not_over(standing: Standing, stage: Stage, stages: int) -> None:
    assert standing.stage == stage
    assert len(standing.stages) == stages


def stage(browser: Browser, made: Assessment) -> str:
    here = re.search(
        r'aria-current="step">\s*<span[^>]*>[^<]*</span>\s*(\w+)', text_of(browser.get(f"/a/{made.public_id}/"))
    )
    assert here is not None
    return here[1]


@pytest.mark.django_db
def test_stage_of_who_answers_alone_goes_on_once_everything_is_answered_and_for_them_alone() -> None:
    made = platform("infer", "search", teams=("Core",))
    ada, reader = Browser(ADA), let_in(made, VIC)
    for service in Service.objects.all():
        assert stage(ada, made) == "Answer"
        said(service)
    assert stage(ada, made) == "Answer"  # raw is recommended only to a team that can carry it
    rated(OwningTeam.objects.get())
    assert stage(ada, made) == "Decide"
    assert stage(reader, made) == "Answer"
    CurrentAnswer.objects.filter(statement="narrow-purpose", service__slug="search").update(value="none")
    assert stage(ada, made) == "Answer"


@pytest.mark.django_db
def test_one_who_alone_is_asked_comes_to_the_decision_by_the_steps_they_are_shown() -> None:
    made = platform("infer", teams=("Core",))
    Respondent.objects.filter(id=joined(made, BEN, "Ben").id).update(only_assigned=True)
    ada, hub = Browser(ADA), f"/a/{made.public_id}/"
    said(Service.objects.get())
    rated(OwningTeam.objects.get())
    page = text_of(ada.get(hub))
    assert f'href="{hub}services/infer/check/">Show my answers about infer</a>' in page
    assert "You aren't asked about any service." in unescape(text_of(Browser(BEN).get(hub)))
    assert 'name="shows"' in text_of(ada.get(f"{hub}services/infer/check/"))
    ada.post(f"{hub}services/infer/done/", {"shows": "yes"})
    assert stage(ada, made) == "Decide"
    page = text_of(ada.get(hub))
    assert f'href="{hub}decide/">Decide</a>' in page
    assert "You agree" not in page


@pytest.mark.parametrize(
    ("role", "standing", "tabs"),
    [
        ("view", BLANK, "Overview Result Compare Plan Decide"),
        ("respond", Standing(described=True), "Overview Result Plan Decide"),
        ("edit", BLANK, "Overview Result Compare Plan Decide People"),
        ("own", SIGNED, "Overview Result Compare Plan Decide Record_ADR-0001 People"),
    ],
)
def test_tabs_are_the_pages_that_there_are_for_the_role(role: Role, standing: Standing, tabs: str) -> None:
    found = _tabs(opened(role), standing, HUB, f"{HUB}decide/")
    assert [one.words.replace(" ", "_") for one in found] == tabs.split()
    assert [one.words for one in found if one.current] == ["Decide"]


@pytest.mark.parametrize(
    ("path", "tab"),
    [
        (HUB, "Overview"),
        (f"{HUB}services/infer/shape/", "Overview"),
        (f"{HUB}services/infer/result/framework/", "Result"),
        (f"{HUB}share/", "People"),
        ("/r/rec/", "Record ADR-0001"),
        ("/r/rec/share/", "Record ADR-0001"),
    ],
)
def test_tab_of_a_page_is_the_one_it_belongs_to(path: str, tab: str) -> None:
    found = [one for one in _tabs(opened("own"), SIGNED, HUB, path) if one.current]
    assert [(one.words, one.current) for one in found] == [(tab, "page" if path == found[0].address else "true")]
