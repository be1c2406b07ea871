"""Whose turn it is: one drawing of a browser waits, browsers take turns, and an upload is left to the machine that has
it."""

import zlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from advisor.publish import queue, spool, worker_threads
from advisor.publish.claims import LEASE, claim_next, draw_claim
from advisor.publish.examining import reading_of
from advisor.publish.models import Rendering, State
from advisor.publish.queue import (
    GIVEN_UP,
    UPLOAD_GONE,
    packed_job,
    queue_job,
    request_rendering,
    retry_rendering,
    sweep_renderings,
)
from advisor.quotas.clients import NOBODY, Client
from advisor.quotas.models import Count
from advisor.quotas.refusals import LimitReachedError, NoRoomError
from tests.pages.making import platform, said
from tests.people import ADA as ADA_KEY
from tests.people import BEN as BEN_KEY
from tests.people import CLEO, Browser
from tests.publish.test_queue import Stand
from tests.record.samples import record

pytestmark = pytest.mark.django_db
ADA, BEN, CAT = (Client(name * 64, "n" * 64) for name in "abc")


@pytest.fixture(autouse=True)
def nothing_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_threads, "wake", lambda: None)


def ask(key: str, client: Client = NOBODY) -> None:
    queue_job(key=key, job=lambda: packed_job(queue.document(record("01"))), client=client)


def waiting() -> list[str]:
    return sorted(Rendering.objects.filter(state=State.QUEUED).values_list("key", flat=True))


def claimed() -> str:
    claim = claim_next()
    assert claim is not None
    return claim.key


def test_one_drawing_of_a_browser_waits_and_the_one_before_says_why_it_does_not() -> None:
    for number in range(25):
        ask(f"ada-{number}", ADA)
    ask("ben", BEN)
    assert waiting() == ["ada-24", "ben"]
    assert set(Rendering.objects.filter(state=State.FAILED).values_list("reason", flat=True)) == {GIVEN_UP}


def test_next_person_over_http_is_drawn_for_before_the_rest_of_twenty_five_that_one_browser_asked_for() -> None:
    """Each service's PDF asked for by Ada's browser, then one by Ben's."""
    many = [f"Service {number}" for number in range(25)]
    for key, names in ((ADA_KEY, many), (BEN_KEY, ["Token stream"])):
        made = platform(*names, key=key)
        for service in made.services.order_by("id"):
            said(service)
            answer = Browser(key).post(f"/a/{made.public_id}/services/{service.slug}/result.pdf", {})
            assert answer.status_code == 303
    adas, bens = Rendering.objects.filter(state=State.QUEUED).order_by("queued_at").values_list("key", flat=True)
    assert claimed() == adas
    assert claimed() == bens  # Ben waits for one drawing at most


def test_browser_that_has_something_drawn_waits_behind_those_that_have_nothing() -> None:
    ask("ada-1", ADA)
    assert claimed() == "ada-1"
    ask("ada-2", ADA)
    ask("ben", BEN)
    ask("cat", CAT)
    assert [claimed(), claimed(), claimed()] == ["ben", "cat", "ada-2"]


def test_browser_whose_drawing_is_done_is_served_by_age_again() -> None:
    ask("ada-1", ADA)
    claim = claim_next()
    assert claim is not None
    ask("ada-2", ADA)
    ask("ben", BEN)
    draw_claim(claim, Stand())
    assert claimed() == "ada-2"


def test_retry_waits_behind_all_who_wait_and_takes_the_browser_s_place() -> None:
    ask("ada-1", ADA)
    claim = claim_next()
    assert claim is not None
    draw_claim(claim, Stand(reason="x"))
    ask("ada-2", ADA)
    ask("ben", BEN)
    assert retry_rendering(key="ada-1", client=ADA)
    assert waiting() == ["ada-1", "ben"]
    assert [claimed(), claimed()] == ["ben", "ada-1"]


def test_drawing_that_two_browsers_wait_for_is_given_up_by_neither() -> None:
    ask("shared", ADA)
    ask("shared", BEN)
    ask("ada", ADA)
    ask("ben", BEN)
    assert waiting() == ["ada", "ben", "shared"]
    assert Rendering.objects.get(key="shared").asked_by == ""


def test_drawing_that_nobody_waits_for_is_not_given_up() -> None:
    ask("one")
    ask("two")
    assert waiting() == ["one", "two"]
    assert not Count.objects.exists()


def test_drawing_that_is_there_counts_no_second_time_and_a_further_one_is_refused(settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "ADVISOR_RENDERS_PER_BROWSER": 1}
    for _ in range(3):
        request_rendering(record=record("01"), client=ADA)
    with pytest.raises(LimitReachedError):
        request_rendering(record=record("06"), client=ADA)
    assert Rendering.objects.count() == 1


def test_record_that_is_written_out_aside_is_given_up_too(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    given = []
    monkeypatch.setattr(queue, "LARGE", 0)
    monkeypatch.setattr(worker_threads, "aside", lambda work, beat: given.append(work))
    with django_capture_on_commit_callbacks(execute=True):
        key = request_rendering(record=record("01"), client=ADA)
        ask("ada", ADA)
    given[0]()
    assert Rendering.objects.get(key=key).state == State.FAILED
    assert waiting() == ["ada"]


def uploaded(key: str, client: Client = ADA) -> str:
    name, paths = spool.store([b"{}"])
    queue_job(key=key, job=lambda: packed_job(reading_of([("a", paths[0])], {}, ())), client=client, upload=name)
    return name


def test_upload_is_private_small_in_the_database_and_gone_when_examined() -> None:
    response = Browser(CLEO).post("/restore/", {"text": "x" * 200_000})
    assert response.status_code == 302
    row = Rendering.objects.get()
    (file,) = (spool.folder() / row.upload).iterdir()
    assert file.read_bytes() == b"x" * 200_000
    assert [path.stat().st_mode & 0o777 for path in (spool.folder(), file.parent, file)] == [0o700, 0o700, 0o600]
    assert b"x" * 100 not in zlib.decompress(bytes(row.job))
    claim = claim_next()
    assert claim is not None
    draw_claim(claim, type("Reads", (), {"examine": lambda self, reading: "{}"})())
    assert spool.names() == []
    assert Rendering.objects.get().state == State.DONE


def test_upload_of_another_machine_is_left_to_it(settings: Settings, tmp_path: Path) -> None:
    uploaded("read-1")
    mine = settings.DATA_DIR
    settings.DATA_DIR = tmp_path
    assert claim_next() is None
    ask("ben", BEN)
    assert claimed() == "ben"
    settings.DATA_DIR = mine
    assert claimed() == "read-1"


def test_upload_whose_machine_is_gone_says_so_after_an_hour(settings: Settings, tmp_path: Path) -> None:
    uploaded("read-1")
    settings.DATA_DIR = tmp_path
    sweep_renderings()
    assert waiting() == ["read-1"]
    sweep_renderings(now=timezone.now() + timedelta(hours=1, minutes=1))
    assert Rendering.objects.get().reason == UPLOAD_GONE


def test_upload_takes_the_place_of_one_that_waits_and_not_of_a_drawing() -> None:
    ask("ada", ADA)
    first = uploaded("read-1")
    second = uploaded("read-2")
    assert waiting() == ["ada", "read-2"]
    assert first not in spool.names()
    assert second in spool.names()


def test_upload_that_failed_and_one_whose_process_was_lost() -> None:
    name = uploaded("read-1")
    assert claimed() == "read-1"
    taken = claim_next(timezone.now() + LEASE + timedelta(seconds=1))
    assert taken is not None
    assert name in spool.names()
    fails = type("Fails", (), {"examine": lambda self, reading: Stand(reason="x").draw(None, lambda words: None)})()
    draw_claim(taken, fails)
    assert Rendering.objects.get().state == State.FAILED
    assert name not in spool.names()


def test_uploads_that_wait_have_a_limit_and_are_swept_after_an_hour(settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "ADVISOR_UPLOADS_WAITING": 10}
    spool.store([b"123456"])
    with pytest.raises(NoRoomError, match="already examining"):
        spool.store([b"123456"])
    spool.sweep_spool(now=spool.time.time() + 3500)
    assert len(spool.names()) == 1
    spool.sweep_spool(now=spool.time.time() + 3700)
    assert spool.names() == []


def test_upload_to_a_full_disk_is_refused_in_words_and_leaves_nothing(settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "ADVISOR_FREE_DISK": 1 << 60}
    response = Browser(CLEO).post("/restore/", {"text": "record number 1"})
    assert response.status_code == 507
    page = response.content.decode()
    assert "disk is free, so nothing new is saved" in page
    assert "record number 1" in page
    assert spool.names() == []
    assert not Rendering.objects.exists()


@pytest.fixture(autouse=True)
def own_data_folder(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    settings.DATA_DIR = tmp_path_factory.mktemp("data")
