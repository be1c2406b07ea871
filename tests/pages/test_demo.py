"""`/demo/`: a whole platform to read without a row being made, and a copy of it that is one's own."""

import re

import pytest
from django.test import Client

from advisor.assessments.models import Assessment, CurrentAnswer, Service
from advisor.pages import demo
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


def test_demo_verdicts_are_of_every_kind() -> None:
    listing = demo.example_listing(demo.example())
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
    monkeypatch.setattr(demo, "FILE", "examples/none.yaml")
    demo._example.cache_clear()
    assert client.get("/demo/").status_code == 404
    demo._example.cache_clear()
