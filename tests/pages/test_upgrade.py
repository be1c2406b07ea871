"""`/a/<id>/history/upgrade/`: a newer version of the checklist, what it would change, and a copy on it."""

import re
from dataclasses import dataclass
from typing import Any

import pytest

from advisor.assessments import checklists
from advisor.assessments.models import Assessment, CurrentAnswer, OwningTeam, Service
from advisor.checklist.model import Checklist, Thresholds
from tests.pages.making import VIC, joined, let_in, platform, rated, said
from tests.people import ADA, BEN, Browser, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Assessment:
    found = platform()
    said(Service.objects.get(slug="token-stream"))
    rated(OwningTeam.objects.get(slug="edge"))
    return found


@dataclass
class OneNewer:
    """A library whose checklist has gone on."""

    checklist: Checklist

    def get(self, slug: str) -> Checklist:
        if slug != self.checklist.slug:
            raise KeyError(slug)
        return self.checklist


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch, made: Assessment) -> Checklist:
    """As shipped, but without one statement, with another in other words, and sides that hold from 0.9 on."""
    now = checklists.newest()
    statements = [one for one in now.statements if one.id != "would-only-wrap"]
    statements[0] = statements[0].model_copy(update={"text": "It does one thing."})
    changed = {"version": "2.0.0", "digest": "sha256:newer", "thresholds": Thresholds(holds="0.9")}
    found = now.model_copy(update={**changed, "statements": statements})
    monkeypatch.setattr(checklists, "library", lambda: OneNewer(found))
    return found


def at(made: Assessment, more: str = "history/upgrade/") -> str:
    return f"/a/{made.public_id}/{more}"


def plain(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text_of(response)))


def test_without_a_newer_version_there_is_nothing_to_do(made: Assessment) -> None:
    ada = Browser(ADA)
    assert "newer version" not in text_of(ada.get(at(made, "history/")))
    assert "This is the newest version" in text_of(ada.get(at(made)))
    assert ada.post(at(made), {}).headers["Location"] == at(made)
    assert Assessment.objects.count() == 1


def test_newer_version_is_offered_with_every_verdict_that_would_change(made: Assessment, newer: Checklist) -> None:
    ada = Browser(ADA)
    assert "Checklist version 2.0.0 is out" in plain(ada.get(at(made, "history/")))
    page = plain(ada.get(at(made)))
    assert f"stays on version {made.checklist.version}" in page
    assert "What From To Token stream Split Express What is asked" in page
    assert "Customer API" not in page
    assert "It does one thing." in page
    assert newer.statement("narrow-purpose").text in page
    assert "No longer asked" in page


def test_upgrade_is_a_copy_on_the_newer_version_and_leaves_the_old_one(made: Assessment, newer: Checklist) -> None:
    ada, form = Browser(ADA), {"form": "f" * 24}
    assert ada.post(at(made), form).headers["Location"] == ada.post(at(made), form).headers["Location"]
    old, new = Assessment.objects.select_related("checklist").order_by("id")
    assert (old.checklist.version, new.checklist.version) == (made.checklist.version, "2.0.0")
    assert old.title == new.title
    held = [
        set(CurrentAnswer.objects.filter(service__assessment=one).values_list("statement", "value"))
        for one in (old, new)
    ]
    assert held[0] - held[1] == {("would-only-wrap", "3")}
    assert held[1] < held[0]
    assert ada.get(f"/a/{new.public_id}/result/").status_code == 200


def test_upgrade_of_what_others_answer_alone_holds_nothing_of_theirs(made: Assessment, newer: Checklist) -> None:
    joined(made, BEN, "Ben", "edit")
    said(Service.objects.get(slug="token-stream"), "1", name="Ben")
    assert "Token stream Split Express" in plain(Browser(ADA).get(at(made)))
    Browser(BEN).post(at(made), {"form": "g" * 24})
    copy = Assessment.objects.order_by("id").last()
    values = CurrentAnswer.objects.filter(service__assessment=copy).values_list("value", flat=True)
    assert set(values) == {"1"}
    assert let_in(made, VIC).get(at(made)).status_code == 403
