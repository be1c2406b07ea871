"""How long the way to a verdict is: words to read, at the pace of a reader, and clicks."""

import math
import re

import pytest
from django.test import Client

from advisor.assessments.answers import SCORECARD
from advisor.assessments.checklists import newest
from advisor.assessments.questionnaire.routes import QuickRoutes
from advisor.checklist.answers import AnswersFile
from advisor.checklist.scale_help import scale_help
from advisor.decisions.panel import too_early
from advisor.engine.recommend import recommend
from tests.pages.reading import read
from tests.people import text_of
from tests.record.samples import GIVEN, answers

WORDS_A_MINUTE = 230
MOST_CLICKS = 21
MINUTES = {4: "four", 5: "five", 6: "six", 7: "seven"}
SCALE = "Not true Mostly not true Half true Mostly true True Not sure Does not apply".lower()


def words_of(client: Client) -> int:
    """The words on the question pages, those of the scale once: nobody reads them sixteen times."""
    told = 0
    for step in QuickRoutes().steps(newest()):
        text = " ".join(read(text_of(client.get(step.address))).words).lower()
        for level in (SCALE, SCALE.removesuffix(" does not apply")):
            text = text.replace(level, "")
        told += len(text.split())
    return told + len(SCALE.split())


@pytest.mark.django_db
def test_home_says_how_long_a_reader_takes(client: Client) -> None:
    minutes = math.ceil(words_of(client) / WORDS_A_MINUTE)
    assert f"About {MINUTES[minutes]} minutes, without an account" in text_of(client.get("/"))


@pytest.mark.django_db
def test_question_says_what_both_ends_of_its_scale_mean_and_folds_the_rest(client: Client) -> None:
    page = " ".join(re.sub(r"<[^>]+>", " ", text_of(client.get("/quick/"))).split())
    reader = " ".join(read(text_of(client.get("/quick/"))).words)
    for key in newest().sections[0].statements:
        means = scale_help(newest().statement(key).help)
        assert means.true
        assert means.not_true
        assert f"Not true: {means.not_true} True: {means.true}" in reader
        if means.more:
            assert means.more not in reader
            assert means.more.split()[0] in page


def clicks_to_a_verdict(file: AnswersFile, name: str) -> tuple[int, str]:
    """From home: the link to the questions, an answer each in their order, a button for each next page, until the
    panel beside them names a verdict, or what the service asks for if its team can carry it."""
    service = next(one for one in file.services if one.name == name)
    team = next(one for one in file.teams if one.name == service.team)
    clicks = 1
    said, card = {}, {}
    for number, step in enumerate(QuickRoutes().steps(newest())):
        clicks += bool(number)
        for key in step.keys:
            bare = key.removeprefix(SCORECARD)
            given = team.scorecard if key.startswith(SCORECARD) else service.answers
            if bare not in given or given[bare].level == "unsure":  # open without a click, too
                continue
            (card if given is team.scorecard else said)[bare] = given[bare]
            clicks += 1
            alone = service.model_copy(update={"answers": dict(said)})
            now = file.model_copy(
                update={
                    "services": [alone],
                    "teams": [team.model_copy(update={"scorecard": dict(card)})],
                    "settled": [],
                }
            )
            told = recommend(newest(), now).services[0]
            if "insufficient" not in told.flags:
                return clicks, told.verdict
            if not too_early(told):
                return clicks, told.need or "none"
    return clicks, "none"


def test_first_verdict_is_at_most_so_many_clicks_from_home() -> None:
    cases = sorted(path.name[:2] for path in GIVEN.glob("[0-9]*.yaml"))
    seen = 0
    for case in (*cases, "demo"):
        file = answers(case)
        for service in file.services if not file.respondents else ():
            clicks, verdict = clicks_to_a_verdict(file, service.name)
            if verdict != "none":
                seen += 1
                assert clicks <= MOST_CLICKS, f"{case} {service.name}: {clicks}"
    assert seen >= 20


@pytest.mark.django_db
def test_home_leads_to_the_questions_in_one_click(client: Client) -> None:
    assert 'href="/quick/"' in text_of(client.get("/"))
