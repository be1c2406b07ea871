"""Every limit holds, and whoever reaches it reads which it is, when it goes on, and gets back what was typed."""

import html
import json
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client as Http
from django.test import override_settings
from django.utils import timezone
from pytest_django import Settings

from advisor.assessments.models import Assessment, CurrentAnswer, Milestone, Service
from advisor.decisions.draft_content import mark
from advisor.decisions.models import Decision
from advisor.pages.http.example import example
from advisor.quotas import rates, storage
from advisor.quotas.counts import sweep_counts
from advisor.quotas.limits import DAILY, DATABASE, FREE_DISK, LIMITS, RATES, STORAGE, Quota
from advisor.quotas.models import Count
from advisor.quotas.storage import Room, note_storage
from advisor.sharing.models import Visitor
from tests.decisions.deciding import answered, signed_off
from tests.pages.making import let_in, platform
from tests.pages.restoring import sent
from tests.people import ADA, BEN, CLEO, Browser, text_of

pytestmark = pytest.mark.django_db
Act = Callable[[Browser, int], Any]


def begin(browser: Browser, turn: int) -> Any:
    return browser.post("/new/", {"title": f"Acme {turn}", "your_name": "Ada", "services": "", "form": f"{turn}" * 20})


def add(browser: Browser, turn: int) -> Any:
    made = Assessment.objects.get()
    return browser.post(f"/a/{made.public_id}/add/services/", {"services": f"Service {turn}", "form": f"{turn}" * 20})


def bring_in(browser: Browser, turn: int) -> Any:
    made = Assessment.objects.get()
    table = {"text": f"name\nService {turn}\n", "form": f"{turn}" * 20, "go": "1"}
    return browser.post(f"/a/{made.public_id}/import/", table)


def send(browser: Browser, turn: int) -> Any:
    return browser.post("/restore/", {"text": f"record number {turn}"})


def draw(browser: Browser, turn: int) -> Any:
    slug = list(example().slugs.values())[turn]
    return browser.post(f"/demo/services/{slug}/result.pdf", {})


def link(browser: Browser, turn: int) -> Any:
    made = Assessment.objects.get()
    return browser.post(f"/a/{made.public_id}/share/", {"role": "view", "label": f"Board {turn}", "ends": "14"})


def rename(browser: Browser, turn: int) -> Any:
    made = Assessment.objects.get()
    return browser.post(f"/a/{made.public_id}/edit/", {"title": f"Acme {turn} " + "x" * 600_000})


def remind(browser: Browser, turn: int) -> Any:
    made = Assessment.objects.get()
    kept = Decision.objects.filter(assessment=made).values_list("reminders", flat=True).first()
    typed = {"addresses": f"person{turn}@example.org", "was": mark(kept or [])}
    with override_settings(MAIL=True):
        return browser.post(f"/a/{made.public_id}/decide/reminders/", typed)


ACTS: dict[str, tuple[Act, str, str]] = {
    "assessments": (begin, "start 1 assessments a day", "Acme 1"),
    "services": (add, "add 1 services a day", "Service 1"),
    "imports": (bring_in, "import 1 tables a day", "Service 1"),
    "uploads": (send, "send 1 records or results a day", "record number 1"),
    "renders": (draw, "make or verify 1 documents a day", ""),
    "links": (link, "make 1 links and invitations a day", "Board 1"),
    "recipients": (remind, "have mail sent to 1 addresses a day", "person1@example.org"),
    "saves": (rename, "save 1 times a minute", "Acme 1"),
    "bytes": (rename, "send 1 MB a day", "Acme 1"),
}
"""What reaches a limit when it is done twice, the words for it, and what was typed the second time."""
ALONE = (begin, send, draw)
"""These need no assessment."""
ASKED_FOR = [limit for limit in (*DAILY, *RATES) if limit.per != "person"]
"""Limits that whoever asks can reach; the mails of a person go out by themselves (`tests/accounts/test_notices.py`)."""


def name(limit: Quota) -> str:
    return limit.setting


def only(settings: Settings, limit: Quota, most: int | None) -> None:
    settings.LIMITS = {**settings.LIMITS, limit.setting: most}


def test_every_limit_that_is_counted_is_tried_here() -> None:
    assert set(ACTS) == {limit.what for limit in ASKED_FOR}
    assert {STORAGE, DATABASE, FREE_DISK} <= set(LIMITS)
    assert len({limit.setting for limit in LIMITS}) == len(LIMITS)


@pytest.mark.parametrize("limit", ASKED_FOR, ids=name)
def test_limit_that_is_reached_is_told_in_plain_words_and_typed_words_come_back(
    settings: Settings, limit: Quota
) -> None:
    act, words, typed = ACTS[limit.what]
    if act not in ALONE:
        platform("Token stream")
    only(settings, limit, 1024**2 if limit.in_bytes else 1)
    assert act(Browser(ADA), 0).status_code < 400 or act is rename
    response = act(Browser(ADA), 1)
    page = html.unescape(text_of(response))
    assert response.status_code == 429
    assert words in page
    assert ("one browser can" if limit.per == "browser" else "all browsers of one network together can") in page
    assert "Everything you saved is safe, and you can go on reading. Try again in" in page
    assert typed in page
    assert 1 <= int(response["Retry-After"]) <= 24 * 3600
    assert Browser(ADA).get("/my/").status_code == 200


@pytest.mark.parametrize("limit", [limit for limit in DAILY if limit.per == "browser"], ids=name)
def test_limit_of_a_browser_holds_for_that_browser_alone(settings: Settings, limit: Quota) -> None:
    act = ACTS[limit.what][0]
    if act not in ALONE:
        let_in(platform("Token stream"), BEN, "own")
    only(settings, limit, 1)
    act(Browser(ADA), 0)
    assert act(Browser(BEN), 1).status_code < 400


@pytest.mark.parametrize("limit", [limit for limit in DAILY if limit.what == "assessments"], ids=name)
def test_limit_ends_with_its_day_and_without_a_number_there_is_none(settings: Settings, limit: Quota) -> None:
    only(settings, limit, 1)
    begin(Browser(ADA), 0)
    Count.objects.update(day=timezone.now().date() - timedelta(days=1))
    assert begin(Browser(ADA), 1).status_code == 302
    assert begin(Browser(ADA), 2).status_code == 429
    only(settings, limit, None)
    assert begin(Browser(ADA), 2).status_code == 302
    sweep_counts(today=timezone.now().date() + timedelta(days=2))
    assert not Count.objects.exists()


def test_limit_that_refuses_counts_nothing(settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "ADVISOR_SERVICES_PER_ADDRESS": 1}
    platform("Token stream")
    before = list(Count.objects.values_list("what", "who", "amount"))
    response = Browser(ADA).post(
        f"/a/{Assessment.objects.get().public_id}/add/services/", {"services": "A\nB", "form": "f" * 20}
    )
    assert response.status_code == 429
    assert list(Count.objects.values_list("what", "who", "amount")) == before
    assert Service.objects.count() == 1


def test_limit_is_a_sentence_for_htmx_and_json_where_it_is_asked_for(settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "ADVISOR_ASSESSMENTS_PER_BROWSER": 1}
    begin(Browser(CLEO), 0)
    saved = Browser(CLEO).post("/quick/answers/latency-first/", {"answer-latency-first": "3"}, htmx=True)
    assert saved.status_code == 429
    assert saved["Content-Type"].startswith("text/plain")
    assert saved["Retry-After"]
    assert text_of(saved).startswith("On this server one browser can start 1 assessments a day, and yours has.")
    asked = Browser(CLEO).client.post("/demo/copy/", {"form": "f" * 20}, headers={"Accept": "application/json"})
    assert asked.status_code == 429
    assert json.loads(asked.content)["error"] == text_of(saved)


def test_cross_site_request_is_refused_before_it_is_counted(settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "ADVISOR_SAVES_PER_ADDRESS": 1}
    for _ in range(3):
        assert Http(enforce_csrf_checks=True).post("/quick/").status_code == 403


def looked_at() -> None:
    """Whether there is room is looked at now."""
    storage.ROOM.look()
    storage.ROOM.next_look = float("inf")


@pytest.mark.parametrize(
    ("limit", "most", "words"),
    [
        (FREE_DISK, 1 << 60, "disk is free, so nothing new is saved."),
        (DATABASE, 1, "already stores"),
        (STORAGE, 2 * 1024**2, "This browser has used up its 2 MB"),
    ],
)
def test_no_room_refuses_to_save_while_reading_and_removing_go_on(
    settings: Settings, limit: Quota, most: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = platform("Token stream")
    visitor = Visitor.objects.get(key_hash=ADA.key_hash)
    if limit is FREE_DISK:
        monkeypatch.setattr(storage, "connection", SimpleNamespace(vendor="sqlite"))
    only(settings, limit, most)
    note_storage({visitor.id: 2 * 1024**2}, today=timezone.now().date())
    looked_at()
    response = Browser(ADA).post(f"/a/{made.public_id}/edit/", {"title": "Another title"})
    page = html.unescape(text_of(response))
    assert response.status_code == 507
    assert words in page
    assert "Nothing is lost, and you can go on reading." in page
    assert "Another title" in page
    assert int(response["Retry-After"]) > 0
    assert Browser(ADA).get(f"/a/{made.public_id}/").status_code == 200
    assert Browser(ADA).post(f"/a/{made.public_id}/remove/", {}).status_code == 302


def test_room_of_one_browser_is_not_another_s_and_an_account_has_it_in_each_of_its_browsers(settings: Settings) -> None:
    only(settings, STORAGE, 2 * 1024**2)
    person = Visitor.objects.create(key_hash="p" * 64)
    Visitor.objects.create(key_hash=ADA.key_hash, person=person)
    Visitor.objects.create(key_hash=BEN.key_hash)
    note_storage({person.id: 2 * 1024**2}, today=timezone.now().date())
    looked_at()
    assert begin(Browser(ADA), 0).status_code == 507
    assert begin(Browser(BEN), 0).status_code == 302
    note_storage({}, today=timezone.now().date())
    looked_at()
    assert begin(Browser(ADA), 0).status_code == 302


def test_room_is_looked_at_again_after_a_while_and_not_each_time(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, looks = Room(), []
    monkeypatch.setattr(storage, "reached", lambda: looks.append(1))
    for _ in range(3):
        room.check(storage.Client("", ""))
    assert looks == [1]
    room.next_look = 0.0
    room.check(storage.Client("", ""))
    assert looks == [1, 1]


def test_signed_off_record_counts_its_drawing(settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "ADVISOR_RENDERS_PER_BROWSER": 1}
    record = signed_off(answered())
    first = Browser(ADA).post(f"/r/{record.public_id}/verify/", {})
    assert first.status_code == 302
    assert Browser(ADA).post(f"/r/{record.public_id}/verify/", {}).status_code == 429


@pytest.mark.parametrize("what", ["milestone", "copy of a service", "restored file", "record decided anew"])
def test_small_request_that_stores_much_counts_what_it_stores(settings: Settings, what: str) -> None:
    made = answered()
    CurrentAnswer.objects.filter(service__isnull=False).update(note="n" * 20_000)
    address, asked = f"/a/{made.public_id}/", {"form": "f" * 20}
    if what == "milestone":
        address, asked = f"{address}history/milestones/", {**asked, "name": "Now"}
    elif what == "copy of a service":
        address, asked = f"{address}edit/services/token-stream/duplicate/", {"answers": "1"}
    elif what == "restored file":
        address = sent(signed_off(made).content, key=ADA)
    else:
        address = f"/r/{signed_off(made).public_id}/anew/"
    rates.forget()
    only(settings, next(one for one in RATES if (one.what, one.per) == ("bytes", "browser")), 300 * 1024)
    response = Browser(ADA).post(address, asked)
    assert response.status_code == 429
    assert "send" in text_of(response)
    assert (Assessment.objects.count(), Service.objects.count(), Milestone.objects.count()) == (1, 2, 0)
    only(settings, next(one for one in RATES if (one.what, one.per) == ("bytes", "browser")), None)
    assert Browser(ADA).post(address, asked).status_code == 302
