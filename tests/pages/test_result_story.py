"""A result is read in twenty seconds: what stands unfolded is short, in one order, and the working is a link away."""

import pytest
from django.test import Client

from advisor.pages.http.example import example, site
from advisor.pages.result.responses import one_record
from tests.pages.reading import read
from tests.people import text_of
from tests.record.samples import record

MOST_WORDS = 350
SERVICES = example().slugs


def complete() -> list[str]:
    return [slug for slug in SERVICES.values() if one_record(site(), slug).services[0].recommendation.complete]


def result_of(client: Client, slug: str) -> str:
    return text_of(client.get(f"/demo/services/{slug}/result/"))


@pytest.mark.django_db
def test_result_of_a_complete_service_is_short_before_it_is_unfolded(client: Client) -> None:
    assert len(complete()) >= 3
    for slug in complete():
        words = read(result_of(client, slug)).words
        assert len(words) <= MOST_WORDS, f"{slug}: {len(words)} words"


@pytest.mark.django_db
@pytest.mark.parametrize("slug", SERVICES.values())
def test_result_tells_its_story_in_order_and_folds_the_working(client: Client, slug: str) -> None:
    page = result_of(client, slug)
    reader = read(page)
    told = " ".join(reader.words)
    headings = ["What would change it", "What to do on Monday", "The case against", "Show the working"]
    assert sorted(headings, key=told.index) == headings
    assert {"working", "drivers", "support", "flips", "grounds", "steps"} <= reader.ids_in_fold
    assert page.count("% =") + page.count("= 1</li>") <= 4  # a sum is written out once


@pytest.mark.django_db
def test_result_says_in_its_card_what_contradicts_it(client: Client) -> None:
    told = " ".join(read(result_of(client, "token-stream")).words)
    card = told[: told.index("What would change it")]
    assert "But: The answers say that one team owns the service alone" in card
    assert "But:" not in " ".join(read(result_of(client, "inference-edge")).words)


@pytest.mark.django_db
def test_platform_tells_the_same_story_and_folds_the_working(client: Client) -> None:
    reader = read(text_of(client.get("/demo/result/")))
    told = " ".join(reader.words)
    headings = ["Service by service", "What would change it", "What to do on Monday", "The case against"]
    assert sorted(headings, key=told.index) == headings
    assert {"working", "teams", "why", "checks", "steps"} <= reader.ids_in_fold


@pytest.mark.parametrize("case", ["01", "02", "06", "14", "17", "19", "24", "demo"])
def test_service_always_has_a_step_to_take_also_when_firm(case: str) -> None:
    for service in record(case).services:
        assert service.actions
        assert all(action.brief.endswith(".") for action in service.actions)
        if service.recommendation.strength == "firm":
            assert "Run a pilot" in [action.title for action in service.actions]
