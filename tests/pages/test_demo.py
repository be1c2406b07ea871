"""`/demo/`: a whole platform to read without a row being made, and a copy of it that is one's own."""

import re

import pytest
from django.test import Client

from advisor.assessments.models import Assessment, CurrentAnswer, Service
from advisor.decisions.proposals import lacking
from advisor.engine.recommend import recommend
from advisor.pages.demo import views as demo
from advisor.pages.http import example
from advisor.publish.models import Rendering
from advisor.record.verify.reading import read_record
from advisor.record.verify.verification import verify
from advisor.sharing.models import Visitor
from tests.people import ADA, Browser, text_of

pytestmark = pytest.mark.django_db


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_demo_shows_a_platform_and_makes_no_row(client: Client) -> None:
    response = client.get("/demo/")
    page = plain(text_of(response))
    assert response.status_code == 200
    for words in ("Inference edge", "Token stream", "Product API", "Webhooks", "Metering", "Split", "Copy as mine"):
        assert words in page
    for word in ("/edit/", "/add/", "/share/"):
        assert word not in text_of(response)
    assert not Visitor.objects.exists()
    assert not Assessment.objects.exists()


def test_demo_results_are_read_by_anyone_and_make_no_row(client: Client) -> None:
    hub = text_of(client.get("/demo/"))
    assert 'href="/demo/result/"' in hub
    assert 'href="/demo/services/token-stream/result/"' in hub
    for address in ("result/", "services/token-stream/result/", "services/metering/what-if/?latency-first=0"):
        assert client.get(f"/demo/{address}").status_code == 200
    assert "2 of 2; then 2 of 0" in plain(text_of(client.get("/demo/teams/edge/what-if/?raw-owners=0")))
    for ending in ("md", "json", "yaml"):
        assert client.get(f"/demo/result.{ending}")["Content-Disposition"].startswith("attachment")
        assert client.get(f"/demo/services/webhooks/result.{ending}").status_code == 200
    assert "advisor" not in client.cookies
    assert not any(model.objects.exists() for model in (Visitor, Assessment, Rendering))


def test_demo_results_of_what_is_not_there_are_not_found(client: Client) -> None:
    for address in ("services/no/result/", "services/no/result.md", "services/no/what-if/", "teams/no/what-if/"):
        assert client.get(f"/demo/{address}").status_code == 404
    assert client.post("/demo/services/no/result.pdf").status_code == 404


@pytest.mark.parametrize("address", ["/demo/result.pdf", "/demo/services/inference-edge/result.pdf"])
def test_demo_pdf_is_for_anyone(client: Client, address: str) -> None:
    assert client.get(address)["Location"] == address.replace(".pdf", "/")
    waiting = client.post(address)["Location"]
    assert "Making your PDF" in plain(text_of(client.get(waiting)))
    assert "Making your PDF" in plain(text_of(Browser(ADA).get(waiting)))


def test_demo_verdicts_are_of_every_kind() -> None:
    listing = demo.example_listing(example.example())
    assert {line.side for line in listing.services} >= {"raw", "framework", "split"}
    assert {line.progress for line in listing.teams} == {"done"}


def test_copy_makes_an_assessment_of_ones_own_once() -> None:
    ada = Browser(ADA)
    for _ in range(2):
        response = ada.post("/demo/copy/", {"form": "f" * 20})
        assert response["Location"] == f"/a/{Assessment.objects.get().public_id}/"
    assert Service.objects.count() == 5
    assert CurrentAnswer.objects.count() > 80
    page = plain(text_of(ada.get(response["Location"])))
    assert "Lumen AI" in page
    assert "Your private link" in page
    ada.post(f"{response['Location']}edit/services/metering/remove/", {})
    assert Service.objects.count() == 4


def test_demo_of_a_checklist_without_one_is_not_there(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(example, "FILE", "examples/none.yaml")
    example._example.cache_clear()
    assert client.get("/demo/").status_code == 404
    example._example.cache_clear()


def test_home_leads_to_the_example(client: Client) -> None:
    assert 'href="/demo/">See an example</a>' in text_of(client.get("/"))


def test_demo_record_is_a_signed_one_that_verifies_and_makes_no_row(client: Client) -> None:
    assert 'href="/demo/record/"' in text_of(client.get("/demo/"))
    page = plain(text_of(client.get("/demo/record/")))
    assert "signed off 23 November 2026" in page
    assert "2026, as of" not in page  # the same day is named once
    for words in (
        "ADR-0001",
        "Accepted",
        "moves into the Inference edge",
        "I would have left Metering",
        "24 May 2027",
        "more than 4 routes",
    ):
        assert words in page
    for word in ("Verify it now", "What owners can do"):
        assert word not in page
    kept = read_record(client.get("/demo/record.json").content)
    assert ([one.answer for one in verify(kept).findings], kept.head.status) == (
        ["yes", "yes", "unchecked"],
        "accepted",
    )
    recommended = recommend(kept.checklist, kept.answers, as_of=kept.as_of)  # type: ignore[arg-type]
    assert not lacking(kept.answers, recommended, {}, {})
    told = text_of(client.get("/demo/record.md"))
    assert "status: accepted" in told
    assert client.get("/demo/record.md").content.decode() == told
    assert client.get("/demo/record.yaml").content.startswith(b"format: advisor-assessment/1")
    assert not any(model.objects.exists() for model in (Visitor, Assessment, Rendering))
    assert "Making your PDF" in plain(text_of(client.get(client.post("/demo/record.pdf")["Location"])))
