"""`/a/<id>/services/<slug>/result/framework/` and `/quick/result/framework/`: what a service wants of a framework,
asked once its verdict is a framework or a split."""

import re
from typing import Any

import pytest

from advisor.assessments.models import Assessment, Service
from tests.browser.answers import FRAMEWORK, RAW
from tests.pages.making import joined, let_in, platform, rated, said
from tests.people import ADA, BEN, CLEO, Browser, text_of

pytestmark = pytest.mark.django_db
OFFER = "Choose a framework"


@pytest.fixture
def made() -> Assessment:
    """Everything of the service is true, and the team can carry nothing raw: a framework."""
    found = platform()
    service = Service.objects.get(slug="token-stream")
    said(service, "4")
    rated(service.team, "0")
    return found


def at(made: Assessment, more: str = "services/token-stream/result/framework/") -> str:
    return f"/a/{made.public_id}/{more}"


def plain(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text_of(response)))


def wants() -> dict[str, Any]:
    found: dict[str, Any] = Service.objects.get(slug="token-stream").framework
    return found


def test_wants_are_offered_saved_and_told_on_the_result(made: Assessment) -> None:
    ada, result = Browser(ADA), at(made, "services/token-stream/result/")
    assert OFFER in text_of(ada.get(result))
    asked = text_of(ada.get(at(made)))
    assert asked.count('class="statement"') == 9
    answer = ada.post(at(made), {"schemas": "4", "cpu-cost": "must", "types": "unsure"})
    assert (answer.status_code, answer["Location"]) == (302, f"{result}#framework")
    assert wants() == {"schemas": 4, "cpu-cost": "must", "types": "unsure"}
    told = plain(ada.get(result))
    assert OFFER not in told
    assert "Express does not meet the must ‘The framework itself costs little processor time" in told
    assert "Fastify meets 100" in told
    assert "Change what matters to you" in told
    assert "a must" in told
    assert '"schemas" value="4" checked' in re.sub(r"\s+", " ", text_of(ada.get(at(made)))).replace("name=", "")
    assert "framework: {cpu-cost: must, schemas: 4, types: unsure}" in text_of(ada.get(f"{result[:-1]}.yaml"))
    history = plain(ada.get(at(made, "history/")))
    assert "Token stream, wanted of a framework: ‘Requests are checked against schemas" in history
    assert "become an OpenAPI document’ not answered matters very much Ada" in history
    assert "costs little processor time for each request’ not answered a must Ada" in history


def test_wants_saved_twice_are_one_event_and_what_is_not_touched_stays(made: Assessment) -> None:
    ada = Browser(ADA)
    for _ in range(2):
        ada.post(at(made), {"schemas": "4"})
    ada.post(at(made), {"was-schemas": "4", "schemas": "4", "types": "2"})
    assert wants() == {"schemas": 4, "types": 2}
    assert plain(ada.get(at(made, "history/"))).count("wanted of a framework") == 2


def test_wants_of_two_editors_are_both_there_and_one_that_differs_is_asked(made: Assessment) -> None:
    joined(made, BEN, "Ben", "edit")
    ada, ben = Browser(ADA), Browser(BEN)
    ada.post(at(made), {"was-schemas": "", "schemas": "4"})
    ben.post(at(made), {"was-schemas": "", "schemas": "", "was-types": "", "types": "1"})
    assert wants() == {"schemas": 4, "types": 1}
    mine = {"was-schemas": "", "schemas": "0", "was-small": "", "small": "3"}
    stale = ben.post(at(made), mine)
    assert stale.status_code == 412
    told = plain(stale)
    assert "Yours, not saved: matters not at all" in told
    assert "Saved: matters very much" in told
    assert wants() == {"schemas": 4, "types": 1}
    ben.post(at(made), {**mine, "conflict": "1", "pick": "theirs"})
    assert wants() == {"schemas": 4, "types": 1}
    ben.post(at(made), {**mine, "conflict": "1", "pick": "mine"})
    assert wants() == {"schemas": 0, "types": 1, "small": 3}


def test_answer_that_is_none_is_told_and_the_others_are_given_back(made: Assessment) -> None:
    wrong = Browser(ADA).post(at(made), {"schemas": "5", "types": "2"})
    assert wrong.status_code == 422
    assert "Choose one of the answers listed." in text_of(wrong)
    assert 'name="types" value="2" checked' in re.sub(r"\s+", " ", text_of(wrong))
    assert wants() == {}


def test_wants_are_never_offered_before_the_verdict_asks_for_a_framework() -> None:
    made, ada = platform(), Browser(ADA)
    said(Service.objects.get(slug="token-stream"), "4", statements=5)  # raw, as far as anybody can say
    for slug in ("token-stream", "customer-api"):
        before = at(made, f"services/{slug}/result/")
        assert OFFER not in text_of(ada.get(before))
        assert ada.get(f"{before}framework/")["Location"] == before


def test_wants_are_for_editors(made: Assessment) -> None:
    joined(made, BEN, "Ben", "respond")
    Browser(ADA).post(at(made, "show/"), {})
    assert Browser(BEN).get(at(made)).status_code == 403
    assert Browser(BEN).post(at(made), {"schemas": "4"}).status_code == 403
    let_in(made, CLEO, "edit")
    assert Browser(CLEO).get(at(made)).status_code in (200, 302)
    assert wants() == {}


def answered_quickly(browser: Browser, answers: dict[str, str]) -> None:
    for key, level in answers.items():
        assert browser.post(f"/quick/answers/{key}/", {f"answer-{key}": level}).status_code == 302, key


def test_quick_result_asks_which_framework_once_it_is_one() -> None:
    cleo = Browser(CLEO)
    assert cleo.get("/quick/result/framework/")["Location"] == "/quick/result/"
    answered_quickly(cleo, dict(RAW))
    assert OFFER not in text_of(cleo.get("/quick/result/"))
    assert cleo.get("/quick/result/framework/")["Location"] == "/quick/result/"
    cleo = Browser(BEN)
    answered_quickly(cleo, dict(FRAMEWORK))
    assert OFFER in text_of(cleo.get("/quick/result/"))
    assert cleo.get("/quick/result/framework/").status_code == 200
    assert cleo.post("/quick/result/framework/", {"existing": "must"})["Location"] == "/quick/result/#framework"
    told = plain(cleo.get("/quick/result/"))
    assert "Hono does not meet the must" in told
    assert "Express meets 100" in told
